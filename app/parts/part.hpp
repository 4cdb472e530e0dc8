// --part: which part of a result this process computes.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/arrays/source.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/graph/evaluation.hpp>

namespace tcalc::app {

// More would make a folder of markers that file systems are slow with.
inline constexpr std::int64_t most_parts_of_a_run = 1 << 16;

struct ChosenPart {
  PartNumber number;
  std::int64_t on_this_host = 1;  // processes that share its memory and processors
};

// Of `--part 3/8` and `--part auto`; nothing where it is not given. Throws Error{usage} for what is neither,
// for auto where no launcher says what it stands for, for a part of what is not stored in one .npy file, and
// where mpirun or srun has started several processes that would each compute all of the same file.
std::optional<ChosenPart> part_from(const Request& request, const Destination& destination);

// What is computed, and how operands are read: what tells one work from another beside the plan and what
// files hold.
std::string work_text(const std::string& what, const Settings& settings);

// As many threads as are this process's, where nothing else was asked for.
Settings settings_of(const ChosenPart& part, Settings settings);
MemoryLimit memory_limit_of(const ChosenPart& part, const Settings& settings);

// Computes the part of a node that nobody has computed yet, stores it in the file that all parts share, and
// publishes that where it was the last. `work` is its work_text().
// Throws Error; what other parts have stored stays.
void store_part(Evaluation& evaluation, NodeId node, const ChosenPart& part, const Destination& destination,
                const std::vector<const Source*>& sources, const std::string& work, const Reporter& reporter);

}  // namespace tcalc::app
