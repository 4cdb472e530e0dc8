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

// One sliver whose rows are `first`, first + 1, ...; its memory is already 0 where nothing is to be.
template <class T, class R>
void pack_sliver(const Block& block, const R& read, std::size_t first, std::size_t filled, Slivers slivers,
                 bool side_by_side, T* out) {
  const auto width = static_cast<std::size_t>(slivers.width);
  const auto group = static_cast<std::size_t>(slivers.group);
  const std::size_t columns = block.columns.size();
  if (side_by_side) {  // rows are neighbours in memory
    for (std::size_t j = 0; j < columns; ++j) {
      read.run(block.rows[first] + block.columns[j], filled, out + j / group * width * group + j % group,
               group);
    }
    return;
  }
  for (std::size_t i = 0; i < filled; ++i) {
    T* to = out + i * group;
    for (std::size_t j = 0; j < columns; ++j) to[j / group * width * group + j % group] = read(first + i, j);
  }
}

// A sliver whose columns are neighbours in memory: each row is read in one run, then spread out.
template <class T, class R>
void pack_sliver_of_rows(const Block& block, const R& read, std::size_t first, std::size_t filled,
                         Slivers slivers, std::vector<T>& row, T* out) {
  const auto width = static_cast<std::size_t>(slivers.width);
  const auto group = static_cast<std::size_t>(slivers.group);
  const std::size_t columns = block.columns.size();
  for (std::size_t i = 0; i < filled; ++i) {
    read.run(block.rows[first + i] + block.columns[0], columns, row.data(), 1);
    T* to = out + i * group;
    if (group == 1) {
      for (std::size_t j = 0; j < columns; ++j) to[j * width] = row[j];
    } else {
      for (std::size_t j = 0; j < columns; ++j) to[j / group * width * group + j % group] = row[j];
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
  const auto rows = static_cast<std::int64_t>(block.rows.size());
  const auto columns = static_cast<std::int64_t>(block.columns.size());
  const std::int64_t sliver_size = packed_size(slivers.width, columns, slivers);
  const bool whole_groups = columns % slivers.group == 0;
  const bool rows_side_by_side = contiguous(block.rows);
  const bool columns_side_by_side = contiguous(block.columns);
  std::vector<T> row(columns_side_by_side && !rows_side_by_side ? static_cast<std::size_t>(columns) : 0);
  visit_reader<T>(block, [&](const auto& read) {
    for (std::int64_t first = 0; first < rows; first += slivers.width) {
      const std::int64_t filled = std::min(slivers.width, rows - first);
      if (filled < slivers.width || !whole_groups) std::fill_n(out, sliver_size, T{});
      const auto start = static_cast<std::size_t>(first);
      if (!row.empty())
        pack_sliver_of_rows(block, read, start, static_cast<std::size_t>(filled), slivers, row, out);
      else
        pack_sliver(block, read, start, static_cast<std::size_t>(filled), slivers, rows_side_by_side, out);
      out += sliver_size;
    }
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
template void pack_rows(const Block&, float*);
template void pack_rows(const Block&, double*);
template void pack_rows(const Block&, std::complex<float>*);
template void pack_rows(const Block&, std::complex<double>*);

}  // namespace tcalc
