#include <app/arrays/open_operands.hpp>
#include <app/arrays/streamed_operands.hpp>
#include <utility>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

StreamedOperands::StreamedOperands(const Request& request, const Settings& settings, const Reporter& reporter,
                                   const MemoryLimit& limit, std::string name)
    : settings_(settings),
      limit_(limit),
      name_(std::move(name)),
      only_shapes_(request.has("--shape")),
      input_(os::Input::standard_input()) {
  for (std::size_t place = 0; place < request.operands.size(); ++place) {
    const bool streamed = request.operands[place] == "-";
    streams_ += streamed ? 1 : 0;
    fixed_.push_back(streamed ? std::nullopt : std::optional(open_operand(request, settings, place)));
    if (fixed_.back()) fixed_.back()->warn_of_oddities(reporter);
  }
  if (streams_ == 0)
    throw Error(ErrorKind::usage, "--each needs an operand that is -, the arrays on standard input");
}

std::vector<Source*> StreamedOperands::next() {
  arrays_.clear();
  for (std::size_t i = 0; i < streams_; ++i) {
    if (i > 0) leave(arrays_.back());
    const std::size_t number = rounds_ * streams_ + i + 1;
    if (at_end())
      throw Error(ErrorKind::input, "array " + std::to_string(number) + " of standard input is missing: " +
                                        std::to_string(streams_) + " make one " + name_);
    arrays_.push_back(next_array(input_, number, settings_.dtype));
  }
  ++rounds_;
  std::vector<Source*> operands;
  std::size_t streamed = 0;
  for (std::optional<Source>& fixed : fixed_) operands.push_back(fixed ? &*fixed : &arrays_[streamed++]);
  return operands;
}

void StreamedOperands::finish_round() {
  if (!arrays_.back().is_loaded()) arrays_.back().skip();
}

void StreamedOperands::leave(Source& array) const {
  if (only_shapes_) return array.skip();
  limit_.require(array.operand(), array.buffer_bytes());
  array.load();
}

}  // namespace tcalc::app
