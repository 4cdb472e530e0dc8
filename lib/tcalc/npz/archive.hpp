// .npz archives: zip files of .npy members, as numpy.savez writes them. Found through the central directory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/os/input.hpp>

namespace tcalc::npz {

class OpenZip;

struct Member {
  std::string file;     // as the archive has it: "w1.npy"
  std::string name;     // as it is asked for: "w1"
  bool is_array;        // its file name ends in ".npy"
  std::uint64_t place;  // in the archive
};

class Archive {
 public:
  // Throws Error{input} that begins with the path when it cannot be opened, is no regular file or no archive.
  explicit Archive(const std::string& path);

  const std::string& name() const;  // as it appears in messages
  const std::vector<Member>& members() const { return members_; }

  // The member of that very name, else the one of that name and ".npy"; of several the last one, as NumPy
  // does. Throws Error{input} with the nearest names.
  const Member& find(std::string_view name) const;
  // How many have the name of this one.
  std::int64_t namesakes(const Member& member) const;

  // Whether it is an array: its file name ends in ".npy", or its bytes begin as those of one.
  bool holds_array(const Member& member) const;

  // The member's bytes, stored or deflated; they keep the archive open. check_unchanged() compares the
  // checksum when all of them were read. Throws Error{input} for a member that is encrypted, or compressed in
  // a way that libzip does not know.
  std::shared_ptr<os::Input> open(const Member& member) const;

 private:
  std::shared_ptr<OpenZip> zip_;
  std::vector<Member> members_;
};

// "w1" of "w1.npy".
std::string name_of_member(std::string_view file);

}  // namespace tcalc::npz
