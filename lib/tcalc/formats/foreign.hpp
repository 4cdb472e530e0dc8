// What people take for an array file and is none: told by its first bytes, or by the ending of its name.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <tcalc/core/error.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::formats {

struct Foreign {
  std::string_view what;         // "a gzip file"
  std::string_view first_bytes;  // how it begins, from the offset on
  std::size_t offset;            // of those, from the beginning of the file
  std::string_view endings;      // in lower case, separated by spaces
  std::string_view hint;         // what to do, FILE standing for its name; empty for what cannot be helped
  std::string_view right_endings = {};  // of files in which it is what is looked for
};

// Null where the bytes say nothing.
const Foreign* foreign_by_bytes(std::string_view first_bytes);
const Foreign* foreign_by_ending(std::string_view path);

// The hint for a file of that name: "a gzip file: zcat a.npy.gz | tcalc ... -".
std::string hint_of(const Foreign& foreign, std::string_view path);

// A reader of .npy bytes. Where they are none, the error says what they are instead.
npy::Reader open_npy(const std::shared_ptr<os::Input>& input, npy::Completeness completeness,
                     const npy::Dtypes& dtypes = npy::Dtypes::supported);

// Adds to an error about a file of many arrays what its first bytes say that it is instead.
void explain_by_bytes(Error& error, const std::string& path);

// An archive. Where the file is none, the error says what it is instead.
npz::Archive open_archive(const std::string& path);

}  // namespace tcalc::formats
