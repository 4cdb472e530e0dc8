// That products of small arrays whose result has a place, and whose operands are read where they are,
// allocate nothing and make no system call.
//
//   cheap_calls          says what each call allocated, and fails where one did
//   cheap_calls strict   makes each call where the system kills a process that calls it
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <linux/seccomp.h>
#include <new>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <tests/support/xview.hpp>
#include <unistd.h>
#include <utility>
#include <vector>

#include <tcalc/tcalc.hpp>

namespace {

std::size_t allocations = 0;

}  // namespace

// Not inlined: GCC would take malloc and operator delete for a pair that does not match.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto unit = static_cast<std::size_t>(alignment);
  if (void* const memory = std::aligned_alloc(unit, (size + unit - 1) / unit * unit)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace {

using Calls = std::vector<std::pair<std::string, std::function<void()>>>;

template <class T>
xt::xarray<T> ones(std::vector<std::size_t> shape) {
  return xt::ones<T>(shape);
}

template <class T>
void add_products(Calls& calls, const std::string& type) {
  const auto add = [&](const std::string& name, auto call, const std::vector<std::size_t>& shape_a,
                       const std::vector<std::size_t>& shape_b, const std::vector<std::size_t>& shape) {
    calls.emplace_back(name + " " + type, [=, a = ones<T>(shape_a), b = ones<T>(shape_b),
                                           c = ones<T>(shape)]() mutable { call(tcalc::out(c), a, b); });
  };
  const auto matmul = [](auto to, const auto& a, const auto& b) { tcalc::matmul(std::move(to), a, b); };
  const auto dot = [](auto to, const auto& a, const auto& b) { tcalc::dot(std::move(to), a, b); };
  const auto batch_dot = [](auto to, const auto& a, const auto& b) { tcalc::batch_dot(std::move(to), a, b); };
  add("matmul of 4 x 4", matmul, {4, 4}, {4, 4}, {4, 4});
  add("matmul of 31 x 31", matmul, {31, 31}, {31, 31}, {31, 31});
  add("matmul of a row and a column", matmul, {1, 7}, {7, 1}, {1, 1});
  add("matmul of a matrix and a vector", matmul, {5, 7}, {7}, {5});
  add("matmul of stacks", matmul, {3, 2, 4, 5}, {2, 5, 6}, {3, 2, 4, 6});
  add("dot of vectors", dot, {9}, {9}, {});
  add("batch_dot", batch_dot, {3, 4, 5}, {3, 5, 6}, {3, 4, 6});
}

Calls all_calls() {
  Calls calls;
  add_products<float>(calls, "float");
  add_products<double>(calls, "double");
  add_products<std::complex<float>>(calls, "complex");
  calls.emplace_back("matmul of a stack, a call for each matrix",
                     [a = ones<float>({3, 4, 4}), c = ones<float>({3, 4, 4})]() mutable {
                       for (std::size_t i = 0; i < 3; ++i)
                         tcalc::matmul(tcalc::out(xt::view(c, i)), xt::view(a, i), xt::view(a, i));
                     });
  return calls;
}

bool allocates(const std::string& name, const std::function<void()>& call) {
  call();
  allocations = 0;
  call();
  if (allocations > 0) std::cout << name << ": " << allocations << " allocations\n";
  return allocations > 0;
}

// Where only read, write and exit are allowed: any other system call kills.
bool calls_the_system(const std::string& name, const std::function<void()>& call) {
  const tcalc::ThreadScope one_thread(1);
  call();
  const pid_t child = fork();
  if (child == 0) {
    call();
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0) _exit(77);
    call();
    syscall(SYS_exit, 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  const bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!clean) std::cout << name << ": ended with status " << status << "\n";
  return !clean;
}

}  // namespace

int main(int count, char** words) {
  const bool strict = count > 1 && std::string_view(words[1]) == "strict";
  int bad = 0;
  const Calls calls = all_calls();
  for (const auto& [name, call] : calls)
    bad += static_cast<int>(strict ? calls_the_system(name, call) : allocates(name, call));
  std::cout << calls.size() - static_cast<std::size_t>(bad) << " of " << calls.size() << " calls pass\n";
  return bad == 0 ? 0 : 1;
}
