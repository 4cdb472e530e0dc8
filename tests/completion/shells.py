"""Drives real shells: what their completion offers for a line, and what a line becomes when Tab is pressed."""

import os
import pty
import select
import subprocess
import time
from pathlib import Path

KEPT = ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")
SECONDS = 30  # a shell that does not answer within hangs
CURSOR_KEY = "\x18\x02"  # control-x control-b: the line as it is goes to a file


def environment(tcalc: Path, home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"PATH": f"{tcalc.resolve().parent}:/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "xterm",
            "LINE_FILE": str(home / "line"), "OFFERED_FILE": str(home / "offered")}


class Interactive:
    """A shell on a terminal of its own."""

    def __init__(self, command: list[str], setup: str, cwd: Path, env: dict[str, str]) -> None:
        self.line_file, self.offered_file = Path(env["LINE_FILE"]), Path(env["OFFERED_FILE"])
        self.transcript = b""
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(cwd)
            os.execvpe(command[0], command, env)
        setup_file = Path(env["HOME"]) / "setup"
        setup_file.write_text(setup)
        self.send(f"source {setup_file}\n")
        self.line_after("x")  # it has read its setup

    def send(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def read(self, seconds: float) -> None:
        if select.select([self.terminal], [], [], seconds)[0]:
            self.transcript += os.read(self.terminal, 65536)

    def line_after(self, keys: str) -> str:
        """The line once the keys have had their effect; it is emptied then."""
        self.line_file.unlink(missing_ok=True)
        self.send(keys + CURSOR_KEY)
        end = time.monotonic() + SECONDS
        while not (self.line_file.exists() and self.line_file.read_text().endswith("\n")):
            self.read(0.02)
            if time.monotonic() > end:
                raise TimeoutError(f"no answer to {keys!r}; the terminal shows {self.transcript[-2000:]!r}")
        self.send("\x15")  # control-u
        return self.line_file.read_text().removesuffix("\n")

    def close(self) -> None:
        os.close(self.terminal)
        os.waitpid(self.process, 0)


class Bash:
    name = "bash"
    SETUP = r'''
source <(tcalc completion bash)
bind 'set bell-style none'
bind 'set completion-query-items 0'
bind 'set page-completions off'
bind -x '"\C-x\C-b": printf "%s\n" "$READLINE_LINE" >"$LINE_FILE"'
'''
    # Words as bash breaks them, then what the function replies.
    OFFERED = r'''
source <(tcalc completion bash)
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_tcalc
printf '%s\n' "${COMPREPLY[@]}"
'''

    def __init__(self, cwd: Path, env: dict[str, str]) -> None:
        self.cwd, self.env = cwd, env
        self.shell = Interactive(["bash", "--norc", "--noprofile", "-i"], self.SETUP, cwd, env)

    def offered(self, line: str) -> set[str]:
        words = line.replace("=", " = ").split(" ")
        output = subprocess.run(["bash", "-c", self.OFFERED, "bash", *words], cwd=self.cwd, env=self.env, timeout=SECONDS,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
        if output.stderr:
            raise SystemExit(f"bash: {output.stderr}")
        return set(output.stdout.split("\n")) - {""}


class Fish:
    name = "fish"
    SETUP = r'''
tcalc completion fish | source
bind \cx\cb 'commandline >$LINE_FILE'
function fish_prompt; end
'''

    def __init__(self, cwd: Path, env: dict[str, str]) -> None:
        self.cwd, self.env = cwd, env
        self.shell = Interactive(["fish", "--no-config", "-i"], self.SETUP, cwd, env)

    def offered(self, line: str) -> set[str]:
        command = "tcalc completion fish | source; complete -C $argv[1]"
        output = subprocess.run(["fish", "--no-config", "-c", command, line], cwd=self.cwd, env=self.env, timeout=SECONDS,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
        if output.stderr:
            raise SystemExit(f"fish: {output.stderr}")
        # A value comes with the option that is typed before it; a description follows a tab.
        return {word.split("\t")[0].split("=")[-1] if "--" in line.split(" ")[-1] and "=" in line else word.split("\t")[0]
                for word in output.stdout.split("\n")} - {""}


class Zsh:
    name = "zsh"
    LOAD = r'''
mkdir ~/functions
tcalc completion zsh >~/functions/_tcalc
fpath=(~/functions $fpath)
autoload -Uz compinit
compinit -u -D
'''
    SETUP = r'''
unsetopt beep
LISTMAX=100000
PS1=
save-line() { print -r -- "$BUFFER" >$LINE_FILE }
zle -N save-line
bindkey '^X^B' save-line
# What is offered goes to a file as well.
compadd() {
  if (( ${@[(I)-(O|A|D)*]} )); then
    builtin compadd "$@"
    return
  fi
  local -a words
  builtin compadd -A words "$@"
  print -rl -- $words >>$OFFERED_FILE
  builtin compadd "$@"
}
'''

    def __init__(self, cwd: Path, env: dict[str, str]) -> None:
        self.shell = Interactive(["zsh", "-f", "-i"], self.LOAD + self.SETUP, cwd, env)

    def offered(self, line: str) -> set[str]:
        self.shell.offered_file.write_text("")
        self.shell.line_after(line + "\t")
        return set(self.shell.offered_file.read_text().replace("\\ ", " ").split("\n")) - {""}


class ZshSourced(Zsh):
    LOAD = "autoload -Uz compinit; compinit -u -D; source <(tcalc completion zsh)\n"
