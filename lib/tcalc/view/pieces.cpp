#include <algorithm>

#include <tcalc/view/pieces.hpp>
#include <tcalc/view/rows.hpp>

namespace tcalc {

namespace {

TensorView without_first_axis(TensorView row) {
  row.extents.erase(row.extents.begin());
  row.strides.erase(row.strides.begin());
  return row;
}

}  // namespace

void for_each_piece(const TensorView& view, const std::function<void(const TensorView&)>& visit) {
  const std::int64_t bytes = count(view.extents) * size_of(view.dtype);
  if (bytes == 0) return;
  if (bytes <= piece_bytes) return visit(view);
  const std::int64_t row_bytes = bytes / view.extents[0];
  const std::int64_t rows = std::max<std::int64_t>(1, piece_bytes / row_bytes);
  for (std::int64_t row = 0; row < view.extents[0]; row += rows) {
    const TensorView part = rows_of(view, 0, row, std::min(rows, view.extents[0] - row));
    if (row_bytes > piece_bytes)
      for_each_piece(without_first_axis(part), visit);
    else
      visit(part);
  }
}

}  // namespace tcalc
