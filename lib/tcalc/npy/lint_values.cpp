#include <cmath>
#include <cstring>
#include <string>

#include <tcalc/core/byte_order.hpp>
#include <tcalc/core/cast.hpp>
#include <tcalc/core/element_index.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/npy/lint_values.hpp>

namespace tcalc::npy {

namespace {

constexpr std::uint64_t exponent_of_half = 0x7c00, exponent_of_float = 0x7f800000,
                        exponent_of_double = 0x7ff0000000000000;

// Whether every bit of a float's exponent is set somewhere. The bits are turned to the file's byte order
// instead of every word to the machine's.
template <class Word>
bool any_not_finite(std::span<const std::byte> run, Word exponent, bool big_endian) {
  const Word bits = big_endian ? swapped(exponent) : exponent;
  const std::size_t count = run.size() / sizeof(Word);
  std::uint32_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Word word;
    std::memcpy(&word, run.data() + i * sizeof word, sizeof word);
    found += (word & bits) == bits ? 1U : 0U;
  }
  return found != 0;
}

bool any_odd_bool(std::span<const std::byte> run) {
  std::uint32_t found = 0;
  for (const std::byte byte : run) found += byte > std::byte{1} ? 1U : 0U;
  return found != 0;
}

bool any_odd(std::span<const std::byte> run, const Header& header) {
  const bool two_parts = info(header.dtype).kind == DtypeKind::complex;
  switch (size_of(header.dtype) / (two_parts ? 2 : 1)) {
    case 1:
      return any_odd_bool(run);
    case 2:
      return any_not_finite<std::uint16_t>(run, exponent_of_half, header.big_endian);
    case 4:
      return any_not_finite<std::uint32_t>(run, exponent_of_float, header.big_endian);
    default:
      return any_not_finite<std::uint64_t>(run, exponent_of_double, header.big_endian);
  }
}

template <class T, class Predicate>
bool any_part(T value, const Predicate& predicate) {
  if constexpr (is_complex<T>)
    return predicate(value.real()) || predicate(value.imag());
  else
    return predicate(cast<double>(value));
}

}  // namespace

bool ValueLint::wanted() const {
  const DtypeKind kind = info(header_.dtype).kind;
  return kind == DtypeKind::boolean ||
         (!allow_nan_ && (kind == DtypeKind::floating || kind == DtypeKind::complex));
}

void ValueLint::add(std::span<const std::byte> run) {
  if (wanted() && any_odd(run, header_))
    visit_stored(header_.dtype, [&](auto tag) { look_closer<typename decltype(tag)::type>(run); });
  elements_ += static_cast<std::int64_t>(run.size()) / size_of(header_.dtype);
}

template <class T>
void ValueLint::look_closer(std::span<const std::byte> run) {
  const std::size_t count = run.size() / sizeof(T);
  for (std::size_t i = 0; i < count; ++i) {
    const T value = load<T>(run.data() + i * sizeof(T), header_.big_endian);
    const std::int64_t place = elements_ + static_cast<std::int64_t>(i);
    if constexpr (std::is_same_v<T, Boolean>) {
      if (value.byte > 1) bools_.add(place);
    } else {
      if (any_part(value, [](double part) { return std::isnan(part); })) nans_.add(place);
      if (any_part(value, [](double part) { return std::isinf(part); })) infinities_.add(place);
    }
  }
}

std::string ValueLint::told(const Tally& tally, const char* one, const char* many) const {
  return counted(tally.count, one, many) +
         index_text(index_at(header_.extents, tally.first, header_.fortran_order));
}

std::vector<Finding> ValueLint::findings() const {
  std::vector<Finding> findings;
  if (nans_.count > 0)
    findings.push_back({"nan", Severity::defect, told(nans_, "NaN at ", "NaNs, the first at ")});
  if (infinities_.count > 0)
    findings.push_back(
        {"infinity", Severity::defect, told(infinities_, "infinity at ", "infinities, the first at ")});
  if (bools_.count > 0)
    findings.push_back(
        {"bool", Severity::defect,
         told(bools_, "bool that is neither 0 nor 1 at ", "bools that are neither 0 nor 1, the first at ")});
  return findings;
}

}  // namespace tcalc::npy
