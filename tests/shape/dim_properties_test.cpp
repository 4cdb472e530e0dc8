// Random dims against integers: what is said of them holds at all sizes that were tried.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/text/dim.hpp>

using namespace tcalc;

namespace {

using Sizes = std::map<char, std::int64_t>;

// An expression as it was written, which knows nothing of polynomials.
struct Tree {
  char kind;  // 'n' a number, 'v' a name, else the operator: + - * / % m M
  std::int64_t number = 0;
  std::shared_ptr<const Tree> left = nullptr, right = nullptr;
};
using TreePointer = std::shared_ptr<const Tree>;

std::int64_t floor_quotient(std::int64_t x, std::int64_t y) {
  const std::int64_t quotient = x / y;
  return quotient * y != x && (x < 0) != (y < 0) ? quotient - 1 : quotient;
}

// Nothing where it divides by 0.
std::optional<std::int64_t> value_of(const Tree& tree, const Sizes& sizes) {
  if (tree.kind == 'n') return tree.number;
  if (tree.kind == 'v') return sizes.at(static_cast<char>(tree.number));
  const auto x = value_of(*tree.left, sizes);
  const auto y = value_of(*tree.right, sizes);
  if (!x || !y) return std::nullopt;
  switch (tree.kind) {
    case '+':
      return *x + *y;
    case '-':
      return *x - *y;
    case '*':
      return *x * *y;
    case 'm':
      return std::min(*x, *y);
    case 'M':
      return std::max(*x, *y);
    default:
      break;
  }
  if (*y == 0) return std::nullopt;
  const std::int64_t quotient = floor_quotient(*x, *y);
  return tree.kind == '/' ? quotient : *x - quotient * *y;
}

Dim dim_of(const Tree& tree) {
  if (tree.kind == 'n') return tree.number;
  if (tree.kind == 'v') return Dim::named(std::string(1, static_cast<char>(tree.number)));
  const Dim x = dim_of(*tree.left);
  const Dim y = dim_of(*tree.right);
  switch (tree.kind) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case 'm':
      return minimum(x, y);
    case 'M':
      return maximum(x, y);
    case '/':
      return floor_divided(x, y);
    default:
      return x % y;
  }
}

std::string text_of(const Tree& tree) {
  if (tree.kind == 'n') return std::to_string(tree.number);
  if (tree.kind == 'v') return std::string(1, static_cast<char>(tree.number));
  const std::string x = text_of(*tree.left);
  const std::string y = text_of(*tree.right);
  if (tree.kind == 'm' || tree.kind == 'M') return (tree.kind == 'm' ? "min(" : "max(") + x + "," + y + ")";
  return "(" + x + (tree.kind == '/' ? "//" : std::string(1, tree.kind)) + y + ")";
}

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  std::int64_t upto(std::int64_t largest) {
    return std::uniform_int_distribution<std::int64_t>(0, largest)(engine_);
  }

  TreePointer tree(int depth) {
    const std::int64_t choice = depth == 0 ? upto(5) : upto(19);
    if (choice < 4) return std::make_shared<Tree>(Tree{'v', "ABHT"[upto(3)]});
    if (choice < 6) return std::make_shared<Tree>(Tree{'n', upto(6) - 1});
    constexpr char operators[] = "++-***//%%mM++";
    return node(operators[upto(13)], tree(depth - 1), tree(depth - 1));
  }

  // Another way to write the same, or nearly the same.
  TreePointer rewritten(const TreePointer& tree) {
    if (tree->kind == 'n' || tree->kind == 'v') {
      if (upto(9) > 0) return tree;
      return node('+', node('-', tree, number(1)), number(upto(20) == 0 ? 2 : 1));
    }
    const TreePointer x = rewritten(tree->left);
    const TreePointer y = rewritten(tree->right);
    const bool commutes = tree->kind != '-' && tree->kind != '/' && tree->kind != '%';
    if (commutes && upto(1) == 0) return node(tree->kind, y, x);
    if (tree->kind == '%' && upto(1) == 0) return node('-', x, node('*', y, node('/', x, y)));
    if (tree->kind == '*' && x->kind == '+') return node('+', node('*', x->left, y), node('*', x->right, y));
    if (tree->kind == 'M' && upto(1) == 0) return node('-', node('+', x, y), node('m', y, x));
    if (tree->kind == '/' && upto(1) == 0) return node('/', node('*', x, number(2)), node('*', number(2), y));
    return node(tree->kind, x, y);
  }

  Sizes sizes() {
    Sizes sizes;
    for (const char name : {'A', 'B', 'H', 'T'}) sizes[name] = 1 + upto(upto(1) == 0 ? 3 : 40);
    return sizes;
  }

 private:
  static TreePointer number(std::int64_t value) { return std::make_shared<Tree>(Tree{'n', value}); }
  static TreePointer node(char kind, TreePointer x, TreePointer y) {
    return std::make_shared<Tree>(Tree{kind, 0, std::move(x), std::move(y)});
  }

  std::mt19937 engine_;
};

// Nothing for what is divided by 0 whatever the sizes, or has too many terms.
std::optional<Dim> dim_if_any(const Tree& tree) {
  try {
    return dim_of(tree);
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::int64_t size_at(const Dim& dim, const Sizes& sizes) {
  Facts facts;
  for (const auto& [name, size] : sizes)
    facts.require({Dim::named(std::string(1, name)), Relation::equal, size});
  return facts.applied(dim).size();
}

std::string sizes_text(const Sizes& sizes) {
  std::string text;
  for (const auto& [name, size] : sizes) text += std::string(1, name) + "=" + std::to_string(size) + " ";
  return text;
}

struct Count {
  int proved = 0, refuted = 0, open = 0;
};

void check_pairs(unsigned seed, int pairs, int tries, Count& count) {
  Random random(seed);
  for (int pair = 0; pair < pairs; ++pair) {
    const TreePointer left = random.tree(3);
    const TreePointer right = pair % 2 == 0 ? random.rewritten(left) : random.tree(2);
    const auto x = dim_if_any(*left);
    const auto y = dim_if_any(*right);
    if (!x || !y) continue;
    INFO(text_of(*left) << " is " << x->text() << ", " << text_of(*right) << " is " << y->text());
    CHECK(text::parse_dim(x->text()) == *x);
    const Verdict equality = is_equal(*x, *y);
    const Verdict order = is_at_least(*x, *y);
    (equality == Verdict::proved    ? count.proved
     : equality == Verdict::refuted ? count.refuted
                                    : count.open) += 1;
    for (int attempt = 0; attempt < tries; ++attempt) {
      const Sizes sizes = random.sizes();
      const auto of_x = value_of(*left, sizes);
      const auto of_y = value_of(*right, sizes);
      if (!of_x || !of_y) continue;
      INFO(sizes_text(sizes));
      if (attempt < 3) {
        CHECK(size_at(*x, sizes) == *of_x);
        CHECK(size_at(*y, sizes) == *of_y);
      }
      if (equality == Verdict::proved) CHECK(*of_x == *of_y);
      if (equality == Verdict::refuted) CHECK(*of_x != *of_y);
      if (order == Verdict::proved) CHECK(*of_x >= *of_y);
      if (order == Verdict::refuted) CHECK(*of_x < *of_y);
    }
  }
}

void check_facts(unsigned seed, int pairs) {
  Random random(seed);
  for (int pair = 0; pair < pairs; ++pair) {
    // A is a multiple of H, T is at least B, B+H is even.
    Facts facts;
    facts.require(text::parse_fact("A % H == 0"));
    facts.require(text::parse_fact("T >= B"));
    facts.require(text::parse_fact("(B + H) % 2 == 0"));
    const TreePointer left = random.tree(3);
    const TreePointer right = pair % 2 == 0 ? random.rewritten(left) : random.tree(2);
    const auto plain_x = dim_if_any(*left);
    const auto plain_y = dim_if_any(*right);
    if (!plain_x || !plain_y) continue;
    const auto under_facts = [&](const Dim& dim) -> std::optional<Dim> {
      try {
        return facts.applied(dim);
      } catch (const Error&) {  // a division by A % H
        return std::nullopt;
      }
    };
    const auto applied_x = under_facts(*plain_x);
    const auto applied_y = under_facts(*plain_y);
    if (!applied_x || !applied_y) continue;
    const Dim& x = *applied_x;
    const Dim& y = *applied_y;
    const Verdict equality = is_equal(x, y);
    INFO(text_of(*left) << " is " << x.text() << ", " << text_of(*right) << " is " << y.text());
    for (int attempt = 0; attempt < 20; ++attempt) {
      Sizes sizes = random.sizes();
      sizes['A'] *= sizes['H'];
      sizes['T'] += sizes['B'] - 1;
      if ((sizes['B'] + sizes['H']) % 2 != 0) continue;
      const auto of_x = value_of(*left, sizes);
      const auto of_y = value_of(*right, sizes);
      if (!of_x || !of_y) continue;
      INFO(sizes_text(sizes));
      CHECK(size_at(text::parse_dim(x.text()), sizes) == *of_x);
      if (equality == Verdict::proved) CHECK(*of_x == *of_y);
      if (equality == Verdict::refuted) CHECK(*of_x != *of_y);
    }
  }
}

}  // namespace

TEST_CASE("what is said of random dims holds at random sizes") {
  Count count;
  constexpr int pairs = test::sampled ? 250 : 1000;
  check_pairs(1, pairs, test::sampled ? 4 : 20, count);
  // The answers are not all "open": most pairs of the first kind are equal, most of the second differ
  // somewhere.
  CHECK(count.proved > 3 * pairs / 10);
  CHECK(count.refuted > pairs / 50);
  check_facts(2, test::sampled ? 60 : 300);
}

TEST_CASE("large random dims under facts about each other end in an answer or an error") {
  Random random(5);
  constexpr int attempts = test::sampled ? 50 : 150;
  int answered = 0;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    Facts facts;
    for (const char* fact : {"A % B == 0", "A*H >= T", "B*H == T*T"}) facts.require(text::parse_fact(fact));
    const auto left = dim_if_any(*random.tree(6));
    const auto right = dim_if_any(*random.tree(6));
    if (!left || !right) continue;
    try {
      const Dim x = facts.applied(*left);
      const Dim y = facts.applied(*right);
      is_equal(x, y);
      CHECK(!settling_fact(x, y).empty());
      ++answered;
    } catch (const Error& error) {
      CHECK((error.kind == ErrorKind::usage || error.kind == ErrorKind::resource));
    }
  }
  CHECK(answered > attempts / 3);
}

TEST_CASE("what is said of many random dims holds at random sizes", "[.][deep]") {
  Count count;
  check_pairs(3, 10000, 50, count);
  check_facts(4, 10000);
  WARN(count.proved << " proved, " << count.refuted << " refuted, " << count.open << " open");
}
