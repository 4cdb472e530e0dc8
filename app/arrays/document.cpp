#include <algorithm>
#include <app/arrays/document.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/os/cleanup.hpp>

namespace tcalc::app {

namespace {

// nullptr is standard output.
bool are_the_same(const os::OutputFile* x, const os::OutputFile* y) {
  if (x == nullptr) std::swap(x, y);
  if (x == nullptr) return true;
  return y == nullptr ? x->is_standard_output() : x->is_same_as(*y);
}

}  // namespace

void Documents::require_free(const os::OutputFile* file, const std::string& name, const char* both) const {
  const auto taken = [&](const auto& other) { return are_the_same(file, other.get()); };
  if (std::ranges::any_of(files_, taken))
    throw Error(ErrorKind::usage, name + ": " + both + " go there", "give each a file of its own");
}

std::size_t Documents::add(const std::string& target, std::span<const os::Input* const> inputs) {
  auto file = target == "-" ? nullptr : std::make_unique<os::OutputFile>(target);
  require_free(file.get(), file == nullptr ? "standard output" : escaped(target), "two pictures");
  for (const os::Input* input : inputs) {
    if (file != nullptr && input != nullptr && file->replaces(*input))
      throw Error(ErrorKind::usage, escaped(target) + ": the picture would replace its own input",
                  "give it another name");
  }
  files_.push_back(std::move(file));
  return files_.size() - 1;
}

void Documents::add_text() { require_free(nullptr, "standard output", "a picture and text"); }

void Documents::write(std::size_t number, std::string_view document) {
  if (files_[number] != nullptr)
    files_[number]->write(std::as_bytes(std::span(document)));
  else
    output_.write(document);
}

void Documents::publish() {
  output_.finish();
  os::hold_signals();
  std::vector<os::OutputFile*> files;
  for (const auto& file : files_) {
    if (file != nullptr) files.push_back(file.get());
  }
  os::publish_together(files);
}

}  // namespace tcalc::app
