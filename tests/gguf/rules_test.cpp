// What GGUF files have to keep to, on headers that are made as values.
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/gguf/rules.hpp>
#include <tcalc/gguf/types.hpp>

using namespace tcalc;
using gguf::Header;

namespace {

constexpr std::uint32_t f32 = 0, q4_0 = 2, q8_0 = 8, i8 = 24;

using Lines = std::vector<std::string>;

Lines findings(std::vector<gguf::Tensor> tensors, std::int64_t file_bytes,
               std::vector<std::string> duplicates = {}) {
  Header header;
  header.tensors = std::move(tensors);
  header.duplicates = std::move(duplicates);
  header.bytes = 90;  // the tensors begin at 96
  Lines lines;
  for (const npy::Finding& finding : gguf::findings_of(header, file_bytes))
    lines.push_back(std::string(npy::name_of(finding.severity)) + ": " + finding.fact);
  return lines;
}

}  // namespace

TEST_CASE("the blocks of every type of GGUF have ggml's sizes") {
  struct Row {
    std::uint32_t number;
    std::string name;
    std::int64_t bytes_of_256;
  };
  const std::vector<Row> rows = {
      {0, "F32", 1024},   {1, "F16", 512},     {2, "Q4_0", 144},  {3, "Q4_1", 160},    {6, "Q5_0", 176},
      {7, "Q5_1", 192},   {8, "Q8_0", 272},    {9, "Q8_1", 288},  {10, "Q2_K", 84},    {11, "Q3_K", 110},
      {12, "Q4_K", 144},  {13, "Q5_K", 176},   {14, "Q6_K", 210}, {15, "Q8_K", 292},   {16, "IQ2_XXS", 66},
      {17, "IQ2_XS", 74}, {18, "IQ3_XXS", 98}, {19, "IQ1_S", 50}, {20, "IQ4_NL", 144}, {21, "IQ3_S", 110},
      {22, "IQ2_S", 82},  {23, "IQ4_XS", 136}, {24, "I8", 256},   {25, "I16", 512},    {26, "I32", 1024},
      {27, "I64", 2048},  {28, "F64", 2048},   {29, "IQ1_M", 56}, {30, "BF16", 512},   {34, "TQ1_0", 54},
      {35, "TQ2_0", 66},  {39, "MXFP4", 136},  {40, "NVFP4", 144}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(gguf::name_of_type(row.number) == row.name);
    CHECK(gguf::bytes_of({"t", {2, 256}, row.number, 0}) == 2 * row.bytes_of_256);
  }
  CHECK(gguf::name_of_type(4) == "type 4");
  CHECK(gguf::readable_types() == "F32, F16, Q4_0, Q8_0, I8, I16, I32, I64, F64, BF16");
}

TEST_CASE("a tensor of GGUF has whole blocks in each row, and a size that a file can have") {
  CHECK(gguf::bytes_of({"t", {}, f32, 0}) == 4);
  CHECK(gguf::bytes_of({"t", {3, 0}, q8_0, 0}) == 0);
  CHECK(gguf::bytes_of({"t", {32, 2}, q4_0, 0}) == std::nullopt);
  CHECK(gguf::bytes_of({"t", {2, 48}, q4_0, 0}) == std::nullopt);
  CHECK(gguf::bytes_of({"t", {INT64_MAX / 8}, i8, 0}) == INT64_MAX / 8);
  CHECK(gguf::bytes_of({"t", {INT64_MAX / 8 + 1}, i8, 0}) == std::nullopt);
  CHECK(gguf::bytes_of({"t", {INT64_MAX, INT64_MAX}, f32, 0}) == std::nullopt);
  CHECK(gguf::bytes_of({"t", {1}, 5, 0}) == std::nullopt);
}

TEST_CASE("tensors of GGUF follow one another, aligned, within the file") {
  CHECK(findings({}, 96) == Lines{});
  CHECK(findings({}, 90) == Lines{});
  CHECK(findings({{"a", {8}, f32, 0}, {"b", {1}, f32, 32}}, 96 + 36) == Lines{});
  // Padding after the last one is no more than the alignment.
  CHECK(findings({{"a", {8}, f32, 0}}, 96 + 63) == Lines{});
  CHECK(findings({{"a", {8}, f32, 0}}, 96 + 64) == Lines{"note: 32 bytes follow the last tensor"});
  CHECK(findings({{"a", {8}, f32, 0}}, 96 + 31) ==
        Lines{"defect: truncated: the tensors need 32 bytes of data, 31 are there"});
  CHECK(findings({{"a", {8}, f32, 0}}, 50) ==
        Lines{"defect: truncated: the tensors need 32 bytes of data, 0 are there"});
  CHECK(findings({{"b", {9}, f32, 0}, {"a", {8}, f32, 32}}, 96 + 64) ==
        Lines{"defect: tensor 'a' begins at byte 32, but the one before it ends at 36"});
  // Nothing overlaps nothing.
  CHECK(findings({{"b", {9}, f32, 0}, {"a", {0}, f32, 32}}, 96 + 36) == Lines{});
  CHECK(findings({{"a", {8}, f32, 8}}, 96 + 40) ==
        Lines{"defect: tensor 'a' begins at byte 8, not at a multiple of 32"});
  CHECK(findings({{"a", {1}, f32, INT64_MAX - 31}}, 96) ==
        Lines{"defect: tensor 'a' begins at byte 9223372036854775776, which no file has"});
  CHECK(findings({{"a", {2, 9}, q4_0, 0}}, 96) ==
        Lines{"defect: tensor 'a': (2, 9) Q4_0 is not a size that a file can have"});
  // Of what is not known nobody knows where it ends.
  CHECK(findings({{"a", {9}, 99, 0}}, 96 + 1000) == Lines{"note: tensor 'a': type 99 is not known"});
  CHECK(findings({}, 96, {"w"}) == Lines{"defect: the name 'w' comes twice"});
}
