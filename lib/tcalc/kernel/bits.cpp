#include <algorithm>
#include <vector>

#include <tcalc/kernel/bits.hpp>
#include <tcalc/kernel/element.hpp>

namespace tcalc {

namespace {

using Word = std::uint64_t;
constexpr std::int64_t word_bits = 64;

// Neighbouring rows of B that are joined at once: each of their 16 unions is computed once, and serves every
// row of A.
constexpr std::int64_t joined_rows = 4;
constexpr std::size_t unions = std::size_t{1} << joined_rows;

std::int64_t groups_of(std::int64_t count) { return (count + joined_rows - 1) / joined_rows; }

// The truth values of one row as bits; those beyond the last are 0.
void pack_bits(const Truth* row, std::int64_t count, Word* words) {
  for (std::int64_t first = 0; first < count; first += word_bits) {
    Word word = 0;
    const std::int64_t filled = std::min(word_bits, count - first);
    for (std::int64_t i = 0; i < filled; ++i) word |= static_cast<Word>(row[first + i].value) << i;
    *words++ = word;
  }
}

// Which rows of each group a row of A selects.
void pack_selections(const Truth* row, std::int64_t count, std::uint8_t* selections) {
  for (std::int64_t first = 0; first < count; first += joined_rows) {
    unsigned selection = 0;
    const std::int64_t filled = std::min(joined_rows, count - first);
    for (std::int64_t i = 0; i < filled; ++i) selection |= static_cast<unsigned>(row[first + i].value) << i;
    *selections++ = static_cast<std::uint8_t>(selection);
  }
}

// table[s] = the union of those of `filled` rows whose bits are set in s.
void fill_table(const Word* rows, std::int64_t filled, std::int64_t words, Word* table) {
  std::fill_n(table, words, Word{0});
  for (std::int64_t row = 0; row < filled; ++row) {
    const std::int64_t first = std::int64_t{1} << row;
    for (std::int64_t s = 0; s < first; ++s) {
      for (std::int64_t word = 0; word < words; ++word) {
        table[(first + s) * words + word] = table[s * words + word] | rows[row * words + word];
      }
    }
  }
}

// sums[i] |= the union of the rows of B that row i of A selects. `selections` has a row for each row of A.
void join(const Word* right, std::int64_t k, std::int64_t words, const std::uint8_t* selections,
          std::int64_t rows, Word* table, Word* sums) {
  const std::int64_t groups = groups_of(k);
  for (std::int64_t g = 0; g < groups; ++g) {
    fill_table(right + g * joined_rows * words, std::min(joined_rows, k - g * joined_rows), words, table);
    for (std::int64_t i = 0; i < rows; ++i) {
      const std::uint8_t selection = selections[i * groups + g];
      if (selection == 0) continue;
      const Word* joined = table + selection * words;
      Word* sum = sums + i * words;
      for (std::int64_t word = 0; word < words; ++word) sum[word] |= joined[word];
    }
  }
}

}  // namespace

void run_bits(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch) {
  const std::int64_t depth = std::min(block_sizes(plan).k, plan.k_size);
  const std::int64_t words = (piece.n + word_bits - 1) / word_bits;
  // Packed rows of B, the table of their unions, and the truth values that either operand's rows are made
  // from.
  const std::int64_t packed_words = depth * words;
  const std::int64_t table_words = static_cast<std::int64_t>(unions) * words;
  const std::int64_t values = std::max(depth * piece.n, piece.m * depth);
  Word* right = scratch.right.get<Word>(packed_words + table_words + (values + 7) / 8);
  Word* table = right + packed_words;
  Truth* truths = reinterpret_cast<Truth*>(table + table_words);
  std::uint8_t* selections = scratch.left.get<std::uint8_t>(piece.m * groups_of(depth));
  Word* sums = scratch.sums.get<Word>(piece.m * words);
  std::fill_n(sums, piece.m * words, Word{0});

  const std::vector<std::int64_t> rows = offset_list(plan.m, &Axis::a, piece.first_m, piece.m);
  const std::vector<std::int64_t> columns = offset_list(plan.n, &Axis::b, piece.first_n, piece.n);
  for (std::int64_t first_k = 0; first_k < plan.k_size; first_k += depth) {
    const std::int64_t k = std::min(depth, plan.k_size - first_k);
    const std::vector<std::int64_t> left_k = offset_list(plan.k, &Axis::a, first_k, k);
    const std::vector<std::int64_t> right_k = offset_list(plan.k, &Axis::b, first_k, k);
    pack_rows(block_of(plan.right, operands.right, right_k, columns), truths);
    for (std::int64_t p = 0; p < k; ++p) pack_bits(truths + p * piece.n, piece.n, right + p * words);
    pack_rows(block_of(plan.left, operands.left, rows, left_k), truths);
    for (std::int64_t i = 0; i < piece.m; ++i) {
      pack_selections(truths + i * k, k, selections + i * groups_of(k));
    }
    join(right, k, words, selections, piece.m, table, sums);
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
