#include <algorithm>
#include <app/arrays/join_arrays.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/operand_arrays.hpp>
#include <app/arrays/target.hpp>
#include <app/cli/command.hpp>
#include <app/terminal/progress.hpp>
#include <cstring>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <tcalc/compressed/compression.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/write.hpp>
#include <tcalc/os/cleanup.hpp>

namespace tcalc::app {

namespace {

// Where the elements of one array after the other go in their common result: of each a run, in every row of
// the result.
class Rows {
 public:
  Rows(std::byte* result, Dtype dtype, const Extents& extents, int axis)
      : result_(result), row_bytes_(size_of(dtype)) {
    for (int i = 0; i < axis; ++i) rows_ *= extents[static_cast<std::size_t>(i)];
    for (std::size_t i = static_cast<std::size_t>(axis); i < extents.size(); ++i) row_bytes_ *= extents[i];
  }

  // The next array has so many bytes.
  void begin(std::int64_t bytes) {
    begin_ += run_;
    run_ = rows_ == 0 ? 0 : bytes / rows_;
    row_ = at_ = 0;
  }

  void append(std::span<const std::byte> bytes) {
    constexpr std::int64_t most_kept = std::int64_t{8} << 20;  // of the result's pages
    if ((written_ += static_cast<std::int64_t>(bytes.size())) > most_kept) {
      os::forget_pages(result_);
      written_ = 0;
    }
    while (!bytes.empty()) {
      const auto count = std::min(bytes.size(), static_cast<std::size_t>(run_ - at_));
      std::memcpy(result_ + row_ * row_bytes_ + begin_ + at_, bytes.data(), count);
      bytes = bytes.subspan(count);
      at_ += static_cast<std::int64_t>(count);
      if (at_ < run_) continue;
      at_ = 0;
      ++row_;
    }
  }

 private:
  std::byte* result_;
  std::int64_t rows_ = 1, row_bytes_;
  std::int64_t begin_ = 0, run_ = 0;  // in a row: of the array
  std::int64_t row_ = 0, at_ = 0;     // what comes next
  std::int64_t written_ = 0;          // since pages were given back
};

class Joiner {
 public:
  Joiner(const Request& request, const Settings& settings, const Reporter& reporter, Joining rule,
         const Destination& destination, std::size_t first)
      : request_(request),
        settings_(settings),
        reporter_(reporter),
        rule_(std::move(rule)),
        destination_(destination),
        limit_(memory_limit(settings)),
        arrays_(request, settings, first) {}

  void run() {
    shapes_asked_ = request_.has("shape") || names_shape(request_.operands, settings_);
    if (!shapes_asked_ && names_stream(request_.operands) && grows_in_file()) return grow();
    read_headers();
    if (shapes_asked_) return write_shape();
    write_values();
  }

 private:
  // Whether the file can be written before it is known how many arrays there are.
  bool grows_in_file() const {
    if (destination_.is_standard_output() || !destination_.member.empty()) return false;
    if (destination_.format->header == nullptr || rule_.typed_axis() != 0) return false;
    if (compressed::compression_of(destination_.file) != compressed::Compression::none) return false;
    std::error_code failed;
    const auto there = std::filesystem::status(destination_.file, failed);
    return !std::filesystem::exists(there) || std::filesystem::is_regular_file(there);
  }

  std::optional<Source> next_array() {
    std::optional<Source> source = arrays_.next();
    if (!source) return source;
    source->warn_of_oddities(reporter_);
    if (destination_.is_standard_output() && source->input() != nullptr)
      os::forbid_same_file(STDOUT_FILENO, *source->input());
    rule_.add(source->operand());
    return source;
  }

  void open_target() {
    target_.emplace(destination_, settings_, std::vector<Source>(), Label{"operation", rule_.name()});
  }

  // As the arrays come.
  void grow() {
    std::optional<Dtype> dtype;
    while (auto source = next_array()) {
      if (!dtype) {
        dtype = rule_.dtype();
        open_target();
        target_->begin(*dtype, Shape(with_length(0)));
      }
      if (rule_.dtype() != dtype)
        throw Error(ErrorKind::mismatch,
                    formatted("{}: {} is {}, but what came before it was written as {}", rule_.name(),
                              source->operand().name, name_of(*source->operand().dtype), name_of(*dtype)),
                    OptionHint{"", "dtype", std::string(info(*rule_.dtype()).code), " converts all of them"});
      append(*source, *dtype, [&](std::span<const std::byte> bytes) { target_->append(bytes); });
    }
    target_->set_extents(rule_.shape().extents());
    target_->publish();
    note_ending(destination_, reporter_);
  }

  Extents with_length(std::int64_t length) const {
    Extents extents = rule_.shape().extents();
    extents.front() = length;
    return extents;
  }

  void read_headers() {
    std::vector<Source> of_stream;
    while (auto source = next_array()) {
      headers_.push_back({source->operand().shape, source->operand().dtype});
      if (!source->has_data() && shapes_.empty()) {
        shapes_.push_back(std::move(*source));
      } else if (arrays_.is_from_stream() && shapes_asked_) {
        source->skip();
      } else if (arrays_.is_from_stream()) {
        limit_.require(source->operand(), source->buffer_bytes());
        limit_.hold(source->buffer_bytes());
        source->load();
        of_stream.push_back(std::move(*source));
      }
    }
    arrays_.rewind(std::move(of_stream));
  }

  void write_shape() {
    shape_only(request_, destination_, shapes_);
    open_target();
    target_->set_notes(reporter_.take_notes());
    target_->write_shape(rule_.shape());
    target_->publish();
  }

  // Whether the arrays lie in the result one after the other.
  bool is_sequence(const Shape& shape) const {
    const Extents extents = shape.extents();
    return count({extents.begin(), extents.begin() + rule_.axis()}) == 1;
  }

  void write_values() {
    const Shape shape = rule_.shape();
    const Dtype dtype = *rule_.dtype();
    open_target();
    if (destination_.format->header != nullptr && destination_.member.empty() && is_sequence(shape)) {
      target_->begin(dtype, shape);
      for_each_array(
          dtype, shape, [](std::int64_t) {},
          [&](std::span<const std::byte> bytes) { target_->append(bytes); });
    } else {
      target_->reserve(dtype, shape);
      require_memory(shape, dtype);
      Rows rows(target_->elements(), dtype, shape.extents(), rule_.axis());
      for_each_array(
          dtype, shape, [&](std::int64_t bytes) { rows.begin(bytes); },
          [&](std::span<const std::byte> bytes) { rows.append(bytes); });
    }
    target_->set_notes(reporter_.take_notes());
    target_->publish();
    note_ending(destination_, reporter_);
  }

  void require_memory(const Shape& shape, Dtype dtype) {
    const bool in_file = target_->reserved();
    const std::int64_t bytes = count(shape.extents()) * size_of(dtype);
    limit_.require({.name = rule_.name(),
                    .shape = shape,
                    .dtype = dtype,
                    .result_in_file = in_file,
                    .result = in_file ? 0 : bytes},
                   1);
  }

  template <class Begin, class Append>
  void for_each_array(Dtype dtype, const Shape& shape, const Begin& begin, const Append& append_bytes) {
    ProgressLine line({rule_.name(), "B", static_cast<double>(count(shape.extents()) * size_of(dtype))},
                      settings_.progress);
    double done = 0;
    for (const Header& header : headers_) {
      std::optional<Source> source = arrays_.next();
      if (!source || source->operand().shape != header.shape || source->operand().dtype != header.dtype)
        throw Error(ErrorKind::input, formatted("{}: changed while it was being read",
                                                source ? source->operand().name : rule_.name()));
      begin(count(header.shape.extents()) * size_of(dtype));
      append(*source, dtype, [&](std::span<const std::byte> bytes) {
        append_bytes(bytes);
        line.update(done += static_cast<double>(bytes.size()));
      });
    }
  }

  template <class Append>
  void append(Source& source, Dtype dtype, const Append& append_bytes) {
    limit_.require(source.operand(), source.piece_buffer_bytes());
    source.for_each_piece([&](const TensorView& piece) {
      const auto bytes = static_cast<std::size_t>(count(piece.extents) * size_of(dtype));
      if (piece.dtype == dtype && npy::is_plain(piece)) return append_bytes(std::span(piece.data, bytes));
      buffer_.resize(bytes);
      convert_into(piece, dtype, buffer_.data());
      append_bytes(std::span<const std::byte>(buffer_));
    });
    note_losses(source, reporter_);
    source.check_unchanged();
  }

  struct Header {
    Shape shape;
    std::optional<Dtype> dtype;
  };

  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  Joining rule_;
  const Destination& destination_;
  MemoryLimit limit_;
  OperandArrays arrays_;
  bool shapes_asked_ = false;
  std::vector<Source> shapes_;  // the first operand that is one
  std::vector<Header> headers_;
  std::optional<Target> target_;
  std::vector<std::byte> buffer_;
};

}  // namespace

void join_arrays(const Request& request, const Settings& settings, const Reporter& reporter, Joining rule,
                 const Destination& destination, std::size_t first) {
  if (request.operands.size() <= first)
    throw Error(ErrorKind::usage, rule.name() + " needs operands",
                "for example: " + std::string(request.command->example));
  Joiner(request, settings, reporter, std::move(rule), destination, first).run();
}

void join_arrays(const Request& request, const Settings& settings, const Reporter& reporter, Joining rule) {
  join_arrays(request, settings, reporter, std::move(rule), destination_from(request), 0);
}

}  // namespace tcalc::app
