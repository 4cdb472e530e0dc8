#include <app/terminal/progress.hpp>
#include <tests/support/catch.hpp>

using namespace tcalc::app;

TEST_CASE("progress is a share, a rate, and the time that is left at the same pace") {
  const Work work = {"matmul", "FLOP", 1e12};
  CHECK(progress_text(work, 0, 1) == "matmul: 0 %");
  CHECK(progress_text(work, 2.5e11, 1) == "matmul: 25 %, 250 GFLOP/s, 3 s left");
  CHECK(progress_text(work, 9.99e11, 10) == "matmul: 99 %, 99.9 GFLOP/s, 1 s left");
  CHECK(progress_text(work, 1e12, 10) == "matmul: 100 %, 100 GFLOP/s, 0 s left");
  CHECK(progress_text(work, 1.1e12, 10) == "matmul: 100 %, 110 GFLOP/s, 0 s left");
  CHECK(progress_text({"a.npy", "B", 8e9}, 1.2e9, 1) == "a.npy: 15 %, 1.20 GB/s, 6 s left");
  CHECK(progress_text(work, 1e9, 1) == "matmul: 0 %, 1.00 GFLOP/s, 16 min left");
  CHECK(progress_text(work, 1e8, 1) == "matmul: 0 %, 100 MFLOP/s, 2 h left");
}

TEST_CASE("progress of a stream is what came so far, and how fast") {
  CHECK(progress_text({"matmul", "arrays"}, 1200, 3) == "matmul: 1200 arrays, 400 arrays/s");
  CHECK(progress_text({"matmul", "arrays"}, 12000, 3) == "matmul: 12000 arrays, 4000 arrays/s");
  CHECK(progress_text({"dot", "arrays"}, 0, 3) == "dot: 0 arrays");
}
