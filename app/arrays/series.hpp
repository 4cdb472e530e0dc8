// The arrays that an operand stands for, one after the other: those of a stream, of a file in which several
// follow one another, of a whole archive; or the one that it is.
#pragma once

#include <app/arrays/source.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/formats/collection.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

// Whether it is a file that holds arrays by name, all of it, or those whose names a pattern has: FILE:*.bias.
bool names_several(const std::string& typed);

// The arrays of the file whose names match the pattern; all of them where it is empty. Throws Error{input}
// with the nearest names where none matches.
std::vector<formats::Member> matching_members(const formats::Collection& archive, const std::string& pattern);

// What an operand names of which names_several() says yes: its file, and of the arrays in it those that are
// meant.
struct NamedArrays {
  std::string path, pattern;  // the pattern is empty where all are
  std::unique_ptr<formats::Collection> archive;
  std::vector<formats::Member> members;
};
// Throws Error{input}.
NamedArrays open_named_arrays(const std::string& typed);

// How operands take turns in reading standard input: from array `first` on, every `step`-th is theirs. They
// are called "array N of standard input".
struct Turn {
  std::size_t first = 1, step = 1;
  std::shared_ptr<os::Input> input = nullptr;  // which they share; null: its own
};

// What an array is to be called in an archive: the name of the member it is, or of its file without the
// ending; empty for what has none.
std::string member_name_of(const std::string& typed);

class Series {
 public:
  // The operand at that place of a request. A file is opened, and an archive. Throws what Source throws.
  Series(const Request& request, const Settings& settings, std::size_t place, Turn turn = {});

  // Whether there can be another number of arrays than one: where nothing has been read yet.
  bool is_one() const { return kind_ == Kind::one; }
  bool is_archive() const { return kind_ == Kind::archive; }
  bool is_stream() const { return kind_ == Kind::stream; }
  // Whether it is a regular file with a single array. Opens it.
  bool holds_one();
  // Waits for the next byte of a pipe.
  bool at_end();
  // Requires !at_end(), and that the array before is loaded or skipped where it comes through a pipe.
  Source next();
  std::size_t place() const { return place_; }  // of the operand
  // How many have been given.
  std::size_t taken() const { return taken_; }
  // Of the next array of standard input.
  std::size_t number() const { return turn_.first + taken_ * turn_.step; }

  // What the array given last is to be called in an archive; empty for what has no name.
  std::string member_name() const;
  std::string name() const;  // of the file, or "standard input"
  // The file that holds the arrays by name, where all of it was asked for; else null.
  const formats::Collection* whole_archive() const { return pattern_.empty() ? archive_.get() : nullptr; }
  // What is in an archive and is no array.
  std::vector<std::string> others() const {
    return whole_archive() ? archive_->others() : std::vector<std::string>();
  }

 private:
  enum class Kind : std::uint8_t { one, file, stream, archive };

  Source next_of_input(const std::string& name, const std::string& word);
  Source next_member();
  void open_archive(const std::string& file, const std::optional<Slice>& slice);

  const Settings& settings_;
  std::string typed_;
  std::size_t place_;
  text::Operand parsed_;
  Turn turn_;
  Kind kind_ = Kind::one;
  std::shared_ptr<os::Input> input_;
  std::unique_ptr<formats::Collection> archive_;
  std::string file_;     // that holds them by name
  std::string pattern_;  // of the names that were asked for; empty: all of them
  std::vector<formats::Member> members_;
  std::optional<Slice> slice_;  // of every array
  std::size_t taken_ = 0;
  std::int64_t end_ = 0;  // of the last array in a regular file
};

// Says what of the archive of that name is left out: these of its files.
void warn_of_other_members(const std::string& archive, const std::vector<std::string>& files,
                           const Reporter& reporter);

}  // namespace tcalc::app
