#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <tests/support/catch.hpp>
#include <utility>
#include <vector>

#include <tcalc/core/dtype.hpp>

using namespace tcalc;

namespace {

// The others have rules of their own.
constexpr std::size_t numpy_dtypes = 14;

Dtype dtype_of_code(const std::string& code) { return parse_dtype(code).value().dtype; }

// The words of each line of the table, comments left out; the first line is the columns.
std::vector<std::vector<std::string>> promotion_table() {
  std::ifstream stream(TCALC_SOURCE_DIR "/tests/cases/promotion.txt");
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    lines.emplace_back();
    for (std::string word; words >> word;) lines.back().push_back(word);
  }
  return lines;
}

}  // namespace

TEST_CASE("two dtypes promote as NumPy promotes them") {
  const auto table = promotion_table();
  REQUIRE(table.size() == 1 + numpy_dtypes);
  const std::vector<std::string>& columns = table[0];
  std::set<std::pair<Dtype, Dtype>> pairs;
  for (std::size_t row = 1; row < table.size(); ++row) {
    REQUIRE(table[row].size() == 1 + columns.size());
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const Dtype x = dtype_of_code(table[row][0]);
      const Dtype y = dtype_of_code(columns[column]);
      CAPTURE(name_of(x), name_of(y));
      CHECK(name_of(promote(x, y)) == name_of(dtype_of_code(table[row][column + 1])));
      pairs.emplace(x, y);
    }
  }
  CHECK(pairs.size() == numpy_dtypes * numpy_dtypes);
}

TEST_CASE("bfloat16 stays with integers, and with other floats gives the wider, as in JAX and PyTorch") {
  const std::pair<std::string, std::string> results[] = {
      {"b1", "bf16"}, {"i1", "bf16"}, {"i8", "bf16"}, {"u4", "bf16"}, {"u8", "bf16"}, {"bf16", "bf16"},
      {"f2", "f4"},   {"f4", "f4"},   {"f8", "f8"},   {"c8", "c8"},   {"c16", "c16"}};
  for (const auto& [other, result] : results) {
    CAPTURE(other);
    CHECK(name_of(promote(Dtype::bfloat16, dtype_of_code(other))) == name_of(dtype_of_code(result)));
    CHECK(promote(dtype_of_code(other), Dtype::bfloat16) == dtype_of_code(result));
  }
}

TEST_CASE("narrow floats are computed in float32, all else in itself") {
  for (int i = 0; i < dtype_count; ++i) {
    const auto dtype = static_cast<Dtype>(i);
    const bool narrow = dtype == Dtype::float16 || dtype == Dtype::bfloat16 || is_stored_only(dtype);
    CAPTURE(name_of(dtype));
    CHECK(compute_dtype(dtype) == (narrow ? Dtype::float32 : dtype));
  }
}

TEST_CASE("three dtypes or more have one result type in any order") {
  const auto of = [](std::vector<std::string> codes) {
    std::ranges::sort(codes);
    std::set<std::string_view> results;
    do {
      std::vector<Dtype> dtypes;
      for (const std::string& code : codes) dtypes.push_back(dtype_of_code(code));
      results.insert(name_of(result_type(dtypes)));
    } while (std::ranges::next_permutation(codes).found);
    REQUIRE(results.size() == 1);
    return *results.begin();
  };
  CHECK(of({"i2", "u2", "f4"}) == "float32");  // by pairs from the left: float64
  CHECK(of({"i1", "u1", "f2"}) == "float16");
  CHECK(of({"i2", "u2", "c8"}) == "complex64");
  CHECK(of({"i4", "u4", "f4"}) == "float64");
  CHECK(of({"i8", "u8", "f2"}) == "float64");
  CHECK(of({"b1", "u1", "i1", "u2"}) == "int32");
  CHECK(of({"u8", "i1"}) == "float64");
  CHECK(of({"b1", "b1", "b1"}) == "bool");
}

TEST_CASE("a dtype has NumPy's name, code and size, and one storage type") {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"bool", "b1"},         {"int8", "i1"},      {"int16", "i2"},       {"int32", "i4"},
      {"int64", "i8"},        {"uint8", "u1"},     {"uint16", "u2"},      {"uint32", "u4"},
      {"uint64", "u8"},       {"float16", "f2"},   {"bfloat16", "bf16"},  {"float32", "f4"},
      {"float64", "f8"},      {"complex64", "c8"}, {"complex128", "c16"}, {"float8_e4m3fn", "e4m3fn"},
      {"float8_e5m2", "e5m2"}};
  REQUIRE(names.size() == dtype_count);
  for (int i = 0; i < dtype_count; ++i) {
    const auto dtype = static_cast<Dtype>(i);
    const auto& [name, code] = names[static_cast<std::size_t>(i)];
    CAPTURE(name);
    CHECK(info(dtype).dtype == dtype);
    CHECK(name_of(dtype) == name);
    CHECK(info(dtype).code == code);
    if (info(dtype).in_numpy) {
      CHECK(size_of(dtype) == std::stoi(code.substr(1)));
      constexpr std::string_view kinds = "biufc";
      CHECK(kinds[static_cast<std::size_t>(info(dtype).kind)] == code[0]);
    }
    CHECK(visit_stored(dtype, [](auto tag) { return sizeof(typename decltype(tag)::type); }) ==
          info(dtype).size);
    CHECK(visit_stored(dtype, [](auto tag) { return dtype_of<typename decltype(tag)::type>(); }) == dtype);
  }
  CHECK(dtype_of<bool>() == Dtype::boolean);
}

TEST_CASE("dtypes are read by name and by code, with or without byte order") {
  for (int i = 0; i < dtype_count; ++i) {
    const auto dtype = static_cast<Dtype>(i);
    const std::string code(info(dtype).code);
    std::vector<std::string> words = {std::string(name_of(dtype)), code};
    if (info(dtype).in_numpy) words.insert(words.end(), {"<" + code, ">" + code, "=" + code, "|" + code});
    for (const std::string& text : words) {
      CAPTURE(text);
      const auto parsed = parse_dtype(text);
      REQUIRE(parsed);
      CHECK(parsed->dtype == dtype);
      CHECK(parsed->big_endian == (text[0] == '>' && size_of(dtype) > 1));
    }
  }
  const std::pair<std::string, Dtype> aliases[] = {
      {"?", Dtype::boolean},          {"|?", Dtype::boolean},     {"bool_", Dtype::boolean},
      {"half", Dtype::float16},       {"single", Dtype::float32}, {"double", Dtype::float64},
      {"float", Dtype::float64},      {"int", Dtype::int64},      {"uint", Dtype::uint64},
      {"complex", Dtype::complex128}, {"bool8", Dtype::boolean},  {"d", Dtype::float64},
      {"<q", Dtype::int64},           {"B", Dtype::uint8},        {"longlong", Dtype::int64},
      {"cfloat", Dtype::complex128}};
  for (const auto& [text, dtype] : aliases) {
    CAPTURE(text);
    CHECK(parse_dtype(text).value().dtype == dtype);
  }
}

TEST_CASE("anything else is no dtype") {
  for (const std::string text :
       {"",        "<",        ">",    "f3",     "f16", "i16",  "c4",       "c32",        "u", "F4",
        "Float32", "<float32", "<int", "f4 ",    " f4", "<<f4", "float128", "longdouble", "O", "<U5",
        "<bf16",   "bf",       "S1",   "M8[ns]", "V4",  "g",    "n",        "<double"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_dtype(text));
  }
}

TEST_CASE("the supported dtypes are listed by name") {
  CHECK(supported_dtypes() ==
        "bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float16, bfloat16, float32, "
        "float64, complex64, complex128, float8_e4m3fn, float8_e5m2");
}

TEST_CASE("any byte but 0 is true") {
  CHECK(Boolean{1} == Boolean{255});
  CHECK(Boolean{0} == Boolean{});
  CHECK_FALSE(Boolean{2} == Boolean{0});
}

TEST_CASE("nothing is computed in a dtype that is stored only") {
  const auto compute = [](Dtype dtype) { visit_dtype(dtype, [](auto) {}); };
  CHECK_THROWS_WITH(compute(Dtype::float8_e4m3fn), "nothing is computed in float8_e4m3fn");
  CHECK_NOTHROW(compute(Dtype::complex128));
}
