// A part of a result, from the plan to the file that all parts share.
#include <app/parts/part.hpp>
#include <cstdint>
#include <functional>
#include <span>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/graph/share.hpp>
#include <tcalc/kernel/blas_choice.hpp>
#include <tcalc/kernel/instruction_set.hpp>
#include <tcalc/os/reserved_memory.hpp>
#include <tcalc/os/shared_file.hpp>
#include <tcalc/version.hpp>

namespace tcalc::app {

namespace {

// Addresses of the whole result.
class PartStorage : public ResultStorage {
 public:
  explicit PartStorage(std::int64_t bytes) : memory_(bytes) {}
  void reserve(Dtype, const Shape&) override {}
  bool reserved() const override { return false; }
  std::byte* elements() override { return memory_.data(); }

 private:
  os::ReservedMemory memory_;
};

// 64 bits that differ where the texts do (FNV-1a), as 16 letters.
std::string fingerprint(const std::string& text) {
  constexpr std::uint64_t basis = 0xcbf29ce484222325, prime = 0x100000001b3;
  std::uint64_t hash = basis;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * prime;
  return formatted("{:016x}", hash);
}

// What has to be the same for parts to belong together: also what the operands hold.
std::string key_of(const GraphPlan& plan, const Graph& graph, const ChosenPart& part,
                   const std::vector<const Source*>& sources, const std::string& work) {
  std::string text =
      formatted("{}\n{} parts\n{}\n{}", version_number(), part.number.count, work, plan.text(graph));
  for (const Source* source : sources) {
    text += formatted("{}\n", source->operand().name);
    if (source->input() == nullptr) continue;
    const std::string stamp = source->input()->stamp();
    if (stamp.empty())
      throw Error(ErrorKind::usage,
                  formatted("--part: {} is no file that all parts can read", source->input()->name()),
                  "save it to a file first");
    text += stamp + "\n";
  }
  return fingerprint(text);
}

// The arithmetic that the last bits depend on.
std::string kind_of(const PlannedNode& planned) {
  std::string kind(name_of(instruction_set()));
  if (may_call_blas(planned)) kind += ", " + blas_in_use();
  return kind;
}

void require_kind(const std::string& there, const PlannedNode& planned, const std::string& which) {
  const std::string here = kind_of(planned);
  if (there == here) return;
  throw Error(
      ErrorKind::usage,
      formatted("{}: the first part was computed with {}, this machine has {}: the last bits would differ",
                which, there, here),
      "TCALC_INSTRUCTION_SET and OPENBLAS_CORETYPE make all machines compute alike");
}

void write_runs(os::SharedFile& file, const PlannedNode& planned, const Share& share, std::int64_t head,
                const std::byte* elements) {
  const std::int64_t size = size_of(planned.layout.dtype);
  for_each_run(planned, share, [&](const ElementRange& run) {
    file.write_at(head + run.first * size,
                  {elements + run.first * size, static_cast<std::size_t>(run.count * size)});
  });
}

// The only part: nobody else needs what is left of it, and it need not be on disk before it is said to be
// there.
void publish_alone(os::SharedFile& file, const std::function<void()>& compute) {
  try {
    compute();
    file.publish();
  } catch (...) {
    file.abandon();
    throw;
  }
}

}  // namespace

void store_part(Evaluation& evaluation, NodeId node, const ChosenPart& part, const Destination& destination,
                const std::vector<const Source*>& sources, const std::string& work,
                const Reporter& reporter) {
  if (!evaluation.can_compute_into(node))
    throw Error(ErrorKind::usage,
                "--part: the result is an operand or a view of it: there is nothing to share out",
                "leave --part out");
  const Graph& graph = evaluation.graph();
  const GraphPlan plan = evaluation.plan(node);
  const PlannedNode& last = plan.nodes.back();
  const std::int64_t parts = useful_parts(graph, last, part.number.count);
  const std::string which = formatted("part {} of {}", part.number.index + 1, part.number.count);
  if (part.number.index >= parts)
    return reporter.note(
        formatted("{} has nothing to do: the result falls into {}", which, counted(parts, "part", "parts")));

  const std::string head = destination.format->header(last.layout.dtype, last.layout.extents);
  const std::int64_t head_bytes = static_cast<std::int64_t>(head.size());
  os::SharedFile file(destination.file, key_of(plan, graph, part, sources, work), parts);
  require_kind(file.open(std::as_bytes(std::span(head)), head_bytes + last.result_bytes, kind_of(last)), last,
               which);
  const auto compute = [&] {
    PartStorage storage(last.result_bytes);
    evaluation.compute_part_into(node, part.number, storage);
    write_runs(file, last, share_of(graph, last, part.number), head_bytes, storage.elements());
    for (const Source* source : sources) source->check_unchanged();
  };
  if (parts == 1) return publish_alone(file, compute);
  if (!file.has(part.number.index)) {
    compute();
    file.mark(part.number.index);
  }
  const std::int64_t missing = file.missing();
  if (missing > 0)
    return reporter.note(formatted("{} is stored, {} missing", which, counted(missing, "is", "are")));
  for (const Source* source : sources) source->check_unchanged();
  file.publish();
}

}  // namespace tcalc::app
