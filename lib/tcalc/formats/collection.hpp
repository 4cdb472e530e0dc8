// A file that holds many arrays, each under a name: FILE:NAME.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/formats/array_reader.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::formats {

struct Member {
  std::string name;       // as it is asked for
  std::size_t place = 0;  // in the file
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

class Collection {
 public:
  virtual ~Collection() = default;

  virtual const std::string& name() const = 0;  // of the file, as it appears in messages
  // Its arrays, in the order of the file.
  virtual std::vector<Member> arrays() const = 0;
  // What else is in it, by name.
  virtual std::vector<std::string> others() const { return {}; }
  // The array of that name. Throws Error{input} with the nearest names.
  virtual Member find(std::string_view name) const = 0;
  // Texts by name that come with the arrays.
  virtual Metadata metadata() const { return {}; }
  // Whether its arrays are the parameters of a model, which are summed up.
  virtual bool is_model() const { return false; }
  // How many have the name of this one; the last of them is found.
  virtual std::int64_t namesakes(const Member&) const { return 1; }

  // Throws Error{input}.
  virtual std::unique_ptr<ArrayReader> open(const Member& member, const npy::Dtypes& dtypes) const = 0;
  // The bytes of a member that is itself an .npy file; null in a format whose members are none.
  virtual std::shared_ptr<os::Input> npy_bytes(const Member&) const { return nullptr; }
};

}  // namespace tcalc::formats
