// What a shell offers for each word of a command line: taken from the registry, written as a script per
// shell.
#pragma once

#include <app/cli/command.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

enum class Files : std::uint8_t { none, arrays, all };

// What a word can be. No words and no files: nothing is known of it.
struct Choices {
  std::vector<std::string> words;  // those that end in ':' or '=' go on without a space
  Files files = Files::none;
};

struct CompletionOption {
  std::vector<std::string> names;  // "-o", "--out"
  std::string help;
  std::string value_name;  // empty for a flag
  Choices values;
};

// An operation, or a command.
struct CompletionEntry {
  std::vector<std::string> names;  // the second one is another spelling
  std::string summary;
  std::vector<CompletionOption> options;  // its own
  std::vector<std::string> refused;       // common options, by their long names
  Choices operands;
  bool is_operation = false;
  bool wraps_operation = false;
};

// What the names of files that hold arrays end in, after the point: alternatives of a pattern.
inline constexpr std::string_view array_suffixes =
    "npy|npz|safetensors|gguf|pt|pth|h5|hdf5|csv|npy.gz|npy.zst|csv.gz|csv.zst";

std::vector<CompletionEntry> completion_entries(Commands commands);
std::vector<CompletionOption> common_completion_options();

// The commands that an operation follows.
std::vector<std::string> wrapping_commands(const std::vector<CompletionEntry>& entries);

// "none", "arrays" or "all".
std::string_view name_of(Files files);

// Words with spaces between them.
std::string joined(const std::vector<std::string>& words, std::string_view between = " ");

// The scripts.
std::string bash_completion(Commands commands);
std::string fish_completion(Commands commands);
std::string zsh_completion(Commands commands);

}  // namespace tcalc::app
