// What models of every format have in common: a file that lists tensors, each with a name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/collection.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/text/suggest.hpp>

namespace tcalc::formats {

// Where the file is something else, the error says what.
template <class File>
std::shared_ptr<const File> open_explained(const std::string& path) {
  try {
    return std::make_shared<const File>(path);
  } catch (Error& error) {
    explain_by_bytes(error, path);
    throw;
  }
}

// Throws Error{input} with the nearest of the names.
[[noreturn]] inline void refuse_name(const std::string& file, std::string_view name,
                                     const std::vector<std::string>& names) {
  throw Error(ErrorKind::input, formatted("{}: has no tensor '{}'", file, escaped(name)),
              text::nearest_of("tensor", name, names));
}

// All of them, by their places.
template <class Tensor>
std::vector<Member> members_of(const std::vector<Tensor>& tensors) {
  std::vector<Member> members;
  members.reserve(tensors.size());
  for (const Tensor& tensor : tensors) members.push_back({tensor.name, members.size()});
  return members;
}

// The first of that name. Throws as refuse_name() does.
template <class Tensor>
Member member_named(const std::vector<Tensor>& tensors, std::string_view name, const std::string& file) {
  const auto found = std::ranges::find(tensors, name, &Tensor::name);
  if (found != tensors.end()) return {found->name, static_cast<std::size_t>(found - tensors.begin())};
  std::vector<std::string> names;
  for (const Tensor& tensor : tensors) names.push_back(tensor.name);
  refuse_name(file, name, names);
}

}  // namespace tcalc::formats
