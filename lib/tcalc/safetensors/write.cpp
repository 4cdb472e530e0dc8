#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/core/utf8.hpp>
#include <tcalc/npy/write.hpp>
#include <tcalc/safetensors/dtypes.hpp>
#include <tcalc/safetensors/file.hpp>
#include <tcalc/safetensors/rules.hpp>
#include <tcalc/safetensors/write.hpp>

namespace tcalc::safetensors {

namespace {

// What is there already.
std::unique_ptr<const File> existing(const std::string& path) {
  if (!os::has_content(path)) return nullptr;
  try {
    auto file = std::make_unique<const File>(path);
    file->require_sound();
    return file;
  } catch (const Error& error) {
    throw Error(ErrorKind::output, error.message,
                "tensors are added to safetensors files only: choose another name, or remove this file");
  }
}

// A tensor as it will be, and where its bytes come from.
struct Piece {
  Tensor tensor;
  const StoredType* type;        // null of one that is kept as it is, and has another dtype
  const npy::NewMember* member;  // null of one that is kept
  std::uint64_t old_begin = 0;   // in the data of the file that is there
};

void require_name(std::string_view name, const std::string& path) {
  if (name == metadata_key)
    throw Error(ErrorKind::usage, escaped(path) + ": no tensor can be called '__metadata__'");
  if (!is_utf8(name))
    throw Error(ErrorKind::output,
                formatted("{}: {} is not UTF-8, as names of tensors are", escaped(path), in_quotes(name)));
}

Piece piece_of(const npy::NewMember& member, const std::string& path) {
  require_name(member.name, path);
  const StoredType* type = type_of(member.dtype);
  if (type == nullptr)
    throw Error(ErrorKind::mismatch,
                formatted("{}: safetensors has no dtype {}: {}", escaped(path), name_of(member.dtype),
                          in_quotes(member.name)),
                OptionHint{"", "dtype", "c8", " converts to complex64"});
  return {{member.name, std::string(type->name), member.extents}, type, &member};
}

std::vector<Piece> pieces_of(const File* old, std::span<const npy::NewMember> members,
                             const std::string& path) {
  std::vector<Piece> pieces;
  for (const npy::NewMember& member : members) pieces.push_back(piece_of(member, path));
  const auto is_replaced = [&](const Tensor& tensor) {
    return std::ranges::find(members, tensor.name, &npy::NewMember::name) != members.end();
  };
  if (old == nullptr) return pieces;
  for (const Tensor& tensor : old->header().tensors) {
    if (!is_replaced(tensor)) pieces.push_back({tensor, find_type(tensor.dtype), nullptr, tensor.begin});
  }
  return pieces;
}

// As the format's own writer does, so that the same tensors are the same bytes and every one is aligned.
void order(std::vector<Piece>& pieces) {
  const auto rank = [](const Piece& piece) { return piece.type == nullptr ? -1 : rank_of(*piece.type); };
  std::ranges::sort(pieces, [&](const Piece& x, const Piece& y) {
    return rank(x) != rank(y) ? rank(x) > rank(y) : x.tensor.name < y.tensor.name;
  });
}

// Gives every tensor its place; returns the bytes of all.
std::int64_t place(std::vector<Piece>& pieces, const std::string& path) {
  std::optional<std::int64_t> end = 0;
  for (Piece& piece : pieces) {
    const std::int64_t bytes = piece.member != nullptr
                                   ? count(piece.member->extents) * size_of(piece.member->dtype)
                                   : static_cast<std::int64_t>(piece.tensor.end - piece.tensor.begin);
    piece.tensor.begin = static_cast<std::uint64_t>(*end);
    end = checked_add(*end, bytes);
    if (!end) throw Error(ErrorKind::resource, escaped(path) + ": has more bytes than can be addressed");
    piece.tensor.end = static_cast<std::uint64_t>(*end);
  }
  return *end;
}

void copy(const File& old, const Piece& piece, os::OutputFile& file) {
  constexpr std::int64_t most_at_once = std::int64_t{1} << 20;
  const auto bytes = static_cast<std::int64_t>(piece.tensor.end - piece.tensor.begin);
  const std::int64_t begin = old.data_offset() + static_cast<std::int64_t>(piece.old_begin);
  std::vector<std::byte> buffer(static_cast<std::size_t>(std::min(bytes, most_at_once)));
  for (std::int64_t done = 0; done < bytes;) {
    const auto run = std::span(buffer).first(static_cast<std::size_t>(std::min(bytes - done, most_at_once)));
    if (old.input()->read_at(begin + done, run) < run.size()) {
      old.input()->check_unchanged();
      throw Error(ErrorKind::input, old.name() + ": ended before all of it was copied");
    }
    file.write(run);
    done += static_cast<std::int64_t>(run.size());
  }
}

void write_values(const npy::NewMember& member, os::OutputFile& file) {
  const Array array = member.values();
  npy::encode_elements(array.view, [&](std::span<const std::byte> bytes) { file.write(bytes); });
}

void require_regular(const os::OutputFile& file, const std::string& path) {
  if (file.is_regular()) return;
  throw Error(ErrorKind::output, escaped(path) + ": a safetensors file is written to a regular file only");
}

void write_pieces(os::OutputFile& file, const std::string& path, std::vector<Piece> pieces, const File* old,
                  const Metadata& metadata) {
  order(pieces);
  const std::int64_t bytes = place(pieces, path);
  std::vector<Tensor> tensors;
  for (const Piece& piece : pieces) tensors.push_back(piece.tensor);
  const std::string header = format_header(tensors, metadata, escaped(path));
  file.require_free(saturating_add(bytes, static_cast<std::int64_t>(header.size())));
  file.write(std::as_bytes(std::span(header)));
  for (const Piece& piece : pieces) {
    if (piece.member != nullptr)
      write_values(*piece.member, file);
    else
      copy(*old, piece, file);
  }
  if (old != nullptr) old->input()->check_unchanged();
}

}  // namespace

void write_members(os::OutputFile& file, const std::string& path, std::span<const npy::NewMember> members,
                   npy::Others others, const Metadata& metadata) {
  require_regular(file, path);
  const auto old = others == npy::Others::kept ? existing(path) : nullptr;
  write_pieces(file, path, pieces_of(old.get(), members, path), old.get(),
               old ? old->header().metadata : metadata);
}

void edit_members(os::OutputFile& file, const std::string& path, std::span<const npy::MemberEdit> edits) {
  require_regular(file, path);
  const auto old = existing(path);
  std::map<std::string_view, const npy::MemberEdit*> by_name;
  for (const npy::MemberEdit& edit : edits) {
    require_name(edit.new_name.value_or(""), path);
    by_name[edit.name] = &edit;
  }
  std::vector<Piece> pieces;
  for (Piece& piece : pieces_of(old.get(), {}, path)) {
    const auto edit = by_name.find(piece.tensor.name);
    if (edit != by_name.end() && !edit->second->new_name) continue;
    if (edit != by_name.end()) piece.tensor.name = *edit->second->new_name;
    pieces.push_back(std::move(piece));
  }
  write_pieces(file, path, std::move(pieces), old.get(), old->header().metadata);
}

}  // namespace tcalc::safetensors
