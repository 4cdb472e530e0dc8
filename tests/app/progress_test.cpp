#include <app/progress.hpp>
#include <tests/support/catch.hpp>

using namespace tcalc::app;

TEST_CASE("progress is a share and the time that is left at the same pace") {
  CHECK(progress_text("matmul", 0, 1) == "matmul: 0 %");
  CHECK(progress_text("matmul", 0.25, 1) == "matmul: 25 %, 3 s left");
  CHECK(progress_text("dot", 0.999, 10) == "dot: 99 %, 1 s left");
  CHECK(progress_text("dot", 1, 10) == "dot: 100 %, 0 s left");
}
