// Steps of contractions of any number of operands.
#include <cstring>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shapes.hpp>
#include <vector>

#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/plan/part.hpp>
#include <tcalc/plan/path.hpp>

using namespace tcalc;

namespace {

Contraction contraction_of(const std::string& spec, const std::vector<Extents>& extents) {
  std::vector<Operand> operands;
  for (const Extents& own : extents) operands.push_back({side_name(operands.size()), Shape(own)});
  return contraction_of(einsum(spec, operands));
}

// "ij,jk->ik; ik,kl->il"
std::string path_text(const std::string& spec, const std::vector<Extents>& extents,
                      double most_elements = no_bound) {
  std::string text;
  for (const Step& step : make_path(contraction_of(spec, extents), extents, most_elements))
    text += (text.empty() ? "" : "; ") + einsum_text(step.contraction);
  return text;
}

double flops(const std::string& spec, const std::vector<Extents>& extents) {
  const Contraction contraction = contraction_of(spec, extents);
  return flops_of(make_path(contraction, extents));
}

// Of the outcome of each step.
std::vector<double> elements(const std::string& spec, const std::vector<Extents>& extents) {
  std::vector<double> counts;
  for (const Step& step : make_path(contraction_of(spec, extents), extents)) counts.push_back(step.elements);
  return counts;
}

// Whole numbers, and the result of the whole schedule.
std::vector<double> computed(const std::string& spec, const std::vector<Extents>& extents) {
  const Contraction contraction = contraction_of(spec, extents);
  std::vector<Tensor> tensors;
  std::vector<TensorView> views;
  for (const Extents& own : extents) {
    Tensor& tensor = tensors.emplace_back(Dtype::float64, own);
    auto* elements = reinterpret_cast<double*>(tensor.data());
    for (std::int64_t i = 0; i < count(own); ++i) elements[i] = static_cast<double>(i + 1);
    views.push_back(tensor.view());
  }
  const Schedule schedule = make_schedule(contraction, views);
  std::vector<double> result(static_cast<std::size_t>(count(Shape(contraction.result_dims()).extents())));
  run_schedule(schedule, views, reinterpret_cast<std::byte*>(result.data()), 2);
  return result;
}

}  // namespace

TEST_CASE("two operands that have every summed letter meet in one step") {
  CHECK(path_text("ij,jk->ik", {{2, 3}, {3, 4}}) == "ij,jk->ik");
  CHECK(path_text("bij,jk->bik", {{5, 2, 3}, {3, 4}}) == "bij,jk->bik");
  CHECK(path_text("iij,jk->ik", {{2, 2, 3}, {3, 4}}) == "iij,jk->ik");
}

TEST_CASE("a letter that one operand alone has is summed there first") {
  CHECK(path_text("ij,jk->k", {{2, 3}, {3, 4}}) == "ij->j; j,jk->k");
  CHECK(path_text("ij,kl->", {{2, 3}, {3, 4}}) == "ij->; kl->; ,->");
  CHECK(path_text("ij,jk->ik", {{2, 1}, {3, 4}}) == "jk->k; ij,k->ik");
  CHECK(flops("ij,jk->k", {{20, 30}, {30, 40}}) == 20 * 30 + 2 * 30 * 40);
}

TEST_CASE("one operand is summed or copied in one step") {
  CHECK(path_text("ij->ji", {{2, 3}}) == "ij->ji");
  CHECK(flops("ij->ji", {{2, 3}}) == 0);
  CHECK(flops("ij->i", {{2, 3}}) == 6);
}

TEST_CASE("a step says how many elements come of it") {
  using Counts = std::vector<double>;
  CHECK(elements("ij,jk->ik", {{20, 30}, {30, 40}}) == Counts{20 * 40});
  CHECK(elements("i,i->", {{20}, {20}}) == Counts{1});
  CHECK(elements("ij,jk->k", {{20, 30}, {30, 40}}) == Counts{30, 40});
  CHECK(elements("ij->ji", {{20, 30}}) == Counts{20 * 30});
}

TEST_CASE("three operands meet in the order with the fewest FLOPs") {
  CHECK(path_text("ij,jk,kl->il", {{10, 1000}, {1000, 5}, {5, 500}}) == "ij,jk->ik; ik,kl->il");
  CHECK(path_text("ij,jk,kl->il", {{1000, 10}, {10, 500}, {500, 5}}) == "jk,kl->jl; ij,jl->il");
  CHECK(flops("ij,jk,kl->il", {{10, 1000}, {1000, 5}, {5, 500}}) == 2 * 10 * 1000 * 5 + 2 * 10 * 5 * 500);
  CHECK(naive_flops(contraction_of("ij,jk,kl->il", {{2, 3}, {3, 4}, {4, 5}})) == 3 * 2 * 3 * 4 * 5);
}

TEST_CASE("a letter that is 1 in one operand and kept is a free axis of the other") {
  // It was taken for an axis of the operand where it does not move: every row was the first.
  const std::vector<double> result = computed("yd,acd->yda", {{2, 3}, {2, 2, 1}});
  REQUIRE(result.size() == 12);
  for (std::size_t y = 0; y < 2; ++y) {
    for (std::size_t d = 0; d < 3; ++d) {
      for (std::size_t a = 0; a < 2; ++a) {
        const double left = static_cast<double>(y * 3 + d + 1);
        const double right = static_cast<double>(2 * a + 1 + 2 * a + 2);  // summed over c
        CHECK(result[(y * 3 + d) * 2 + a] == left * right);
      }
    }
  }
}

TEST_CASE("intermediates that a bound on memory forbids are avoided") {
  const std::vector<Extents> extents = {{2, 10}, {10, 100}, {100, 10}};
  CHECK(path_text("ij,jk,kl->il", extents) == "ij,jk->ik; ik,kl->il");
  CHECK(path_text("ij,jk,kl->il", extents, 150) == "jk,kl->jl; ij,jl->il");
  CHECK(path_text("ij,jk,kl->il", extents, 10) == "ij,jk->ik; ik,kl->il");  // nothing keeps to it
  std::vector<TensorView> views;
  for (const Extents& own : extents) views.push_back({nullptr, Dtype::float64, false, own, c_strides(own)});
  const Contraction contraction = contraction_of("ij,jk,kl->il", extents);
  CHECK(make_schedule(contraction, views).intermediate_bytes == 200 * 8);
  CHECK(make_schedule(contraction, views, {}, 1000).intermediate_bytes == 100 * 8);
  CHECK(make_schedule(contraction, views, {}, 10).intermediate_bytes == 200 * 8);
}

TEST_CASE("an intermediate that cannot be addressed in any order is refused") {
  const std::int64_t size = std::int64_t{1} << 20;
  const auto schedule = [](const std::string& spec, const std::vector<Extents>& extents) {
    std::vector<TensorView> views;
    for (const Extents& own : extents) views.push_back(contiguous(Dtype::float64, own));
    return make_schedule(contraction_of(spec, extents), views);
  };
  // Any two of four share one letter, and have four others: 2^80 elements.
  CHECK_THROWS_WITH(schedule("abx,cdx,acy,bdy->", std::vector<Extents>(4, {size, size, size})),
                    "the result has more bytes than can be addressed");
}

TEST_CASE("the FLOPs of a naive loop count a sum only where there is one") {
  const auto naive = [](const std::string& spec, const std::vector<Extents>& extents) {
    return naive_flops(contraction_of(spec, extents));
  };
  CHECK(naive("ij,jk->ik", {{2, 3}, {3, 4}}) == 2 * 24);
  CHECK(naive("ij,jk->ik", {{2, 1}, {1, 4}}) == 8);
  CHECK(naive("ij,ij->ij", {{2, 3}, {2, 3}}) == 6);
}

TEST_CASE(
    "the rows of an operand are rows of the result where its first axis is the result's, and alone is") {
  const auto label = [](const std::string& spec, std::size_t operand, const std::vector<Extents>& extents) {
    return row_label(contraction_of(spec, extents), operand, extents[operand]);
  };
  CHECK(label("ij,jk->ik", 0, {{2, 3}, {3, 4}}) == 0);
  CHECK_FALSE(label("ij,jk->ik", 1, {{2, 3}, {3, 4}}));
  CHECK_FALSE(label(",j->j", 0, {{}, {3}}));
  CHECK_FALSE(label("j,j->", 0, {{3}, {3}}));
  CHECK_FALSE(label("bij,bjk->bik", 0, {{1, 2, 3}, {5, 3, 4}}));
  CHECK_FALSE(label("iij,jk->ik", 0, {{2, 2, 3}, {3, 4}}));
  const TensorView whole = contiguous(Dtype::float64, {1, 5});
  CHECK(part_along(whole, std::vector{0, 1}, 1, 5, 2, 3).extents == Extents{1, 3});
  CHECK(part_along(whole, std::vector{0, 1}, 0, 7, 2, 3).extents == Extents{1, 5});
}
