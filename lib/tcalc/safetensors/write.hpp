// Writes .safetensors files: tensors are added, replaced, or all that there will be.
#pragma once

#include <span>
#include <string>

#include <tcalc/npy/member_edit.hpp>
#include <tcalc/npy/new_member.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/safetensors/header.hpp>

namespace tcalc::safetensors {

// Writes to `file` the tensors that are at `path` now, or none where there is no such file or the others are
// dropped, with the members added or in place of those of their names. Tensors are in the order of the
// format's own writer: by dtype, the widest first, then by name. The metadata are those of the file where the
// others are kept, else `metadata`. The values of one member at a time are held in memory. Throws
// Error{output} for what is no safetensors file or no regular file, Error{mismatch} for a dtype that the
// format has not, and what `values` throws.
void write_members(os::OutputFile& file, const std::string& path, std::span<const npy::NewMember> members,
                   npy::Others others, const Metadata& metadata);

// The same with names changed, or tensors gone, and nothing else.
void edit_members(os::OutputFile& file, const std::string& path, std::span<const npy::MemberEdit> edits);

}  // namespace tcalc::safetensors
