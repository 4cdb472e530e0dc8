// Attention without the softmax, on xtensor arrays: scores = q k^T, then scores v. Shows the C++ API and what
// an error says.
//
//   c++ -std=c++20 attention.cpp $(pkg-config --cflags --libs tcalc)
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include <tcalc/tcalc.hpp>

namespace {

std::string shape_text(const xt::xarray<float>& array) {
  return tcalc::Shape(std::vector<std::int64_t>(array.shape().begin(), array.shape().end())).text();
}

}  // namespace

int main() {
  // A batch of 2 sequences of 3 tokens, 4 features each.
  const auto shape = std::vector<std::size_t>{2, 3, 4};
  const xt::xarray<float> q(shape, 1.0f), k(shape, 2.0f), v(shape, 0.5f);

  const xt::xarray<float> scores = tcalc::matmul(q, k, {.transpose_b = true});
  std::cout << "scores " << shape_text(scores) << '\n';
  xt::xarray<float> weighted(shape);
  tcalc::matmul(tcalc::out(weighted), scores, v);  // into memory that is there
  std::cout << "weighted values " << shape_text(weighted) << '\n';

  try {
    tcalc::matmul(q, k);  // the transpose is missing
  } catch (const tcalc::ShapeError& error) {
    std::cout << error.text() << '\n';  // and which calls are legal
  }
}
