#include <algorithm>
#include <complex>
#include <cstring>
#include <type_traits>
#include <vector>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/kernel/element.hpp>
#include <tcalc/kernel/interleave.hpp>
#include <tcalc/kernel/pack.hpp>
#include <tcalc/kernel/read_block.hpp>
#include <tcalc/kernel/tiles.hpp>

namespace tcalc {

namespace {

bool contiguous(std::span<const std::int64_t> offsets) {
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    if (offsets[i] != offsets[i - 1] + 1) return false;
  }
  return true;
}

// What stands together in a sliver: one element, or a pair of 16-bit ones.
template <class T>
using Unit = std::conditional_t<std::is_same_v<T, std::int16_t>, Pair, T>;

// Calls visitor with the width as a constant where it is one that the tiles have: copies of a known length
// are worth several times a loop.
template <class Visitor>
void visit_width(std::int64_t width, const Visitor& visitor) {
  switch (width) {
    case 4:
      return visitor(std::integral_constant<std::size_t, 4>());
    case 6:
      return visitor(std::integral_constant<std::size_t, 6>());
    case 8:
      return visitor(std::integral_constant<std::size_t, 8>());
    case 16:
      return visitor(std::integral_constant<std::size_t, 16>());
    case 32:
      return visitor(std::integral_constant<std::size_t, 32>());
    default:
      return visitor(static_cast<std::size_t>(width));
  }
}

// Rows that are not neighbours in memory. What must be converted is read row by row first.
template <class T, class Width>
void pack_row_by_row(const Block& block, BlockReader<T> read, Slivers slivers, Width width, T* out) {
  const auto group = static_cast<std::size_t>(slivers.group);
  const std::size_t rows = block.rows.size(), columns = block.columns.size();
  const std::size_t units = (columns + group - 1) / group;
  const bool side_by_side = contiguous(block.columns);
  const bool in_place = side_by_side && read.stored_as_is && group == 1;
  std::vector<T> sliver(in_place ? 0 : width * units * group);
  const std::vector<T> zeros(rows % width == 0 ? 0 : units * group);
  std::vector<const std::byte*> lines(width);
  for (std::size_t first = 0; first < rows; first += width) {
    for (std::size_t i = 0; i < width; ++i) {
      if (first + i >= rows) {
        lines[i] = reinterpret_cast<const std::byte*>(zeros.data());
        continue;
      }
      const std::int64_t row = block.rows[first + i];
      if (in_place) {
        lines[i] = block.data + (row + block.columns[0]) * static_cast<std::int64_t>(sizeof(T));
        continue;
      }
      T* to = sliver.data() + i * units * group;
      lines[i] = reinterpret_cast<const std::byte*>(to);
      if (side_by_side)
        read.run(block, row + block.columns[0], columns, to, 1);
      else
        read.scattered(block, row, to);
    }
    interleave(lines.data(), units, width, reinterpret_cast<Unit<T>*>(out));
    out += width * units * group;
  }
}

// Rows that are neighbours in memory, and stored as they are wanted. A few slivers at a time: each column
// gives them the contents of some cache lines, which need not be fetched again for the next.
template <class T, class Width>
void copy_columns(const Block& block, Width width, T* out) {
  constexpr std::size_t bytes_at_once = 128;
  const std::size_t rows = block.rows.size(), columns = block.columns.size();
  const std::size_t sliver_bytes = width * sizeof(T);
  const std::size_t rows_at_once = std::max<std::size_t>(1, bytes_at_once / sliver_bytes) * width;
  const std::size_t whole = rows / width * width;
  const auto at = [&](std::size_t row, std::size_t column) {
    return block.data + (block.rows[row] + block.columns[column]) * static_cast<std::int64_t>(sizeof(T));
  };
  for (std::size_t first = 0; first < whole; first += rows_at_once) {
    const std::size_t last = std::min(whole, first + rows_at_once);
    for (std::size_t j = 0; j < columns; ++j) {
      const std::byte* from = at(first, j);
      T* to = out + first * columns + j * width;
      for (std::size_t i = first; i < last; i += width, from += sliver_bytes, to += width * columns)
        std::memcpy(to, from, sliver_bytes);
    }
  }
  if (whole == rows) return;
  for (std::size_t j = 0; j < columns; ++j) {
    T* to = out + whole * columns + j * width;
    std::memcpy(to, at(whole, j), (rows - whole) * sizeof(T));
    std::fill(to + (rows - whole), to + width, T{});
  }
}

// Rows that are neighbours in memory: each column is read in one run, then cut into its pieces of the
// slivers.
template <class T, class Width>
void pack_column_by_column(const Block& block, BlockReader<T> read, Slivers slivers, Width width, T* out) {
  const auto group = static_cast<std::size_t>(slivers.group);
  if (read.stored_as_is && group == 1) return copy_columns(block, width, out);
  const std::size_t rows = block.rows.size(), columns = block.columns.size();
  const std::size_t units = (columns + group - 1) / group;
  const std::size_t padded_rows = (rows + width - 1) / width * width;
  std::vector<T> column(padded_rows * group);
  for (std::size_t unit = 0; unit < units; ++unit) {
    for (std::size_t member = 0; member < group; ++member) {
      const std::size_t j = unit * group + member;
      if (j < columns) {
        read.run(block, block.rows[0] + block.columns[j], rows, column.data() + member, group);
      } else {
        for (std::size_t i = 0; i < rows; ++i) column[i * group + member] = T{};
      }
    }
    const auto* from = reinterpret_cast<const Unit<T>*>(column.data());
    auto* to = reinterpret_cast<Unit<T>*>(out) + unit * width;
    for (std::size_t first = 0; first < rows; first += width) {
      for (std::size_t i = 0; i < width; ++i) to[i] = from[first + i];
      to += width * units;
    }
  }
}

}  // namespace

std::int64_t packed_size(std::int64_t rows, std::int64_t columns, Slivers slivers) {
  return rounded_up(rows, slivers.width) * rounded_up(columns, slivers.group);
}

template <class T>
void pack(const Block& block, Slivers slivers, T* out) {
  const BlockReader<T> read = find_reader<T>(block);
  visit_width(slivers.width, [&](auto width) {
    if (contiguous(block.rows))
      pack_column_by_column(block, read, slivers, width, out);
    else
      pack_row_by_row(block, read, slivers, width, out);
  });
}

template <class T>
void pack_rows(const Block& block, T* out) {
  const BlockReader<T> read = find_reader<T>(block);
  const bool columns_side_by_side = contiguous(block.columns);
  for (const std::int64_t row : block.rows) {
    if (columns_side_by_side)
      read.run(block, row + block.columns[0], block.columns.size(), out, 1);
    else
      read.scattered(block, row, out);
    out += block.columns.size();
  }
}

template void pack(const Block&, Slivers, std::int16_t*);
template void pack(const Block&, Slivers, std::uint32_t*);
template void pack(const Block&, Slivers, std::uint64_t*);
template void pack(const Block&, Slivers, float*);
template void pack(const Block&, Slivers, double*);
template void pack(const Block&, Slivers, std::complex<float>*);
template void pack(const Block&, Slivers, std::complex<double>*);
template void pack_rows(const Block&, Truth*);
template void pack_rows(const Block&, std::uint32_t*);
template void pack_rows(const Block&, std::uint64_t*);
template void pack_rows(const Block&, float*);
template void pack_rows(const Block&, double*);
template void pack_rows(const Block&, std::complex<float>*);
template void pack_rows(const Block&, std::complex<double>*);

}  // namespace tcalc
