#include <algorithm>
#include <app/arrays/operand_arrays.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

bool is_stream(const std::string& typed) { return typed == "-" || typed == "/dev/stdin"; }

}  // namespace

OperandArrays::OperandArrays(const Request& request, const Settings& settings, std::size_t first)
    : request_(request), settings_(settings), first_(first), place_(first) {
  if (std::ranges::count_if(request.operands, is_stream) > 1)
    throw Error(ErrorKind::usage,
                "standard input is given twice, but the first time stands for all of its arrays");
}

std::optional<Source> OperandArrays::next() {
  while (place_ < request_.operands.size()) {
    if (of_stream_ && is_stream(request_.operands[place_])) {
      if (taken_ < of_stream_->size()) return std::move((*of_stream_)[taken_++]);
      ++place_;
      continue;
    }
    if (!series_) {
      series_.emplace(request_, settings_, place_);
      if (series_->at_end()) throw Error(ErrorKind::input, series_->name() + ": holds no arrays");
    }
    if (!series_->at_end()) return series_->next();
    series_.reset();
    ++place_;
  }
  return std::nullopt;
}

void OperandArrays::rewind(std::vector<Source> of_stream) {
  of_stream_ = std::move(of_stream);
  taken_ = 0;
  series_.reset();
  place_ = first_;
}

bool names_shape(std::span<const std::string> operands, const Settings& settings) {
  return std::ranges::any_of(operands, [&](const std::string& typed) {
    return std::holds_alternative<Shape>(text::parse_operand(typed, settings.facts));
  });
}

bool names_stream(std::span<const std::string> operands) { return std::ranges::any_of(operands, is_stream); }

}  // namespace tcalc::app
