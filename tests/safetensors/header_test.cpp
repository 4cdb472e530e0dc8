// Every header of tests/cases/safetensors.txt gets exactly its answer.
#include <fstream>
#include <string>
#include <tests/support/case_table.hpp>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/safetensors/header.hpp>
#include <tcalc/safetensors/index.hpp>
#include <tcalc/safetensors/rules.hpp>
#include <tcalc/shape/shape.hpp>

using namespace tcalc;
using safetensors::findings_of;
using safetensors::format_header;
using safetensors::Header;
using safetensors::Index;
using safetensors::Metadata;
using safetensors::parse_header;
using safetensors::parse_index;

namespace {

std::string unescaped(const std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = std::string_view(text).substr(at);
    if (rest.starts_with("\\x")) {
      result += static_cast<char>(std::stoi(text.substr(at + 2, 2), nullptr, 16));
      at += 3;
    } else if (rest.starts_with("\\n")) {
      result += '\n';
      ++at;
    } else {
      result += text[at];
    }
  }
  return result;
}

// A shape may be none that tcalc could have: written as it is.
std::string shape_text(const Extents& extents) {
  std::string text;
  for (const std::int64_t extent : extents) text += (text.empty() ? "" : ", ") + std::to_string(extent);
  return "(" + text + (extents.size() == 1 ? ",)" : ")");
}

std::string answer(const std::string& text, std::int64_t data_bytes) {
  std::string said;
  const auto add = [&](const std::string& part) { said += (said.empty() ? "" : "; ") + part; };
  try {
    const Header header = parse_header(text, "f");
    for (const auto& [key, value] : header.metadata) add("meta " + key + "=" + value);
    for (const safetensors::Tensor& tensor : header.tensors)
      add(tensor.name + " " + tensor.dtype + " " + shape_text(tensor.extents));
    const auto header_bytes = static_cast<std::int64_t>(text.size());
    for (const npy::Finding& finding : findings_of(header, header_bytes, data_bytes))
      add(std::string(npy::name_of(finding.severity)) + ": " + finding.fact);
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::input);
    CHECK(error.message.starts_with("f: "));
    return "error: " + error.message.substr(3);
  }
  return said;
}

// What stands before the first bar; the spaces before it belong to the table.
std::string header_of(const std::string& line) {
  std::string text = line.substr(0, line.find(" | "));
  while (text.ends_with(' ')) text.pop_back();
  return unescaped(text);
}

}  // namespace

TEST_CASE("every header of a safetensors file gets its answer") {
  std::ifstream file(TCALC_SOURCE_DIR "/tests/cases/safetensors.txt");
  REQUIRE(file);
  int cases = 0, number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::vector<std::string> columns = test::columns_of(line.substr(line.find(" | ")));
    REQUIRE(columns.size() == 3);
    const std::string& expected = columns[2];
    // A header is padded to a multiple of 8, unless that is what the row is about.
    const bool is_padded = expected.find("data begins") == std::string::npos;
    INFO("line " << number << ": " << line);
    std::string text = header_of(line);
    if (is_padded && text.ends_with('}')) text.append((8 - text.size() % 8) % 8, ' ');
    CHECK(answer(text, std::stoll(columns[1])) == expected);
    ++cases;
  }
  CHECK(cases > 50);
}

TEST_CASE("a header is written as it is read") {
  const std::vector<safetensors::Tensor> tensors = {{"a", "F32", {2, 3}, 0, 24},
                                                    {"b \"q\" ü", "BOOL", {}, 24, 25}};
  const Metadata metadata = {{"format", "pt"}, {"", "line\n"}};
  const std::string bytes = format_header(tensors, metadata, "f");
  CHECK(bytes.size() % 8 == 0);
  CHECK(static_cast<std::uint8_t>(bytes[0]) + (static_cast<std::uint8_t>(bytes[1]) << 8) ==
        static_cast<int>(bytes.size()) - 8);
  const Header header = parse_header(std::string_view(bytes).substr(8), "f");
  CHECK(header.metadata == metadata);
  REQUIRE(header.tensors.size() == 2);
  CHECK(header.tensors[1].name == tensors[1].name);
  CHECK(header.tensors[0].extents == tensors[0].extents);
  CHECK(findings_of(header, static_cast<std::int64_t>(bytes.size()) - 8, 25).empty());
  CHECK(bytes.substr(8).starts_with(
      R"({"__metadata__":{"format":"pt","":"line\n"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]})"));
}

TEST_CASE("an index says which file has which tensor, and refuses files elsewhere") {
  const Index index = parse_index(
      R"({"metadata":{"total_size":12,"x":[{}]},"weight_map":{"a":"m-1.safetensors","b":"m-2.safetensors"}})",
      "i");
  CHECK(index.total_bytes == 12);
  CHECK(index.weights ==
        std::vector<std::pair<std::string, std::string>>{{"a", "m-1.safetensors"}, {"b", "m-2.safetensors"}});
  const auto refusal = [](std::string_view text) {
    try {
      parse_index(text, "i");
    } catch (const Error& error) {
      return error.message;
    }
    return std::string("read");
  };
  CHECK(refusal("{}") == "i: the index has no weight_map");
  CHECK(refusal("[]") == "i: the index is not a JSON object");
  CHECK(refusal("3") == "i: the index is not a JSON object");
  CHECK(refusal(R"({"weight_map":{"a":1}})") == "i: the file of tensor 'a' is not text");
  CHECK(refusal(R"({"weight_map":{"a":["f"]}})") == "i: the file of tensor 'a' is not text");
  CHECK(refusal(R"({"weight_map":{"a":"../f"}})") ==
        "i: tensor 'a' is said to be in '../f', which is not a file beside it");
  CHECK(refusal(R"({"weight_map":{"a":""}})") ==
        "i: tensor 'a' is said to be in '', which is not a file beside it");
  CHECK(refusal(R"({"other":{"a":{"total_size":1,"b":{"c":2}}},"weight_map":{}})") == "read");
  CHECK(refusal(R"({"weight_map":{"a":"f")") == "i: the index is not JSON: byte 23 of it");
}

TEST_CASE("what a header makes tcalc hold does not grow by what it claims") {
  // Ten thousand tensors that each claim all there is.
  std::string text = "{";
  for (int i = 0; i < 10'000; ++i)
    text += (i == 0 ? "\"" : ",\"") + std::to_string(i) +
            R"(":{"dtype":"F32","shape":[2305843009213693951],"data_offsets":[0,9223372036854775804]})";
  text += "}";
  const Header header = parse_header(text, "f");
  CHECK(header.tensors.size() == 10'000);
  const auto findings = findings_of(header, static_cast<std::int64_t>(text.size()), 8);
  CHECK(findings.size() == 21);
  CHECK(findings.back().fact.ends_with(" more like these"));
}

TEST_CASE("the text of a long header is given back while it is read") {
  std::string text = "{";
  for (int i = 0; i < 9000; ++i)
    text +=
        (i == 0 ? "\"" : ",\"") + std::to_string(i) + R"(":{"dtype":"U8","shape":[0],"data_offsets":[0,0]})";
  int times = 0;
  CHECK(parse_header(text + "}", "f", [&] { ++times; }).tensors.size() == 9000);
  CHECK(times == 2);
}

TEST_CASE("a tensor of a dtype that nobody knows has no size of its own") {
  CHECK(safetensors::bytes_of({"w", "F32", {2, 3}, 0, 24}) == 24);
  CHECK(safetensors::bytes_of({"w", "F4", {3}, 0, 2}) == std::nullopt);
  CHECK(safetensors::bytes_of({"w", "F128", {1}, 0, 16}) == std::nullopt);
}
