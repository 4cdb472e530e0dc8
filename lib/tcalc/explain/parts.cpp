#include <algorithm>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/explain/parts.hpp>
#include <tcalc/os/memory.hpp>

namespace tcalc {

namespace {

double elements_of(const Piece& share) {
  return static_cast<double>(share.batch_count) * static_cast<double>(share.m) * static_cast<double>(share.n);
}

std::string bytes_text(double bytes) {
  constexpr double most = 9e18;
  return os::format_bytes(static_cast<std::int64_t>(std::min(bytes, most)));
}

// "3 products x 1024 rows x 512 columns": of the plan's matrices.
std::string size_text(const Piece& share, const ShareGrid& grid) {
  const std::string matrix = formatted("{} x {}", counted(share.m, "row"), counted(share.n, "column"));
  return grid.batch > 1 || share.batch_count > 1 ? counted(share.batch_count, "product") + " x " + matrix
                                                 : matrix;
}

}  // namespace

PartsCosts explain_parts(const Costs& costs, const PartsSetting& setting) {
  const Plan& plan = costs.schedule.steps.back().plan;
  PartsCosts result;
  result.setting = setting;
  result.grid = share_grid(plan, setting.parts);
  const double size = static_cast<double>(size_of(plan.dtype));
  double most = 0;
  for (std::int64_t part = 0; part < result.grid.count(); ++part) {
    const Piece share = share_of(plan, {part, setting.parts});
    const double read = bytes_read(plan, share), elements = elements_of(share);
    result.all_bytes_read += read;
    result.all_bytes_written += elements * size;
    result.bytes_read = std::max(result.bytes_read, read);
    if (part > 0 && elements <= most) continue;
    most = elements;
    result.largest = share;
  }
  const double all = std::max(result.all_bytes_written / size, 1.0);
  result.bytes_written = most * size;
  result.memory_bytes = result.bytes_written + static_cast<double>(costs.scratch_bytes);
  result.part_seconds = costs.seconds * most / all;
  result.compute_seconds =
      result.part_seconds * static_cast<double>(block_count(result.grid.count(), setting.hosts));
  if (setting.disk_bytes)
    result.disk_seconds = (result.all_bytes_read + result.all_bytes_written) / *setting.disk_bytes;
  return result;
}

std::vector<Entry> parts_entries(const PartsCosts& parts, const Costs& costs) {
  const ShareGrid& grid = parts.grid;
  const std::int64_t count = grid.count();
  std::string shape = formatted("{} x {}", grid.m, grid.n);
  if (grid.batch > 1) shape = formatted("{} x ", grid.batch) + shape;
  const std::string idle =
      count < parts.setting.parts
          ? formatted("; {} of {} have nothing to do", parts.setting.parts - count, parts.setting.parts)
          : "";
  const double once = std::max(static_cast<double>(costs.bytes_read), 1.0);
  std::vector<Entry> entries;
  entries.push_back(
      {"parts", formatted("{} = {} of at most {}{}", count, shape, size_text(parts.largest, grid), idle)});
  entries.push_back({"a part", formatted("{} read, {} written, {} of memory beside its operands, about {}",
                                         bytes_text(parts.bytes_read), bytes_text(parts.bytes_written),
                                         bytes_text(parts.memory_bytes), seconds_text(parts.part_seconds))});
  entries.push_back({"all parts", formatted("{} read, {:.3g} times the operands; {} written",
                                            bytes_text(parts.all_bytes_read), parts.all_bytes_read / once,
                                            bytes_text(parts.all_bytes_written))});
  std::string together = formatted("about {} on {} like this", seconds_text(parts.seconds()),
                                   counted(parts.setting.hosts, "host"));
  if (parts.setting.disk_bytes) {
    together += formatted(", bound by {}: {} of computing, {} of reading and writing",
                          parts.compute_seconds >= parts.disk_seconds ? "computing" : "the file system",
                          seconds_text(parts.compute_seconds), seconds_text(parts.disk_seconds));
  }
  entries.push_back({"together", together});
  return entries;
}

}  // namespace tcalc
