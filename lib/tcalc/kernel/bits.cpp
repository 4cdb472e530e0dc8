#include <algorithm>
#include <vector>

#include <tcalc/kernel/bits.hpp>
#include <tcalc/kernel/element.hpp>

namespace tcalc {

namespace {

using Word = std::uint64_t;
constexpr std::int64_t word_bits = 64;

// The truth values of one row as bits; those beyond the last are 0.
void pack_bits(const Truth* row, std::int64_t count, Word* words) {
  for (std::int64_t first = 0; first < count; first += word_bits) {
    Word word = 0;
    const std::int64_t filled = std::min(word_bits, count - first);
    for (std::int64_t i = 0; i < filled; ++i) word |= static_cast<Word>(row[first + i].value) << i;
    *words++ = word;
  }
}

}  // namespace

void run_bits(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch) {
  const std::int64_t depth = std::min(block_sizes(plan).k, plan.k_size);
  const std::int64_t words = (piece.n + word_bits - 1) / word_bits;
  // Behind the packed words of B is room for the truth values they are made from.
  const std::int64_t packed_words = depth * words;
  Word* right = scratch.right.get<Word>(packed_words + (depth * piece.n + 7) / 8);
  Truth* right_values = reinterpret_cast<Truth*>(right + packed_words);
  Truth* left = scratch.left.get<Truth>(piece.m * depth);
  Word* sums = scratch.sums.get<Word>(piece.m * words);
  std::fill_n(sums, piece.m * words, Word{0});

  const std::vector<std::int64_t> rows = offset_list(plan.m, &Axis::a, piece.first_m, piece.m);
  const std::vector<std::int64_t> columns = offset_list(plan.n, &Axis::b, piece.first_n, piece.n);
  for (std::int64_t first_k = 0; first_k < plan.k_size; first_k += depth) {
    const std::int64_t k = std::min(depth, plan.k_size - first_k);
    const std::vector<std::int64_t> left_k = offset_list(plan.k, &Axis::a, first_k, k);
    const std::vector<std::int64_t> right_k = offset_list(plan.k, &Axis::b, first_k, k);
    pack_rows(block_of(plan.left, operands.left, rows, left_k), left);
    pack_rows(block_of(plan.right, operands.right, right_k, columns), right_values);
    for (std::int64_t p = 0; p < k; ++p) pack_bits(right_values + p * piece.n, piece.n, right + p * words);
    for (std::int64_t i = 0; i < piece.m; ++i) {
      Word* sum = sums + i * words;
      for (std::int64_t p = 0; p < k; ++p) {
        if (left[i * k + p].value == 0) continue;
        const Word* selected = right + p * words;
        for (std::int64_t word = 0; word < words; ++word) sum[word] |= selected[word];
      }
    }
  }

  for (std::int64_t i = 0; i < piece.m; ++i) {
    std::byte* out =
        operands.result + (piece.first_m + i) * plan.row_stride + piece.first_n * plan.column_stride;
    for (std::int64_t j = 0; j < piece.n; ++j) {
      out[j * plan.column_stride] =
          static_cast<std::byte>(sums[i * words + j / word_bits] >> (j % word_bits) & 1);
    }
  }
}

}  // namespace tcalc
