// Writes .npz archives: arrays are added, replaced, or all that there will be.
#pragma once

#include <span>
#include <string>

#include <tcalc/npy/member_edit.hpp>
#include <tcalc/npy/new_member.hpp>
#include <tcalc/os/output.hpp>

namespace tcalc::npz {

// Writes to `file` the archive that is at `path` now, or an empty one where there is none or the others are
// dropped, with the members (".npy" is added to their names). The other members keep their bytes and their
// order; all of a new one's name become one. Stored, or deflated when `compress`. The values of one member at
// a time are held in memory. Throws Error{output} for what is no archive or no regular file, and what
// `values` throws.
void write_members(os::OutputFile& file, const std::string& path, std::span<const npy::NewMember> members,
                   npy::Others others, bool compress);

// The same with names changed, or members gone, and nothing else: of several that have one name the last
// stays.
void edit_members(os::OutputFile& file, const std::string& path, std::span<const npy::MemberEdit> edits);

}  // namespace tcalc::npz
