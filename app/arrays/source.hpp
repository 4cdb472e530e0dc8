// One operand of a command: a shape, or what has values.
#pragma once

#include <app/arrays/open_array.hpp>
#include <app/terminal/report.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include <tcalc/core/cast_losses.hpp>
#include <tcalc/core/fill.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/graph/values.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

// To what values are converted, if to anything; strict: one that loses some is an Error{mismatch}.
struct Conversion {
  std::optional<Dtype> dtype = std::nullopt;
  bool strict = false;
};

// First what its text or header says, then its values.
class Source : public Values {
 public:
  // Opens a file and reads its header. `side` is "A", "B", ...: the name of operands that have no shorter
  // one. `seed` is for a random fill.
  Source(text::Operand parsed, const std::string& typed, const std::string& side, Conversion conversion,
         std::uint64_t seed, const formats::ReadOptions& reading = {});

  // An array that is open: one of several of a file, a stream or an archive.
  Source(std::unique_ptr<formats::ArrayReader> reader, std::string name, std::string word,
         Conversion conversion);

  bool has_data() const { return !std::holds_alternative<Shape>(content_); }
  // The dtype is the one after conversion; none of one that tcalc has not.
  const Operand& operand() const { return operand_; }
  // What its header says, before any conversion. Requires has_data(), and that it is not loaded.
  formats::Description description() const;
  os::Input* input() const { return input_.get(); }

  TensorView layout() const override;
  // None for a mapped file that needs no conversion.
  std::int64_t buffer_bytes() const override;
  void load() override;
  const TensorView& values() const override { return array().view; }
  const Array& array() const { return std::get<Array>(content_); }
  void check_unchanged() const override;
  // It is to be computed with: elements of a dtype that is stored only are converted to the one that takes
  // its place, once they are what the conversion makes of them.
  void compute();
  // Narrows the array to a slice. Throws what tcalc::select() throws.
  void select(const Slice& slice);
  // Whether its values are still to come through a pipe, in C order: then they can be taken in rows.
  bool has_rows_to_come() const;
  // The next `rows` of the first axis, converted as load() would.
  Array next_rows(std::int64_t rows);
  // Calls visit with its elements in C order, converted, in pieces of a few MiB at most where that can be
  // done: what is mapped, and what comes through a pipe in C order. A file's pages are given back.
  void for_each_piece(const std::function<void(const TensorView&)>& visit);
  // Memory that this takes beside a piece.
  std::int64_t piece_buffer_bytes() const;
  // Moves past the values of a stream or a file, so that the next array can be read.
  void skip();
  // Calls visit with the elements as they are stored, a run of whole ones at a time, unconverted.
  void for_each_run(const std::function<void(std::span<const std::byte>)>& visit);
  // Of bytes after the array, and of members with the same name.
  void warn_of_oddities(const Reporter& reporter) const;
  // What the conversion of the values lost, and to what they were converted; once they are loaded.
  const CastLosses& losses() const { return losses_; }
  Dtype converted_to() const { return conversion_.dtype.value_or(*operand_.dtype); }
  // From now on load() throws Error{input} where another array follows on the stream.
  void require_end() { must_end_ = true; }
  // Throws that error now.
  void forbid_more() const;
  bool is_loaded() const { return std::holds_alternative<Array>(content_); }

 private:
  void take(OpenArray array);
  void take_layout();
  Dtype dtype_after(Dtype stored) const;
  Array converted_to_dtype(Array array);

  Operand operand_;
  Conversion conversion_;
  std::uint64_t seed_ = 0;
  CastLosses losses_;
  std::int64_t converted_elements_ = 0;
  bool must_end_ = false;
  bool computes_ = false;
  std::int64_t namesakes_ = 1;  // members of its archive with its name
  std::shared_ptr<os::Input> input_;
  std::variant<Shape, Fill, std::unique_ptr<formats::ArrayReader>, Array> content_;
};

// Notes what was lost.
void note_losses(const Source& source, const Reporter& reporter);

}  // namespace tcalc::app
