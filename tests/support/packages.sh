# shellcheck shell=bash
# The Debian packages that tcalc needs, the step that installs those that are missing, and the build's first step.
# Sourced by tests/run and samples/quickstart.

# shellcheck disable=SC2034  # read by the scripts that source this
build_packages=(g++ cmake ninja-build libcli11-dev libxtensor-dev libxtensor-blas-dev libxsimd-dev nlohmann-json3-dev libfmt-dev
                libopenblas-openmp-dev libpng-dev libzip-dev zlib1g-dev)
# shellcheck disable=SC2034
test_packages=(catch2 python3-numpy python3-h5py python3-dev python3-hypothesis python3-pytest pybind11-dev
               strace shellcheck libbenchmark-dev libeigen3-dev
               jq zsh fish mandoc man-db pkgconf dpkg-dev)

readonly oldest_cmake=3.25       # CMakePresets.json is of schema version 6
readonly apt_lock_seconds=300    # a fresh machine may still be running its own first updates

say() { printf '==> %s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

is_installed() {
  # One word per architecture it is known for.
  [[ " $(dpkg-query --show --showformat='${db:Status-Status} ' "$1" 2>/dev/null) " == *" installed "* ]]
}

# apt-get as root: never asks anything, and prints only what goes wrong.
apt_get() {
  local become_root=()
  if ((EUID != 0)); then
    become_root=(sudo)
    [[ -t 0 ]] || become_root=(sudo --non-interactive)
  fi
  "${become_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -o Dpkg::Use-Pty=0 -o "DPkg::Lock::Timeout=$apt_lock_seconds" "$@" </dev/null >/dev/null
}

# available NAME...: those that the machine's package sources have, one a line.
available() {
  local package
  for package; do
    ! apt-cache show "$package" >/dev/null 2>&1 || echo "$package"
  done
}

# install_packages NAME...: returns when all of them are installed, else ends the script with one message. One whose
# name is followed by '?' is left out where the machine's package sources lack it.
install_packages() {
  local missing=() unavailable=() wanted=() package
  hash dpkg-query apt-get apt-cache 2>/dev/null ||
    die "packages are installed with apt-get, which this machine does not have; on Debian 13 those needed are: $*"
  for package; do
    if is_installed "${package%\?}"; then continue; fi
    if [[ $package == *\? ]]; then wanted+=("${package%\?}"); else missing+=("$package"); fi
  done
  if ((${#missing[@]} == 0)); then  # no new lists of packages for the sake of one that is only wanted
    mapfile -t missing < <(available "${wanted[@]}")
    wanted=()
  fi
  if ((${#missing[@]} == 0)); then
    say "installing: nothing, all packages are there"
    return
  fi

  say "installing: ${missing[*]}"
  ((EUID == 0)) || command -v sudo >/dev/null ||
    die "installing needs root, and there is no sudo. As root: apt-get install ${missing[*]}"
  apt_get update || say "apt-get update failed; trying with the package lists there are"
  mapfile -t -O "${#missing[@]}" missing < <(available "${wanted[@]}")
  for package in "${missing[@]}"; do
    apt-cache show "$package" >/dev/null 2>&1 || unavailable+=("$package")
  done
  ((${#unavailable[@]} == 0)) ||
    die "not in this machine's package sources: ${unavailable[*]}" \
      "(Debian 12 and 13 and Ubuntu 24.04 have them, Ubuntu in its 'universe' section)"
  apt_get install --yes --no-install-recommends "${missing[@]}" ||
    die "apt-get could not install: ${missing[*]} (its reason is above)"
}

require_cmake() {
  local version
  version=$(cmake --version | sed -n '1s/[^0-9]*//p')
  [[ $(printf '%s\n' "$oldest_cmake" "$version" | sort --version-sort | head -n 1) == "$oldest_cmake" ]] ||
    die "cmake is $version, $oldest_cmake or later is needed (Debian 12 and 13 and Ubuntu 24.04 have it)"
}

# configure PRESET [SETTING...]: quiet unless it fails.
configure() {
  local output
  output=$(cmake --preset "$@" 2>&1) || {
    printf '%s\n' "$output" >&2
    die "cmake could not configure the preset $1 (its reason is above)"
  }
}

# The number of compile jobs at once: one per core, but no more than the memory allows.
build_jobs() {
  local cores available_kib
  local job_kib=1500000  # what the largest source takes under the sanitizers
  cores=$(nproc)
  available_kib=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)
  local by_memory=$((${available_kib:-job_kib} / job_kib))
  ((by_memory >= 1)) || by_memory=1
  echo $((cores < by_memory ? cores : by_memory))
}
