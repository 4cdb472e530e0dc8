#include <app/array_operand.hpp>
#include <app/command.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/text/slice.hpp>

namespace tcalc::app {

Source open_array(const Request& request, const Reporter& reporter) {
  const std::string name(request.command->name);
  if (request.operands.size() != 1)
    throw Error(ErrorKind::usage, name + " takes 1 operand, got " + std::to_string(request.operands.size()),
                "for example: " + std::string(request.command->example));
  std::vector<Source> sources = open_operands(request, MemoryLimit(request.max_memory), reporter, true);
  Source source = std::move(sources.front());
  if (!source.has_data()) {
    const std::string typed = escaped(request.operands.front());
    throw Error(ErrorKind::usage, name + ": " + typed + " is a shape, there are no values",
                "zeros:" + typed + " is an array, ./" + typed + " a file");
  }
  if (const std::string* slice = find_word(request.own_arguments, "--slice"))
    source.select(text::parse_slice(*slice, *slice, "--slice " + escaped(*slice)));
  return source;
}

}  // namespace tcalc::app
