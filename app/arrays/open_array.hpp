// The array that a word names, with its header read: of a file, of a file of many arrays, of standard input.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <tcalc/formats/format.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

struct OpenArray {
  std::unique_ptr<formats::ArrayReader> reader;
  std::int64_t namesakes = 1;  // members of its archive with its name
  bool must_end = false;       // nothing may follow it on its stream
};

// All throw Error{input}, and Error{usage} for a word that names several arrays. `name` is what messages call
// the operand, `word` what is typed for it.
OpenArray open_array(const text::Path& path, const std::string& typed, const std::string& name,
                     const formats::ReadOptions& reading);
OpenArray open_array(const text::ArchiveMember& member, const std::string& name, const std::string& word,
                     const formats::ReadOptions& reading);
OpenArray open_array(const text::RawFile& raw, const std::string& name);
OpenArray open_standard_input(const formats::ReadOptions& reading);

// The file of an operand. Says what else a name may have been meant as that is none, and how to reach a file
// whose name ends in "]". Throws Error{input}.
std::shared_ptr<os::Input> open_input_file(const text::Path& path, const std::string& typed);

// Moves a file to the array of that number, from 0 on. Throws Error{input} where it holds fewer.
void pass_arrays(const std::shared_ptr<os::Input>& input, std::int64_t number);

// Whether another array begins where this one ends in its file. Not for a stream.
bool another_follows(const formats::ArrayReader& reader);

}  // namespace tcalc::app
