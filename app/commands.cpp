#include <app/commands.hpp>
#include <app/memory_check.hpp>
#include <app/operands.hpp>
#include <memory>
#include <optional>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/npy/write.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/text/json.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::app {

namespace {

void require_operand_count(const Request& request) {
  constexpr std::size_t needed = 2;
  const std::size_t given = request.operands.size();
  if (given == needed) return;
  const std::string name(request.operation->name);
  throw Error(ErrorKind::usage, name + " takes 2 operands, got " + std::to_string(given),
              "for example: " + std::string(request.operation->example));
}

// Where the values go: decided, and a file created, before anything is computed.
class Target {
 public:
  Target(const Request& request, const std::vector<Source>& sources) : request_(request) {
    if (!request.out || *request.out == "-") forbid_standard_output_as_input(sources);
    if (!request.out) return;
    if (*request.out != "-")
      file_ = std::make_unique<os::OutputFile>(*request.out);
    else if (os::is_terminal(STDOUT_FILENO)) {
      throw Error(ErrorKind::usage, "--out -: standard output is a terminal, .npy bytes would garble it",
                  "send it to a pipe or a file");
    }
  }

  void write(const TensorView& result) {
    if (file_) {
      npy::write_npy(*file_, result);
      file_->commit(request_.sync);
    } else if (request_.out) {
      npy::write_npy(output_, result);
    } else if (request_.json) {
      print_json(result);
    } else {
      print_text(result);
    }
    output_.finish();
  }

 private:
  static void forbid_standard_output_as_input(const std::vector<Source>& sources) {
    for (const Source& source : sources) {
      if (source.input() != nullptr) os::forbid_same_file(STDOUT_FILENO, *source.input());
    }
  }

  text::Sink sink() {
    return [this](std::string_view piece) { output_.write(piece); };
  }

  void print_text(const TensorView& result) {
    output_.write(Shape(result.extents).text() + " " + std::string(name_of(result.dtype)) + "\n");
    text::print_array(result, {.full = request_.full, .precision = request_.precision}, sink());
    output_.write("\n");
  }

  void print_json(const TensorView& result) {
    std::string shape;
    for (const std::int64_t extent : result.extents)
      shape += (shape.empty() ? "" : ",") + std::to_string(extent);
    output_.write("{\"operation\":" + text::json_string(request_.operation->name) + ",\"shape\":[" + shape +
                  "],\"dtype\":" + text::json_string(name_of(result.dtype)) + ",\"values\":");
    text::write_json(result, sink());
    output_.write("}\n");
  }

  const Request& request_;
  std::unique_ptr<os::OutputFile> file_;
  os::StandardOutput output_;
};

void print_shape(const Request& request, const Shape& shape) {
  os::StandardOutput output;
  if (request.json) {
    std::string dims;
    for (const Dim& dim : shape) {
      if (!dims.empty()) dims += ',';
      dims += dim.is_known() ? dim.text() : dim.is_named() ? text::json_string(dim.name()) : "null";
    }
    output.write("{\"operation\":" + text::json_string(request.operation->name) + ",\"shape\":[" + dims +
                 "]}\n");
  } else {
    output.write(shape.text() + "\n");
  }
  output.finish();
}

void compute_values(const Request& request, std::vector<Source>& sources, const Contraction& contraction) {
  const Shape shape(contraction.result_dims());
  const int threads = request.threads.value_or(default_threads());
  std::int64_t operand_bytes = 0;
  for (const Source& source : sources) operand_bytes += source.buffer_bytes();
  require_memory(std::string(request.operation->name),
                 make_plan(contraction, sources[0].layout(), sources[1].layout()), shape, operand_bytes,
                 threads);

  Target target(request, sources);
  for (Source& source : sources) source.load();
  // Planned anew on the values: only now are their addresses known.
  const Plan plan = make_plan(contraction, sources[0].values(), sources[1].values());
  Tensor result(plan.dtype, shape.extents());
  execute(plan, sources[0].values(), sources[1].values(), result.data(), threads);
  for (const Source& source : sources) {
    if (source.input() != nullptr) source.input()->check_unchanged();
  }
  target.write(result.view());
}

}  // namespace

void compute(const Request& request, const Reporter& reporter) {
  require_operand_count(request);
  std::vector<Source> sources = open_operands(request, reporter);
  const bool only_shape = shape_only(request, sources);
  const Outcome outcome =
      apply(*request.operation, sources[0].operand(), sources[1].operand(), request.arguments);
  if (only_shape)
    print_shape(request, Shape(outcome.contraction.result_dims()));
  else
    compute_values(request, sources, outcome.contraction);
  for (const std::string& note : outcome.notes) reporter.note(note);
}

void print_page(const std::string& page) {
  os::StandardOutput output;
  output.write(page);
  output.finish();
}

}  // namespace tcalc::app
