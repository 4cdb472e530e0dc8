#include <algorithm>
#include <complex>
#include <type_traits>
#include <vector>

#include <tcalc/core/load.hpp>
#include <tcalc/kernel/element.hpp>
#include <tcalc/kernel/pack.hpp>
#include <tcalc/kernel/tiles.hpp>

namespace tcalc {

namespace {

// Whether a value of this storage type may be wanted as this compute type: the rule of promotion, in types.
template <class From, class To>
constexpr bool promotes() {
  constexpr bool from_boolean = std::is_same_v<From, Boolean>;
  constexpr bool from_float = std::is_floating_point_v<From> || std::is_same_v<From, Half>;
  if constexpr (std::is_same_v<To, Truth>)
    return from_boolean;
  else if constexpr (std::is_integral_v<To>)
    return from_boolean || (std::is_integral_v<From> && sizeof(From) <= sizeof(To));
  else if constexpr (is_complex<To>)
    return !is_complex<From> || sizeof(From) <= sizeof(To);
  else
    return !is_complex<From> && !(from_float && sizeof(From) > sizeof(To));
}

bool contiguous(std::span<const std::int64_t> offsets) {
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    if (offsets[i] != offsets[i - 1] + 1) return false;
  }
  return true;
}

// Reads elements of one block as T.
template <class T, class From>
struct Reader {
  const Block& block;

  const std::byte* at(std::int64_t offset) const {
    return block.data + offset * static_cast<std::int64_t>(sizeof(From));
  }

  T value(const std::byte* from, bool swapped) const {
    T value = to_compute<T>(load<From>(from, swapped));
    if constexpr (is_complex<T>) {
      if (block.conjugate) value = std::conj(value);
    }
    return value;
  }

  T operator()(std::size_t i, std::size_t j) const {
    return value(at(block.rows[i] + block.columns[j]), block.byte_swapped);
  }

  // `count` elements side by side in memory, stored `step` apart: the loop that is worth a vector.
  void run(std::int64_t offset, std::size_t count, T* out, std::size_t step) const {
    const std::byte* from = at(offset);
    if constexpr (std::is_same_v<From, Half> && std::is_same_v<T, float>) {
      if (!block.byte_swapped && step == 1 &&
          reinterpret_cast<std::uintptr_t>(from) % alignof(std::uint16_t) == 0) {
        tiles().widen_halves(reinterpret_cast<const std::uint16_t*>(from), static_cast<std::int64_t>(count),
                             out);
        return;
      }
    }
    if (block.byte_swapped) {
      for (std::size_t i = 0; i < count; ++i) out[i * step] = value(from + i * sizeof(From), true);
    } else if (step == 1) {
      for (std::size_t i = 0; i < count; ++i) out[i] = value(from + i * sizeof(From), false);
    } else {
      for (std::size_t i = 0; i < count; ++i) out[i * step] = value(from + i * sizeof(From), false);
    }
  }
};

// Calls visitor with a Reader for the block's dtype.
template <class T, class Visitor>
void visit_reader(const Block& block, const Visitor& visitor) {
  visit_dtype(block.dtype, [&](auto tag) {
    using From = typename decltype(tag)::type;
    if constexpr (promotes<From, T>()) visitor(Reader<T, From>{block});
  });
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

// A sliver from `filled` rows of `count` units each, which lie one after another.
template <class U, class Width>
void interleave(const U* rows, std::size_t filled, std::size_t count, Width width, U* out) {
  if (filled < width) {
    for (std::size_t j = 0; j < count; ++j) {
      for (std::size_t i = 0; i < width; ++i) out[j * width + i] = i < filled ? rows[i * count + j] : U{};
    }
    return;
  }
  for (std::size_t j = 0; j < count; ++j) {
    for (std::size_t i = 0; i < width; ++i) out[j * width + i] = rows[i * count + j];
  }
}

// Rows that are not neighbours in memory: those of a sliver are read one by one, then interleaved.
template <class T, class R, class Width>
void pack_row_by_row(const Block& block, const R& read, Slivers slivers, Width width, T* out) {
  const auto group = static_cast<std::size_t>(slivers.group);
  const std::size_t rows = block.rows.size(), columns = block.columns.size();
  const std::size_t units = (columns + group - 1) / group;
  const bool side_by_side = contiguous(block.columns);
  std::vector<T> sliver(width * units * group);
  for (std::size_t first = 0; first < rows; first += width) {
    const std::size_t filled = std::min<std::size_t>(width, rows - first);
    for (std::size_t i = 0; i < filled; ++i) {
      T* row = sliver.data() + i * units * group;
      if (side_by_side) {
        read.run(block.rows[first + i] + block.columns[0], columns, row, 1);
      } else {
        for (std::size_t j = 0; j < columns; ++j) row[j] = read(first + i, j);
      }
    }
    interleave(reinterpret_cast<const Unit<T>*>(sliver.data()), filled, units, width,
               reinterpret_cast<Unit<T>*>(out));
    out += width * units * group;
  }
}

// Rows that are neighbours in memory: each column is read in one run, then cut into its pieces of the
// slivers.
template <class T, class R, class Width>
void pack_column_by_column(const Block& block, const R& read, Slivers slivers, Width width, T* out) {
  const auto group = static_cast<std::size_t>(slivers.group);
  const std::size_t rows = block.rows.size(), columns = block.columns.size();
  const std::size_t units = (columns + group - 1) / group;
  const std::size_t padded_rows = (rows + width - 1) / width * width;
  std::vector<T> column(padded_rows * group);
  for (std::size_t unit = 0; unit < units; ++unit) {
    for (std::size_t member = 0; member < group; ++member) {
      const std::size_t j = unit * group + member;
      if (j < columns) {
        read.run(block.rows[0] + block.columns[j], rows, column.data() + member, group);
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
  const auto rounded = [](std::int64_t size, std::int64_t unit) { return (size + unit - 1) / unit * unit; };
  return rounded(rows, slivers.width) * rounded(columns, slivers.group);
}

template <class T>
void pack(const Block& block, Slivers slivers, T* out) {
  const bool rows_side_by_side = contiguous(block.rows);
  visit_reader<T>(block, [&](const auto& read) {
    visit_width(slivers.width, [&](auto width) {
      if (rows_side_by_side)
        pack_column_by_column(block, read, slivers, width, out);
      else
        pack_row_by_row(block, read, slivers, width, out);
    });
  });
}

template <class T>
void pack_rows(const Block& block, T* out) {
  const bool columns_side_by_side = contiguous(block.columns);
  const std::size_t columns = block.columns.size();
  visit_reader<T>(block, [&](const auto& read) {
    for (std::size_t i = 0; i < block.rows.size(); ++i, out += columns) {
      if (columns_side_by_side)
        read.run(block.rows[i] + block.columns[0], columns, out, 1);
      else {
        for (std::size_t j = 0; j < columns; ++j) out[j] = read(i, j);
      }
    }
  });
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
