// How many threads a product may take.
#pragma once

#include <tcalc/export.hpp>

namespace tcalc {

/// How many threads a product of this thread takes at most: what set_threads() was told; else what
/// OMP_NUM_THREADS or omp_set_num_threads() says; else the processors this process may run on, as far as its
/// control groups give it time on them. No more than the innermost ThreadScope of this thread says.
TCALC_EXPORT int default_threads();

/// From now on products of all threads of this process take at most so many threads; 0: as many as without
/// it. Their bits are the same. A negative number counts as 0. May be called while others compute.
TCALC_EXPORT void set_threads(int threads);

/// While it lives, products that this thread asks for take at most so many threads: `threads` >= 1. Their
/// bits are the same.
///
///   const tcalc::ThreadScope alone(1);
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
