#include <app/parts/launcher.hpp>
#include <array>
#include <charconv>
#include <string_view>

#include <tcalc/core/checked.hpp>

namespace tcalc::app {

namespace {

// The number that a variable begins with: SLURM writes "4(x2)" for two hosts with four processes each.
std::optional<std::int64_t> number_in(const Environment& environment, const char* name) {
  const char* const value = environment(name);
  if (value == nullptr) return std::nullopt;
  const std::string_view text = value;
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  return number;
}

struct Variables {
  const char* launcher;
  const char* rank;
  const char* size;
  const char* on_this_host;
};

// mpirun first: within a SLURM job the variables of SLURM speak of what starts its processes.
constexpr std::array processes = {
    Variables{"mpirun", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE"},
    Variables{"mpirun", "PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS"},
    Variables{"srun", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_STEP_TASKS_PER_NODE"},
    Variables{"srun", "SLURM_PROCID", "SLURM_NTASKS", "SLURM_TASKS_PER_NODE"},
};

std::optional<Launch> processes_from(const Environment& environment) {
  for (const Variables& names : processes) {
    const auto rank = number_in(environment, names.rank), size = number_in(environment, names.size);
    if (!rank || !size || *rank >= *size) continue;
    const std::int64_t on_this_host = number_in(environment, names.on_this_host).value_or(1);
    // The script of a batch job has the variables of its first process, but is alone.
    const bool batch_script =
        names.launcher == std::string_view("srun") && *rank == 0 && environment("SLURM_STEP_ID") == nullptr;
    return Launch{names.launcher, {*rank, *size}, std::max<std::int64_t>(on_this_host, 1), !batch_script};
  }
  return std::nullopt;
}

std::optional<Launch> array_from(const Environment& environment) {
  const auto task = number_in(environment, "SLURM_ARRAY_TASK_ID"),
             count = number_in(environment, "SLURM_ARRAY_TASK_COUNT");
  if (!task || !count) return std::nullopt;
  const std::int64_t step =
      std::max<std::int64_t>(number_in(environment, "SLURM_ARRAY_TASK_STEP").value_or(1), 1);
  const auto last = number_in(environment, "SLURM_ARRAY_TASK_MAX");
  // Where the first is not said, it is 1, as in --array=1-64, unless this is an earlier one.
  const std::int64_t first =
      number_in(environment, "SLURM_ARRAY_TASK_MIN")
          .value_or(last ? *last - (*count - 1) * step : std::min<std::int64_t>(*task, 1));
  const std::int64_t index = (*task - first) / step;
  if (index < 0 || index >= *count) return std::nullopt;
  return Launch{"a job array", {index, *count}, 1, false};
}

}  // namespace

std::optional<Launch> launch_from(const Environment& environment) {
  std::optional<Launch> launch = processes_from(environment);
  const std::optional<Launch> array = array_from(environment);
  if (!array) return launch;
  if (!launch || !launch->surely_together) return array;
  // Processes of each task of an array.
  const auto size = checked_multiply(array->rank.count, launch->rank.count);
  if (!size) return std::nullopt;
  launch->rank = {array->rank.index * launch->rank.count + launch->rank.index, *size};
  return launch;
}

}  // namespace tcalc::app
