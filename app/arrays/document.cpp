#include <app/arrays/document.hpp>
#include <span>

#include <tcalc/core/error.hpp>
#include <tcalc/os/cleanup.hpp>

namespace tcalc::app {

std::size_t Documents::add(const std::string& target, const os::Input* input) {
  auto file = target == "-" ? nullptr : std::make_unique<os::OutputFile>(target);
  for (const auto& other : files_) {
    const bool both_printed = file == nullptr && other == nullptr;
    if (both_printed || (file != nullptr && other != nullptr && file->is_same_as(*other)))
      throw Error(ErrorKind::usage,
                  (both_printed ? "standard output" : escaped(target)) + ": two pictures go there",
                  "give each a file of its own");
  }
  if (file != nullptr && input != nullptr && file->replaces(*input))
    throw Error(ErrorKind::usage, escaped(target) + ": the picture would replace its own input",
                "give it another name");
  files_.push_back(std::move(file));
  return files_.size() - 1;
}

void Documents::write(std::size_t number, std::string_view document) {
  if (files_[number] != nullptr)
    files_[number]->write(std::as_bytes(std::span(document)));
  else
    output_.write(document);
}

void Documents::publish() {
  output_.finish();
  os::hold_signals();
  for (const auto& file : files_) {
    if (file != nullptr) file->commit();
  }
}

}  // namespace tcalc::app
