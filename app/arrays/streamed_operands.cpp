#include <algorithm>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/streamed_operands.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::app {

StreamedOperands::StreamedOperands(const Request& request, const Settings& settings, const Reporter& reporter,
                                   const MemoryLimit& limit, std::string name)
    : request_(request), limit_(limit), name_(std::move(name)) {
  const auto is_stream = [](const std::string& typed) { return typed == "-" || typed == "/dev/stdin"; };
  streams_ = static_cast<std::size_t>(std::ranges::count_if(request.operands, is_stream));
  const auto input = streams_ > 0 ? os::Input::standard_input() : nullptr;
  bool can_be_several = false;
  std::size_t streams_before = 0;
  for (std::size_t place = 0; place < request.operands.size(); ++place) {
    Series series(request, settings, place, {streams_before + 1, streams_, input});
    streams_before += is_stream(request.operands[place]) ? 1 : 0;
    can_be_several = can_be_several || !series.is_one();
    if (series.is_one() || series.holds_one()) {
      fixed_.emplace_back(series.next());
      fixed_.back()->warn_of_oddities(reporter);
    } else {
      fixed_.emplace_back(std::nullopt);
      series_.push_back(std::move(series));
    }
  }
  if (!can_be_several)
    throw Error(ErrorKind::usage,
                "--each needs an operand that holds several arrays: -, a file or an archive");
}

// Where every operand is one array, there is one round.
bool StreamedOperands::at_end() {
  if (series_.empty()) return rounds_ > 0;
  const auto at_end = [](Series& series) { return series.at_end(); };
  const auto ended = std::ranges::count_if(series_, at_end);
  if (ended == 0) return false;
  if (ended == static_cast<std::ptrdiff_t>(series_.size())) return true;
  refuse_missing(*std::ranges::find_if(series_, at_end));
}

void StreamedOperands::refuse_missing(const Series& series) {
  ended_unevenly_ = true;
  if (series.is_stream() && streams_ > 1)
    throw Error(ErrorKind::input, formatted("array {} of {} is missing: {} make one {}", series.number(),
                                            series.name(), streams_, name_));
  throw Error(ErrorKind::input, formatted("{}: holds {}, and another operand more: --each takes them in turn",
                                          series.name(), counted(series.taken(), "array")));
}

std::vector<Source*> StreamedOperands::next() {
  open_round();
  ++rounds_;
  std::vector<Source*> sources;
  std::size_t next = 0;
  for (std::optional<Source>& fixed : fixed_) sources.push_back(fixed ? &*fixed : &arrays_[next++]);
  return sources;
}

void StreamedOperands::open_round() {
  arrays_.clear();
  Source* stream = nullptr;  // the one whose values come next
  arrays_.reserve(series_.size());
  for (Series& series : series_) {
    if (series.is_stream() && stream != nullptr) {
      if (request_.has("shape")) {
        stream->skip();
      } else {
        limit_.require(stream->operand(), stream->buffer_bytes());
        stream->load();
      }
      if (series.at_end()) refuse_missing(series);
    }
    arrays_.push_back(series.next());
    if (series.is_stream()) stream = &arrays_.back();
  }
}

void StreamedOperands::finish_round() {
  for (std::size_t i = arrays_.size(); i-- > 0;) {
    if (!series_[i].is_stream()) continue;
    if (!arrays_[i].is_loaded()) arrays_[i].skip();
    return;
  }
}

void StreamedOperands::note_losses(const Reporter& reporter) const {
  for (const std::optional<Source>& fixed : fixed_) {
    if (fixed && rounds_ == 1) app::note_losses(*fixed, reporter);
  }
  for (const Source& array : arrays_) app::note_losses(array, reporter);
}

}  // namespace tcalc::app
