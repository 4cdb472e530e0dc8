#include <cstring>

#include <tcalc/core/byte_order.hpp>

namespace tcalc {

namespace {

template <class Word>
void swap_words(std::byte* bytes, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i, bytes += sizeof(Word)) {
    Word word;
    std::memcpy(&word, bytes, sizeof word);
    word = swapped(word);
    std::memcpy(bytes, &word, sizeof word);
  }
}

}  // namespace

void swap_bytes(std::byte* bytes, std::int64_t elements, Dtype dtype) {
  const bool two_parts = info(dtype).kind == DtypeKind::complex;
  const std::int64_t parts = two_parts ? 2 * elements : elements;
  switch (two_parts ? size_of(dtype) / 2 : size_of(dtype)) {
    case 2:
      return swap_words<std::uint16_t>(bytes, parts);
    case 4:
      return swap_words<std::uint32_t>(bytes, parts);
    case 8:
      return swap_words<std::uint64_t>(bytes, parts);
    default:
      return;
  }
}

}  // namespace tcalc
