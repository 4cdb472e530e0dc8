#include <app/arrays/memory_limit.hpp>
#include <app/arrays/single_array.hpp>
#include <app/commands/command.hpp>
#include <utility>

#include <tcalc/core/element_index.hpp>
#include <tcalc/core/error.hpp>

namespace tcalc::app {

namespace {

using Write = std::function<void(Source& source, Target& target)>;

void take_slice(const Request& request, Source& source) {
  if (const auto* slice = find_option<Slice>(request.options, "--slice")) source.select(*slice);
}

[[noreturn]] void refuse_losses(const Source& source) {
  const ElementIndex first = index_at(source.values().extents, source.losses().first);
  throw Error(ErrorKind::mismatch, source.operand().name + ": converted to " +
                                       std::string(name_of(*source.operand().dtype)) + ", " +
                                       source.losses().text() + ", the first at " + index_text(first));
}

void write_one(Source& source, Target& target, const Reporter& reporter, const Write& write) {
  write(source, target);
  note_losses(source, reporter);
  source.check_unchanged();
}

void write_each(const Request& request, const Settings& settings, const Destination& destination,
                const Reporter& reporter, const Write& write) {
  if (request.operands.size() != 1 || request.operands.front() != "-")
    throw Error(ErrorKind::usage, "--each needs the operand -, the arrays on standard input");
  const auto input = os::Input::standard_input();
  Target target(destination, settings, {}, {"operand", input->name()}, Arrays::sequence);
  for (std::size_t number = 1; !input->at_end(); ++number) {
    Source source = next_array(input, number, settings.dtype);
    take_slice(request, source);
    write_one(source, target, reporter, write);
  }
  target.publish();
}

}  // namespace

Source open_array(const Request& request, const Settings& settings, const Reporter& reporter) {
  const std::string name(request.command->name);
  if (request.operands.size() != 1)
    throw Error(ErrorKind::usage, name + " takes 1 operand, got " + std::to_string(request.operands.size()),
                "for example: " + std::string(request.command->example));
  std::vector<Source> sources = open_operands(request, settings, memory_limit(settings), reporter, true);
  Source source = std::move(sources.front());
  if (!source.has_data()) {
    const std::string typed = escaped(request.operands.front());
    throw Error(ErrorKind::usage, name + ": " + typed + " is a shape, there are no values",
                "zeros:" + typed + " is an array, ./" + typed + " a file");
  }
  take_slice(request, source);
  return source;
}

const TensorView& loaded(const Settings& settings, Source& source) {
  memory_limit(settings).require(source.operand(), source.buffer_bytes());
  source.load();
  if (settings.strict && source.losses().any()) refuse_losses(source);
  return source.values();
}

void write_arrays(const Request& request, const Settings& settings, const Destination& destination,
                  const Reporter& reporter, const Write& write) {
  if (request.has("--each")) return write_each(request, settings, destination, reporter, write);
  std::vector<Source> sources;
  sources.push_back(open_array(request, settings, reporter));
  Target target(destination, settings, sources, {"operand", sources.front().operand().name});
  write_one(sources.front(), target, reporter, write);
  target.publish();
  note_ending(destination, reporter);
}

}  // namespace tcalc::app
