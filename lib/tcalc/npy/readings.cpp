#include <algorithm>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/readings.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::npy {

namespace {

// Each comma of a shape is one between dims or one within a dim: more than so many are not tried in all ways.
constexpr std::size_t most_commas = 12;
constexpr std::int64_t group = 1000;  // of digits: 2,621 is 2 and 621

// Zeros in front of a dim are refused when the header is parsed, so a later group has three digits as a
// number.
bool is_later_group(std::int64_t size) { return size >= group / 10 && size < group; }

// The shape whose commas of `within`, a bit each, group digits; nothing where they cannot.
std::optional<Extents> joined(const Extents& extents, unsigned within) {
  Extents result = {extents.front()};
  std::int64_t first_group = extents.front();
  for (std::size_t axis = 1; axis < extents.size(); ++axis) {
    if ((within >> (axis - 1) & 1) == 0) {
      result.push_back(first_group = extents[axis]);
      continue;
    }
    if (!is_later_group(extents[axis]) || first_group < 1 || first_group >= group) return std::nullopt;
    const auto shifted = checked_multiply(result.back(), group);
    const auto size = shifted ? checked_add(*shifted, extents[axis]) : std::nullopt;
    if (!size) return std::nullopt;
    result.back() = *size;
  }
  return result;
}

bool fits(const Extents& extents, std::int64_t item_bytes, std::int64_t bytes) {
  const auto elements = checked_product(extents);
  return elements && checked_multiply(*elements, item_bytes) == bytes;
}

void add_shapes(const Header& header, std::int64_t bytes, std::vector<std::string>& readings) {
  const std::size_t rank = header.extents.size();
  if (rank < 2 || rank - 1 > most_commas) return;
  for (unsigned within = 1; within < 1U << (rank - 1); ++within) {
    const auto extents = joined(header.extents, within);
    if (extents && fits(*extents, header.item_bytes(), bytes))
      readings.push_back("shape " + Shape(*extents).text());
  }
}

void add_dtypes(const Header& header, std::int64_t bytes, std::vector<std::string>& readings) {
  if (!header.foreign.empty()) return;
  for (int i = 0; i < dtype_count; ++i) {
    const auto dtype = static_cast<Dtype>(i);
    const DtypeInfo& own = info(dtype);
    if (dtype == header.dtype || own.kind != info(header.dtype).kind || !own.in_numpy) continue;
    if (fits(header.extents, size_of(dtype), bytes))
      readings.push_back(formatted("dtype {}", name_of(dtype)));
  }
}

// NumPy fills up with spaces and ends with a line end.
void add_padding(const Header& header, std::int64_t bytes, std::string_view next,
                 std::vector<std::string>& readings) {
  const std::int64_t more = bytes - header.data_bytes();
  if (more <= 0 || more > static_cast<std::int64_t>(next.size())) return;
  const std::string_view padding = next.substr(0, static_cast<std::size_t>(more));
  const bool spaces = padding.find_first_not_of(' ') >= padding.size() - 1;
  if (spaces && (padding.back() == '\n' || padding.back() == ' '))
    readings.push_back(
        formatted("a header of {} bytes ({} more than it says)", header.data_offset + more, more));
}

}  // namespace

std::string fitting_readings(const Header& header, std::int64_t bytes, std::string_view next) {
  if (bytes == header.data_bytes() || header.item_bytes() == 0) return {};
  std::vector<std::string> readings;
  add_shapes(header, bytes, readings);
  add_dtypes(header, bytes, readings);
  add_padding(header, bytes, next, readings);
  std::string text;
  for (std::size_t i = 0; i < readings.size(); ++i)
    text += i == 0 ? readings[i] + " would fit to the byte" : ", or " + readings[i];
  return text;
}

}  // namespace tcalc::npy
