#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/tensor.hpp>

using namespace tcalc;

namespace {

template <class T>
T number_from(std::string_view text) {
  T value{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  REQUIRE(error == std::errc());
  REQUIRE(stop == text.data() + text.size());
  return value;
}

// Values in the table are written so that the parse is exact: nothing here converts.
template <class T>
T element_from(const std::string& text) {
  if constexpr (std::is_same_v<T, Boolean>) {
    return {number_from<std::uint8_t>(text)};
  } else if constexpr (NarrowFloat<T>) {
    return T(static_cast<float>(number_from<double>(text)));
  } else if constexpr (is_complex<T>) {
    using Part = typename T::value_type;
    const std::size_t comma = text.find(',');
    return {element_from<Part>(text.substr(0, comma)), element_from<Part>(text.substr(comma + 1))};
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(number_from<double>(text));
  } else {
    return number_from<T>(text);
  }
}

Tensor scalar_from(const std::string& text, Dtype dtype) {
  Tensor tensor(dtype, {});
  visit_dtype(dtype, [&](auto tag) {
    const auto value = element_from<typename decltype(tag)::type>(text);
    std::memcpy(tensor.data(), &value, sizeof value);
  });
  return tensor;
}

// The same bits but for NaN, of which there are many.
template <class Part>
bool same_parts(const std::byte* x, const std::byte* y, int count) {
  for (int i = 0; i < count; ++i) {
    Part a;
    Part b;
    std::memcpy(&a, x + i * static_cast<int>(sizeof a), sizeof a);
    std::memcpy(&b, y + i * static_cast<int>(sizeof b), sizeof b);
    const bool both_nan = std::isnan(static_cast<double>(a)) && std::isnan(static_cast<double>(b));
    if (!both_nan && std::memcmp(&a, &b, sizeof a) != 0) return false;
  }
  return true;
}

bool same_scalar(const Tensor& x, const Tensor& y) {
  switch (x.dtype()) {
    case Dtype::float32:
      return same_parts<float>(x.data(), y.data(), 1);
    case Dtype::float64:
      return same_parts<double>(x.data(), y.data(), 1);
    case Dtype::complex64:
      return same_parts<float>(x.data(), y.data(), 2);
    case Dtype::complex128:
      return same_parts<double>(x.data(), y.data(), 2);
    case Dtype::float16: {
      Half a;
      Half b;
      std::memcpy(&a, x.data(), sizeof a);
      std::memcpy(&b, y.data(), sizeof b);
      const bool both_nan = std::isnan(static_cast<float>(a)) && std::isnan(static_cast<float>(b));
      return both_nan || a == b;
    }
    default:
      return std::memcmp(x.data(), y.data(), static_cast<std::size_t>(x.bytes())) == 0;
  }
}

std::vector<std::int32_t> as_int32(const Tensor& tensor) {
  REQUIRE(tensor.dtype() == Dtype::int32);
  std::vector<std::int32_t> values(static_cast<std::size_t>(count(tensor.extents())));
  if (!values.empty()) std::memcpy(values.data(), tensor.data(), values.size() * sizeof(std::int32_t));
  return values;
}

using Values = std::vector<std::int32_t>;

constexpr int numpy_dtypes = 14;

// 16-bit elements 0, 1, 2, ... that start at an odd address.
struct Unaligned {
  explicit Unaligned(int length, bool swapped) : bytes(static_cast<std::size_t>(2 * length + 1)) {
    for (int i = 0; i < length; ++i) {
      const auto value = static_cast<std::uint16_t>(i);
      const auto low = static_cast<std::byte>(value & 255);
      const auto high = static_cast<std::byte>(value >> 8);
      bytes[static_cast<std::size_t>(2 * i + 1)] = swapped ? high : low;
      bytes[static_cast<std::size_t>(2 * i + 2)] = swapped ? low : high;
    }
  }
  std::vector<std::byte> bytes;
};

}  // namespace

TEST_CASE("each dtype converts to each as NumPy's astype does") {
  std::ifstream stream(TCALC_SOURCE_DIR "/tests/cases/astype.txt");
  std::vector<Dtype> targets;
  int checked = 0;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    std::string code;
    std::string text;
    words >> code;
    if (code == "value") {
      while (words >> code) targets.push_back(parse_dtype(code).value().dtype);
      continue;
    }
    words >> text;
    const Tensor source = scalar_from(text, parse_dtype(code).value().dtype);
    for (const Dtype target : targets) {
      std::string expected;
      words >> expected;
      CAPTURE(code, text, name_of(target), expected);
      CHECK(same_scalar(converted(source.view(), target), scalar_from(expected, target)));
      ++checked;
    }
  }
  CHECK(targets.size() == numpy_dtypes);
  CHECK(checked > 80 * numpy_dtypes);
}

TEST_CASE("strides, alignment and byte order of the source do not matter") {
  for (const bool swapped : {false, true}) {
    const Unaligned source(24, swapped);
    const std::byte* data = source.bytes.data() + 1;
    const auto result = [&](const std::byte* first, Extents extents, Strides strides) {
      return as_int32(converted({first, Dtype::uint16, swapped, extents, strides}, Dtype::int32));
    };
    CHECK(result(data, {2, 3}, {3, 1}) == Values{0, 1, 2, 3, 4, 5});
    CHECK(result(data, {3, 2}, {1, 3}) == Values{0, 3, 1, 4, 2, 5});
    CHECK(result(data + 2 * 5, {6}, {-1}) == Values{5, 4, 3, 2, 1, 0});
    CHECK(result(data + 2 * 3, {2, 3}, {-3, 1}) == Values{3, 4, 5, 0, 1, 2});
    CHECK(result(data + 2 * 7, {2, 3}, {0, 0}) == Values{7, 7, 7, 7, 7, 7});
    CHECK(result(data, {2, 3}, {0, 1}) == Values{0, 1, 2, 0, 1, 2});
    CHECK(result(data, {2, 1, 3}, {1, 99, 0}) == Values{0, 0, 0, 1, 1, 1});
    CHECK(result(data, {2, 2, 2}, {12, 2, 1}) == Values{0, 1, 2, 3, 12, 13, 14, 15});
    CHECK(result(data + 2 * 23, {}, {}) == Values{23});
    CHECK(result(data, {1, 1}, {7, 7}) == Values{0});
    CHECK(result(data, {2, 0, 3}, {5, 5, 5}).empty());
  }
}

TEST_CASE("the same dtype is copied, made contiguous and native") {
  const Unaligned source(6, true);
  const Tensor copy = converted({source.bytes.data() + 1, Dtype::int16, true, {3, 2}, {1, 3}}, Dtype::int16);
  CHECK(copy.extents() == Extents{3, 2});
  std::vector<std::int16_t> values(6);
  std::memcpy(values.data(), copy.data(), 12);
  CHECK(values == std::vector<std::int16_t>{0, 3, 1, 4, 2, 5});

  const Tensor again = converted(copy.view(), Dtype::int16);
  CHECK(again.data() != copy.data());
  CHECK(std::memcmp(again.data(), copy.data(), 12) == 0);
}

TEST_CASE("the parts of a complex number are swapped one by one") {
  const std::complex<double> value(1.5, -2.25);
  std::byte swapped[16];
  std::memcpy(swapped, &value, 16);
  std::reverse(swapped, swapped + 8);
  std::reverse(swapped + 8, swapped + 16);
  const Tensor result = converted({swapped, Dtype::complex128, true, {}, {}}, Dtype::complex64);
  std::complex<float> read;
  std::memcpy(&read, result.data(), sizeof read);
  CHECK(read == std::complex<float>(1.5f, -2.25f));
}

TEST_CASE("bytes of a bool other than 0 and 1 become 1, also when the dtype stays") {
  const std::byte bytes[] = {std::byte{0}, std::byte{1}, std::byte{2}, std::byte{255}};
  const TensorView view = {bytes, Dtype::boolean, false, {4}, {1}};
  CHECK(as_int32(converted(view, Dtype::int32)) == Values{0, 1, 1, 1});
  const Tensor same = converted(view, Dtype::boolean);
  CHECK(std::vector<std::byte>(same.data(), same.data() + 4) ==
        std::vector<std::byte>{std::byte{0}, std::byte{1}, std::byte{1}, std::byte{1}});
}

TEST_CASE("arrays larger than a block keep their order") {
  constexpr int rows = 37;
  constexpr int columns = 101;
  const Unaligned source(rows * columns, false);
  const TensorView transposed = {
      source.bytes.data() + 1, Dtype::uint16, false, {columns, rows}, {1, columns}};
  const Values values = as_int32(converted(transposed, Dtype::int32));
  int wrong = 0;
  for (int i = 0; i < rows * columns; ++i) {
    if (values[static_cast<std::size_t>(i)] != i % rows * columns + i / rows) ++wrong;
  }
  CHECK(wrong == 0);
}
