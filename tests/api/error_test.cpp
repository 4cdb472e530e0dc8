// What C++ callers are told: the messages are the shell's, the hints are calls of C++.
#include <functional>
#include <optional>
#include <tests/support/case_table.hpp>
#include <tests/support/catch.hpp>
#include <tests/support/shapes.hpp>
#include <vector>

#include <tcalc/api/thrown.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/tcalc.hpp>

using namespace tcalc;

namespace {

// Arrays of a case, described and without data: none of them is computed with.
class Described {
 public:
  // Nothing where a size is a name or unknown: those are not arrays.
  static std::optional<Described> from(const test::Case& item, bool has_leading_word) {
    Described operands;
    std::string texts = has_leading_word ? item.b : item.a + ";" + item.b;
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
      end = texts.find(';', begin);
      std::string text = texts.substr(begin, end == std::string::npos ? end : end - begin);
      std::erase(text, ' ');
      const Shape shape = test::shape_from(text);
      if (!shape.is_known()) return std::nullopt;
      const Extents extents = shape.extents();
      operands.extents_.emplace_back(extents.begin(), extents.end());
    }
    return operands;
  }

  std::vector<api::ArrayRef> refs() const {
    std::vector<api::ArrayRef> refs;
    for (const auto& extents : extents_)
      refs.push_back({nullptr, Dtype::float64, extents.size(), extents.data(), extents.data()});
    return refs;
  }

 private:
  std::vector<std::vector<std::int64_t>> extents_;
};

// Asked for only where a product is legal.
struct Legal {};
api::TargetRef refuse(void*, const std::int64_t*, std::size_t) { throw Legal(); }

// The call with the options of a case; null where C++ has no such options.
using Call = std::function<void(const std::vector<api::ArrayRef>&, const api::Destination&)>;

Call call_of(const std::string& operation, const std::string& spec, const Arguments& arguments) {
  const auto* axes = find_integers(arguments, "axes");
  if (arguments.contains("output-type")) return nullptr;
  if (operation == "matmul") {
    const MatmulOptions options = {has_flag(arguments, "transpose-a"), has_flag(arguments, "transpose-b"),
                                   has_flag(arguments, "adjoint-a"), has_flag(arguments, "adjoint-b")};
    return [=](const auto& x, const auto& to) { api::matmul(x[0], x[1], options, to); };
  }
  if (operation == "batch_dot") {
    BatchDotOptions options;
    if (axes != nullptr && axes->empty()) return nullptr;
    if (axes != nullptr) options.axes = *axes;
    if (const auto* version = find_word(arguments, "keras")) {
      try {
        options.rule = keras_rule(*version);
      } catch (const Error&) {
        return nullptr;
      }
    }
    return [=](const auto& x, const auto& to) { api::batch_dot(x[0], x[1], options, to); };
  }
  if (operation == "tensordot") {
    const auto* axes_a = find_integers(arguments, "axes-a");
    const auto* axes_b = find_integers(arguments, "axes-b");
    if ((axes_a == nullptr) != (axes_b == nullptr) || (axes_a != nullptr && axes != nullptr)) return nullptr;
    if (axes_a != nullptr) {
      const TensordotOptions options = {*axes_a, *axes_b};
      return [=](const auto& x, const auto& to) { api::tensordot(x[0], x[1], options, to); };
    }
    if (axes != nullptr && axes->size() != 1) return nullptr;
    const std::int64_t count = axes == nullptr ? 2 : axes->front();
    return [=](const auto& x, const auto& to) { api::tensordot(x[0], x[1], count, to); };
  }
  if (operation == "vecdot") {
    const auto* axis = find_integers(arguments, "axis");
    if (axis != nullptr && axis->size() != 1) return nullptr;
    const VecdotOptions options = {axis == nullptr ? -1 : axis->front()};
    return [=](const auto& x, const auto& to) { api::vecdot(x[0], x[1], options, to); };
  }
  if (operation == "einsum") {
    const EinsumOptions options = {has_flag(arguments, "strict")};
    return [=](const auto& x, const auto& to) { api::einsum(spec, x, options, to); };
  }
  if (operation == "multi_dot") return [](const auto& x, const auto& to) { api::multi_dot(x, to); };
  using Plain = void (*)(const api::ArrayRef&, const api::ArrayRef&, const api::Destination&);
  static const std::vector<std::pair<std::string, Plain>> plain = {
      {"dot", api::dot},       {"inner", api::inner},   {"outer", api::outer}, {"vdot", api::vdot},
      {"matvec", api::matvec}, {"vecmat", api::vecmat}, {"kron", api::kron}};
  for (const auto& [name, function] : plain) {
    if (name == operation)
      return [function = function](const auto& x, const auto& to) { function(x[0], x[1], to); };
  }
  return nullptr;
}

// What the library answers, in the words of the tables; nothing where C++ cannot ask.
std::optional<std::string> answer(const test::Case& item) {
  const Operation& operation = *find_operation(item.operation);
  const bool has_spec = !operation.leading_word.empty();
  const auto operands = Described::from(item, has_spec);
  if (!operands) return std::nullopt;
  const Call call = call_of(item.operation, item.a, test::arguments_from(operation, item.options));
  if (!call) return std::nullopt;
  try {
    call(operands->refs(), {Dtype::float64, nullptr, nullptr, refuse, false});
  } catch (const Legal&) {
    return "legal";
  } catch (const Error& error) {
    const std::string subject = item.operation + ": ";
    const std::string text = error.what();
    const std::string prefix =
        error.kind == ErrorKind::mismatch ? "" : std::string(kind_name(error.kind)) + " ";
    return prefix + "error: " + (text.starts_with(subject) ? text.substr(subject.size()) : text);
  }
  return "nothing was computed";
}

// Of a file of tests/cases: the errors that C++ can run into.
int check_errors(const std::string& file, const std::string& operation) {
  int checked = 0;
  for (const test::Case& item : test::read_cases(file, operation)) {
    if (item.result.find("error: ") == std::string::npos) continue;
    INFO(item.where << ": " << item.operation << " " << item.a << " " << item.b << " " << item.options);
    const auto given = answer(item);
    if (!given) continue;
    CHECK(*given == item.result);
    ++checked;
  }
  return checked;
}

bool has(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

template <class E, class Call>
std::string text_of(const Call& call) {
  try {
    call();
  } catch (const E& error) {
    return error.text();
  }
  return "no such error";
}

}  // namespace

TEST_CASE("what C++ callers are told is the first line that the shell prints, in every case of the tables") {
  int checked = 0;
  for (const Operation* operation : operations())
    checked += check_errors(std::string(operation->name) + ".txt", std::string(operation->name));
  checked += check_errors("batch_dot_keras3.txt", "batch_dot");
  CHECK(checked > 150);
}

TEST_CASE("the text of an error shows the operands, and proposes calls of C++") {
  const auto a = xt::xarray<float>::from_shape({3, 4, 5, 2});
  const auto b = xt::xarray<float>::from_shape({2, 5, 3, 7});
  CHECK(text_of<ShapeError>([&] { dot(a, b); }) ==
        "dot: Dimensions must be equal, but are 2 and 3: axis 3 of A and axis 2 of B\n"
        "  A  (3, 4, 5, 2)\n"
        "               ^\n"
        "  B  (2, 5, 3, 7)\n"
        "            ^\n"
        "  as matrices: (60, 2) x (3, 70)\n"
        "  hint: tcalc::tensordot(A, B, {3}, {0}) is legal and gives (3, 4, 5, 5, 3, 7)");
  const auto rows = xt::xarray<float>::from_shape({2, 3});
  const std::string text = text_of<ShapeError>([&] { matmul(rows, rows); });
  CHECK(has(text, "hint: tcalc::matmul(A, B, {.transpose_b = true}) is legal and gives (2, 2)"));
  CHECK(has(text_of<ShapeError>([&] { matmul(rows, rows, {.transpose_b = true, .adjoint_a = true}); }),
            "\n  as matrices: (3, 2) x (3, 2)\n"));
  CHECK(has(text_of<ShapeError>([&] { einsum("ij,jk->ik", rows, rows); }),
            "hint: tcalc::einsum(\"ij,kj->ik\", A, B) is legal and gives (2, 2)"));
  CHECK(has(text_of<ShapeError>([] {
              shape_of("matmul", {"B,T", "H,D"});
            }),
            "\n  hint: equal only if T == H"));
  CHECK(has(text_of<ShapeError>([] {
              infer("x.reshape(64, -1)", {{"x", "B,T"}});
            }),
            "\n  hint: defined only if (B*T) % (64) == 0"));
  CHECK(text_of<UsageError>([&] { multi_dot(std::vector{rows}); }) ==
        "multi_dot takes at least 2 operands, got 1");
  CHECK(has(text_of<UsageError>([&] { eval("q @", {{"q", rows}}); }), "\n  q @\n    ^"));
}

TEST_CASE("each kind of error has its class") {
  const auto a = xt::xarray<float>::from_shape({2, 3});
  CHECK_THROWS_AS(matmul(a, a), ShapeError);
  CHECK_THROWS_AS(einsum("ij->", a, a), UsageError);
  CHECK_THROWS_AS(tensordot(a, a, -1), UsageError);
  CHECK_THROWS_WITH(tensordot(a, a, -1), "tensordot: the number of axes cannot be negative, but is -1");
  CHECK_THROWS_AS(matmul(a, a, {.transpose_a = true, .adjoint_a = true}), UsageError);
  CHECK_THROWS_AS(shape_of("no_such_operation", {"2", "2"}), UsageError);
  CHECK_THROWS_AS(infer("x @ x", {{"x", "2,3"}}), ShapeError);
  CHECK_THROWS_AS(api::throw_as_its_kind(Error(ErrorKind::internal, "x: y")), InternalError);
  CHECK(text_of<Error>([&] { tensordot(a, a, -1); }) ==
        UsageError(Error(ErrorKind::usage, "tensordot: the number of axes cannot be negative, but is -1"))
            .text());
}

TEST_CASE("what takes more memory on its way than there is throws before it is computed") {
  const xt::xarray<double> column = xt::zeros<double>({1'000'000, 1});
  const xt::xarray<double> row = xt::transpose(column);
  const auto planned = plan<double>("matmul", {{1'000'000, 1}, {1, 1'000'000}});
  CHECK(has(text_of<ResourceError>([&] { planned(column, row); }),
            "matmul: result (1000000, 1000000) float64 needs 7.28 TiB, "));
  CHECK_THROWS_AS(eval("x @ x.T", {{"x", column}}), ResourceError);
}

TEST_CASE("what is too large is always a ResourceError") {
  // Without data: nothing is read before its result has room.
  const auto product_of = [](std::vector<std::int64_t> x, std::vector<std::int64_t> y) {
    const std::vector<std::int64_t> strides(8, 0);
    const api::ArrayRef a = {nullptr, Dtype::float64, x.size(), x.data(), strides.data()};
    const api::ArrayRef b = {nullptr, Dtype::float64, y.size(), y.data(), strides.data()};
    xt::xarray<double> result;
    api::tensordot(a, b, 0, api::Target(result).made());
  };
  const std::int64_t million = 1'000'000;
  CHECK_THROWS_AS(product_of({million, million, million}, {million, million}), ResourceError);
  CHECK_THROWS_AS(product_of({million, million, million}, {2}), ResourceError);  // its bytes overflow
  CHECK_THROWS_AS(product_of({million, million}, {million}), ResourceError);
  CHECK_THROWS_AS(product_of({million}, {million}), ResourceError);
  CHECK(has(text_of<ResourceError>([&] { product_of({million}, {million}); }),
            "tensordot: result (1000000, 1000000) float64 needs 7.28 TiB, "));
}
