// `mpirun -n 64 tcalc-mpi matmul a.npy b.npy -o c.npy`: one product of two matrices, spread over the memory
// of many machines: words -> headers -> rule -> plan -> rectangles -> ScaLAPACK -> rows of the file.
#include <algorithm>
#include <app/arrays/destination.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/cli/command_line.hpp>
#include <app/commands/registry.hpp>
#include <app/mpi/folded.hpp>
#include <app/mpi/scalapack.hpp>
#include <app/mpi/world.hpp>
#include <app/parts/part.hpp>
#include <app/terminal/process.hpp>
#include <cstdio>
#include <omp.h>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/kernel/estimate.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/os/shared_file.hpp>
#include <tcalc/version.hpp>

using namespace tcalc;
using namespace tcalc::app;

namespace {

// What processes and a file system may take to answer at all.
constexpr double start_seconds = 600;

// What is asked for, and where its operands are.
struct Job {
  Request request;
  Settings settings;
  Destination destination;
  std::vector<Source> sources;
  Schedule schedule;
  double deadline = 0;  // seconds
};

// --deadline SECONDS, which no other program of ours has.
std::optional<std::int64_t> take_deadline(std::vector<std::string>& words) {
  const auto found = std::ranges::find(words, "--deadline");
  if (found == words.end()) return std::nullopt;
  const OptionSpec spec = {"deadline", OptionKind::count, "SECONDS", "", "", 1};
  if (found + 1 == words.end()) throw Error(ErrorKind::usage, "--deadline: a number of seconds is missing");
  const auto seconds = std::get<std::int64_t>(parse_value(spec, *(found + 1)));
  words.erase(found, found + 2);
  return seconds;
}

Error refused(const std::string& why) { return {ErrorKind::usage, "tcalc-mpi: " + why}; }

Job job_from(const std::vector<std::string>& words, const Reporter& reporter) {
  const Invocation invocation = parse_command_line(words, commands());
  if (invocation.action != Action::run || invocation.request.command != nullptr)
    throw Error(ErrorKind::usage, "tcalc-mpi computes one product of two files",
                "mpirun -n 4 tcalc-mpi matmul a.npy b.npy -o c.npy");
  Job job = {
      invocation.request, settings_from(invocation.request), destination_from(invocation.request), {}, {}};
  if (!job.destination.is_named() || job.destination.is_standard_output() ||
      job.destination.format->map == nullptr || !job.destination.member.empty())
    throw refused("-o has to name an .npy file");
  check_operand_count(*job.request.operation, job.request.operands.size());
  // Each process converts what it reads.
  Settings as_stored = job.settings;
  as_stored.dtype.reset();
  job.sources = open_operands(job.request, as_stored, memory_limit(job.settings), reporter, true);
  std::vector<Operand> operands;
  std::vector<TensorView> layouts;
  for (const Source& source : job.sources) {
    if (source.input() == nullptr || source.input()->stamp().empty() || source.buffer_bytes() > 0)
      throw refused(source.operand().name + " is no .npy file that all processes can read");
    operands.push_back(source.operand());
    TensorView layout = source.layout();
    layout.dtype = job.settings.dtype.value_or(layout.dtype);
    layouts.push_back(std::move(layout));
  }
  const Outcome outcome = apply(*job.request.operation, operands, job.request.arguments);
  job.schedule = make_schedule(contraction_of(outcome), layouts,
                               job.settings.dtype ? job.settings.dtype : outcome.dtype);
  // Twenty times as long as one machine alone takes.
  constexpr double patience = 20;
  job.deadline = start_seconds + patience * expected_seconds(job.schedule, 1);
  return job;
}

// What this process has of each matrix, transposed: rows as columns.
struct Rectangles {
  std::vector<std::byte> left, right, result;
};

class ProductRun {
 public:
  ProductRun(Job& job, const World& world)
      : job_(job),
        world_(world),
        product_(folded_product(job.schedule, job.sources[0].layout(), job.sources[1].layout())),
        sizes_(grid_sizes(product_, world.size())),
        row_(world.rank() / sizes_.q),
        column_(world.rank() % sizes_.q),
        m_(extent_of(product_.m, column_, sizes_.q)),
        n_(extent_of(product_.n, row_, sizes_.p)) {}

  void require_memory() const {
    const std::int64_t k = product_.k;
    const std::int64_t elements = extent_of(k, column_, sizes_.q).count * n_.count +
                                  extent_of(k, row_, sizes_.p).count * m_.count + m_.count * n_.count;
    // PBLAS sends and receives panels of both operands beside them.
    const std::int64_t needed = 2 * elements * size_of(product_.dtype);
    const std::int64_t available = os::available_memory() / world_.on_this_host();
    if (needed > available)
      throw Error(ErrorKind::resource,
                  formatted("tcalc-mpi: each process needs {}, {} are available", os::format_bytes(needed),
                            os::format_bytes(available)),
                  "more processes on more machines need less each");
  }

  void read() {
    for (Source& source : job_.sources) source.load();
    product_ = folded_product(job_.schedule, job_.sources[0].values(), job_.sources[1].values());
    const Extent left_k = extent_of(product_.k, row_, sizes_.p);
    own_.left = stored(rectangle(product_.left, m_.first, m_.count, left_k.first, left_k.count));
    const Extent right_k = extent_of(product_.k, column_, sizes_.q);
    own_.right = stored(rectangle(product_.right, right_k.first, right_k.count, n_.first, n_.count));
    own_.result.resize(static_cast<std::size_t>(m_.count * n_.count * size_of(product_.dtype)));
    for (const Source& source : job_.sources) source.check_unchanged();
  }

  // Columns of ScaLAPACK are rows of files: C^T = B^T A^T.
  void multiply() {
    const ProcessGrid grid(sizes_.p, sizes_.q);
    tcalc::app::multiply(product_.dtype, grid, {product_.n, product_.k, own_.right.data()},
                         {product_.k, product_.m, own_.left.data()},
                         {product_.n, product_.m, own_.result.data()});
  }

  void write(os::SharedFile& file, std::int64_t head) const {
    const std::int64_t size = size_of(product_.dtype);
    for (std::int64_t row = 0; row < m_.count; ++row) {
      const std::int64_t first = (m_.first + row) * product_.n + n_.first;
      file.write_at(head + first * size,
                    {own_.result.data() + row * n_.count * size, static_cast<std::size_t>(n_.count * size)});
    }
  }

 private:
  std::vector<std::byte> stored(const TensorView& part) const {
    std::vector<std::byte> bytes(
        static_cast<std::size_t>(part.extents[0] * part.extents[1] * size_of(product_.dtype)));
    convert_into(part, product_.dtype, bytes.data());
    return bytes;
  }

  Job& job_;
  const World& world_;
  FoldedProduct product_;
  GridSizes sizes_;
  int row_, column_;
  Extent m_, n_;
  Rectangles own_;
};

void run(const World& world, const std::vector<std::string>& words, Deadline* deadline,
         const Reporter& reporter) {
  const std::string key = formatted("{:08x}", world.of_first(std::random_device()()));
  std::optional<Job> job;
  std::optional<ProductRun> product;
  std::optional<os::SharedFile> file;
  std::string head;
  world.together([&] {
    job.emplace(job_from(words, reporter));
    product.emplace(*job, world);
    product->require_memory();
    const PlannedStep& step = job->schedule.steps.back();
    head = job->destination.format->header(job->schedule.dtype, step.extents);
    file.emplace(job->destination.file, key, world.size());
  });
  if (deadline) deadline->set(job->deadline);
  omp_set_num_threads(std::max(threads_of(job->settings) / world.on_this_host(), 1));
  const auto open = [&] {
    file->open(std::as_bytes(std::span(head)),
               static_cast<std::int64_t>(head.size()) + job->schedule.result_bytes, "mpi");
  };
  try {
    world.together([&] {
      if (world.rank() == 0) open();
    });
    world.together([&] {
      if (world.rank() != 0) open();
    });
    world.together([&] { product->read(); });
    world.together([&] { product->multiply(); });
    world.together([&] {
      product->write(*file, static_cast<std::int64_t>(head.size()));
      file->mark(world.rank());
    });
    world.together([&] {
      if (world.rank() == 0) file->publish();
    });
  } catch (...) {
    if (world.rank() == 0) file->abandon();
    throw;
  }
}

constexpr const char* help =
    R"(mpirun -n N tcalc-mpi OPERATION A.npy B.npy -o C.npy [options of the operation]

One product of two matrices that is spread over N processes by ScaLAPACK: for
operands that are more than one machine's memory, and whose panels the file
system could not be read often enough for. Operations, axes, slices and --dtype
are those of tcalc; operands fold into one matrix each, of float32, float64,
complex64 or complex128, in any order and byte order.

      --deadline SECONDS  end with exit code 5 when it takes longer: MPI waits
                          for ever for a process that is gone (default: ten
                          minutes, and twenty times what one machine takes)
      --threads N         threads of each machine, shared by its processes

The last bits of the result depend on the number of processes. For all other
work, for a result that is the same byte for byte, and for processes that may
fail one by one: tcalc OPERATION ... --part auto.

Exit codes: 0 the file is published, 1 illegal, 2 usage, 3 input, 4 output,
5 memory or deadline; the target is the new file or what it was.
)";

bool asks_for(const std::vector<std::string>& words, std::string_view long_name,
              std::string_view short_name) {
  return std::ranges::any_of(
      words, [&](const std::string& word) { return word == long_name || word == short_name; });
}

}  // namespace

int main(int count, char** arguments) {
  prepare_process();
  std::vector<std::string> words(arguments + (count > 0 ? 1 : 0), arguments + count);
  if (asks_for(words, "--help", "-h")) return std::fputs(help, stdout) < 0 ? 4 : 0;
  if (asks_for(words, "--version", "-V"))
    return std::fputs(formatted("tcalc-mpi {}\n", version_number()).c_str(), stdout) < 0 ? 4 : 0;
  const Reporter reporter(report_style(words));
  int exit_code = 0;
  std::optional<std::int64_t> chosen;
  try {
    chosen = take_deadline(words);
  } catch (...) {
    return reporter.error(current_error());
  }
  Deadline deadline(chosen ? static_cast<double>(*chosen) : start_seconds);
  const World world(&count, &arguments);
  try {
    run(world, words, chosen ? nullptr : &deadline, reporter);
  } catch (const SomebodyFailed& failed) {
    exit_code = failed.exit_code;
  } catch (...) {
    exit_code = reporter.error(current_error());
  }
  reporter.flush_notes();
  return exit_code;
}
