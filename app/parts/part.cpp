#include <algorithm>
#include <app/arrays/memory_limit.hpp>
#include <app/parts/launcher.hpp>
#include <app/parts/part.hpp>
#include <charconv>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/memory.hpp>

namespace tcalc::app {

namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return number;
}

ChosenPart parsed(const std::string& typed) {
  const auto refuse = [&](const std::string& why) {
    return Error(ErrorKind::usage, formatted("--part {}: {}", escaped(typed), why),
                 "--part 3/8 is the third of eight, --part auto what mpirun, srun or a job array say");
  };
  const std::size_t slash = typed.find('/');
  if (slash == std::string::npos) throw refuse("must be I/N or auto");
  const auto part = whole_number(std::string_view(typed).substr(0, slash));
  const auto parts = whole_number(std::string_view(typed).substr(slash + 1));
  if (!part || !parts) throw refuse("must be two whole numbers");
  if (*parts < 1 || *parts > most_parts_of_a_run)
    throw refuse(formatted("there can be 1 to {} parts", most_parts_of_a_run));
  if (*part < 1 || *part > *parts) throw refuse(formatted("parts are 1 to {}", *parts));
  return {{*part - 1, *parts}};
}

std::optional<Launch> launch() {
  return launch_from([](const char* name) -> const char* { return std::getenv(name); });
}

ChosenPart launched_part() {
  const std::optional<Launch> found = launch();
  if (!found)
    throw Error(ErrorKind::usage, "--part auto: no launcher says which part this is",
                "mpirun, srun and sbatch --array say so; --part 3/8 says it by hand");
  if (found->rank.count > most_parts_of_a_run)
    throw Error(ErrorKind::usage, formatted("--part auto: {} started {} processes, there can be {} parts",
                                            found->launcher, found->rank.count, most_parts_of_a_run));
  return {found->rank, found->on_this_host};
}

// Several processes that write the same file, one after the other.
void refuse_repetition(const Destination& destination) {
  if (!destination.is_named() || destination.is_standard_output()) return;
  const std::optional<Launch> found = launch();
  if (!found || !found->surely_together || found->rank.count == 1) return;
  throw Error(ErrorKind::usage,
              formatted("{} started {} that would each compute all of {}", found->launcher,
                        counted(found->rank.count, "process", "processes"), escaped(destination.typed)),
              "--part auto shares the work out among them, --part 1/1 lets each do all of it");
}

}  // namespace

std::optional<ChosenPart> part_from(const Request& request, const Destination& destination) {
  const std::string* typed = find_word(request.options, "part");
  if (typed == nullptr) {
    refuse_repetition(destination);
    return std::nullopt;
  }
  const ChosenPart part = *typed == "auto" ? launched_part() : parsed(*typed);
  if (request.has("each")) throw Error(ErrorKind::usage, "--part does not go with --each");
  const bool is_file = destination.is_named() && !destination.is_standard_output();
  if (!is_file || destination.format->map == nullptr || !destination.member.empty())
    throw Error(ErrorKind::usage, "--part: all parts together are one .npy file, and -o has to name it",
                "-o FILE.npy");
  return part;
}

std::string work_text(const std::string& what, const Settings& settings) {
  const text::TableForm& table = settings.reading.table;
  const auto& of_void = settings.reading.dtypes.of_void;
  return formatted("{}\nseed {}, separator {}, {} lines skipped, {}", what, settings.seed,
                   table.separator ? int{*table.separator} : -1, table.skip,
                   of_void ? name_of(*of_void) : "no dtype of void");
}

Settings settings_of(const ChosenPart& part, Settings settings) {
  if (settings.threads || part.on_this_host == 1) return settings;
  const std::int64_t all = sysconf(_SC_NPROCESSORS_ONLN);
  const std::int64_t own = std::max<std::int64_t>(all / part.on_this_host, 1);
  settings.threads = static_cast<int>(std::min<std::int64_t>(threads_of(settings), own));
  return settings;
}

MemoryLimit memory_limit_of(const ChosenPart& part, const Settings& settings) {
  if (settings.max_memory || part.on_this_host == 1) return memory_limit(settings);
  return MemoryLimit(os::available_memory() / part.on_this_host,
                     {.name = formatted("the share of one of {} on this machine",
                                        counted(part.on_this_host, "process", "processes")),
                      .hint = "more parts are smaller ones"});
}

}  // namespace tcalc::app
