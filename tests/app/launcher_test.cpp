#include <app/parts/launcher.hpp>
#include <map>
#include <string>
#include <tests/support/catch.hpp>

using namespace tcalc;
using namespace tcalc::app;

namespace {

using Variables = std::map<std::string, std::string>;

// "mpirun 3/8 on this host 4, together"; "nothing".
std::string launch(const Variables& variables) {
  const auto found = launch_from([&](const char* name) -> const char* {
    const auto at = variables.find(name);
    return at == variables.end() ? nullptr : at->second.c_str();
  });
  if (!found) return "nothing";
  return found->launcher + " " + std::to_string(found->rank.index) + "/" + std::to_string(found->rank.count) +
         " on this host " + std::to_string(found->on_this_host) +
         (found->surely_together ? ", together" : "");
}

}  // namespace

TEST_CASE("mpirun, srun and job arrays say which process this is") {
  CHECK(launch({}) == "nothing");
  // Open MPI 4 and 5, also within a job of SLURM.
  CHECK(launch({{"OMPI_COMM_WORLD_RANK", "3"},
                {"OMPI_COMM_WORLD_SIZE", "8"},
                {"OMPI_COMM_WORLD_LOCAL_SIZE", "4"}}) == "mpirun 3/8 on this host 4, together");
  CHECK(launch({{"OMPI_COMM_WORLD_RANK", "1"},
                {"OMPI_COMM_WORLD_SIZE", "2"},
                {"SLURM_PROCID", "0"},
                {"SLURM_NTASKS", "64"}}) == "mpirun 1/2 on this host 1, together");
  CHECK(launch({{"PMI_RANK", "0"}, {"PMI_SIZE", "3"}, {"MPI_LOCALNRANKS", "3"}}) ==
        "mpirun 0/3 on this host 3, together");
  CHECK(launch({{"SLURM_PROCID", "5"},
                {"SLURM_STEP_NUM_TASKS", "6"},
                {"SLURM_NTASKS", "60"},
                {"SLURM_STEP_ID", "0"},
                {"SLURM_STEP_TASKS_PER_NODE", "3(x2)"}}) == "srun 5/6 on this host 3, together");
  CHECK(launch({{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "4"}}) == "srun 1/4 on this host 1, together");
  CHECK(launch({{"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "4"}, {"SLURM_STEP_ID", "7"}}) ==
        "srun 0/4 on this host 1, together");
}

TEST_CASE("a batch script is alone, though it is told how many processes there could be") {
  CHECK(launch({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}}) == "srun 0/4 on this host 1");
}

TEST_CASE("tasks of a job array are counted from its first, in its steps") {
  const Variables first = {{"SLURM_ARRAY_TASK_ID", "1"}, {"SLURM_ARRAY_TASK_COUNT", "64"}};
  CHECK(launch(first) == "a job array 0/64 on this host 1");
  CHECK(launch({{"SLURM_ARRAY_TASK_ID", "64"}, {"SLURM_ARRAY_TASK_COUNT", "64"}}) ==
        "a job array 63/64 on this host 1");
  CHECK(launch({{"SLURM_ARRAY_TASK_ID", "14"},
                {"SLURM_ARRAY_TASK_COUNT", "4"},
                {"SLURM_ARRAY_TASK_MIN", "10"},
                {"SLURM_ARRAY_TASK_STEP", "2"}}) == "a job array 2/4 on this host 1");
  CHECK(launch(
            {{"SLURM_ARRAY_TASK_ID", "7"}, {"SLURM_ARRAY_TASK_COUNT", "4"}, {"SLURM_ARRAY_TASK_MAX", "8"}}) ==
        "a job array 2/4 on this host 1");
  // The script of each task has the variables of a first process, too.
  CHECK(launch({{"SLURM_ARRAY_TASK_ID", "2"},
                {"SLURM_ARRAY_TASK_COUNT", "4"},
                {"SLURM_PROCID", "0"},
                {"SLURM_NTASKS", "1"}}) == "a job array 1/4 on this host 1");
  // Processes of each task.
  CHECK(launch({{"SLURM_ARRAY_TASK_ID", "2"},
                {"SLURM_ARRAY_TASK_COUNT", "4"},
                {"SLURM_PROCID", "1"},
                {"SLURM_STEP_ID", "0"},
                {"SLURM_STEP_NUM_TASKS", "3"}}) == "srun 4/12 on this host 1, together");
}

TEST_CASE("variables that make no sense say nothing") {
  CHECK(launch({{"OMPI_COMM_WORLD_RANK", "8"}, {"OMPI_COMM_WORLD_SIZE", "8"}}) == "nothing");
  CHECK(launch({{"OMPI_COMM_WORLD_RANK", "x"}, {"OMPI_COMM_WORLD_SIZE", "8"}}) == "nothing");
  CHECK(launch({{"OMPI_COMM_WORLD_RANK", "-1"}, {"OMPI_COMM_WORLD_SIZE", "8"}}) == "nothing");
  CHECK(launch({{"OMPI_COMM_WORLD_RANK", "1"}}) == "nothing");
  CHECK(launch({{"SLURM_ARRAY_TASK_ID", "9"}, {"SLURM_ARRAY_TASK_COUNT", "4"}}) == "nothing");
}
