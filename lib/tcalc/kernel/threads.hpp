// How many threads a product may take.
#pragma once

#include <tcalc/export.hpp>

namespace tcalc {

// What the innermost ThreadScope of this thread says; else what OMP_NUM_THREADS says; else the processors
// this process may run on, as far as its control groups give it time on them.
TCALC_EXPORT int default_threads();

// While it lives, products that this thread asks for take at most so many threads: `threads` >= 1. Their bits
// are the same.
//
//   const tcalc::ThreadScope alone(1);
class TCALC_EXPORT ThreadScope {
 public:
  explicit ThreadScope(int threads);
  ~ThreadScope();
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  int before_;
};

}  // namespace tcalc
