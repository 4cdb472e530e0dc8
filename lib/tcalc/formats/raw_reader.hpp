// An array without a header, as a format's reader: what it is was typed.
#pragma once

#include <memory>
#include <string>

#include <tcalc/formats/array_reader.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::formats {

// The array that `raw` describes in the input, all of it from the offset on: a size of ? is what makes it so.
// `name` is what messages call it. Throws Error{input} with both numbers of bytes where a file has more or
// less, and for a ? in a stream, whose end nobody knows.
std::unique_ptr<ArrayReader> open_raw_array(const std::shared_ptr<os::Input>& input, const text::RawFile& raw,
                                            const std::string& name);

}  // namespace tcalc::formats
