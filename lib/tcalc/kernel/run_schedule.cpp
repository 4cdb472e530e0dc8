#include <functional>
#include <vector>

#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/run_schedule.hpp>

namespace tcalc {

namespace {

// A term of the schedule, and what keeps its bytes alive where that is ours to do.
struct Held {
  TensorView view;
  Tensor owned;
};

// How the last step is carried out.
using LastStep =
    std::function<void(const Plan& plan, const TensorView& a, const TensorView& b, const Progress& progress)>;

void run_steps(const Schedule& schedule, std::span<const TensorView> operands, int threads,
               const Progress& progress, const LastStep& last) {
  if (schedule.steps.size() == 1) {
    const PlannedStep& only = schedule.steps.front();
    const auto operand = [&](int term) -> const TensorView& {
      return operands[static_cast<std::size_t>(term)];
    };
    last(only.plan, operand(only.step.terms.front()), operand(only.step.terms.back()), progress);
    return;
  }
  std::vector<Held> terms;
  for (const TensorView& operand : operands) terms.push_back({operand, {}});
  double done = 0;
  for (std::size_t i = 0;; ++i) {
    const PlannedStep& planned = schedule.steps[i];
    const auto term = [&](std::size_t place) -> Held& {
      return terms[static_cast<std::size_t>(planned.step.terms[place])];
    };
    const TensorView& first = term(0).view;
    const TensorView& second = term(planned.step.terms.size() - 1).view;
    const auto share = [&](double of_step) {
      if (progress) progress((done + of_step * planned.plan.multiply_adds) / schedule.multiply_adds);
    };
    if (i + 1 == schedule.steps.size()) return last(planned.plan, first, second, share);
    Held outcome;
    outcome.owned = Tensor(planned.plan.dtype, planned.extents);
    outcome.view = outcome.owned.view();
    execute(planned.plan, first, second, outcome.owned.data(), threads, share);
    done += planned.plan.multiply_adds;
    for (std::size_t place = 0; place < planned.step.terms.size(); ++place) {
      if (planned.step.terms[place] >= static_cast<int>(operands.size())) term(place) = {};
    }
    terms.push_back(std::move(outcome));
  }
}

}  // namespace

void run_schedule(const Schedule& schedule, std::span<const TensorView> operands, std::byte* result,
                  int threads, const Progress& progress) {
  const auto whole = [&](const Plan& plan, const TensorView& a, const TensorView& b,
                         const Progress& of_step) { execute(plan, a, b, result, threads, of_step); };
  run_steps(schedule, operands, threads, progress, whole);
}

void run_share_of_schedule(const Schedule& schedule, const Piece& share, std::span<const TensorView> operands,
                           std::byte* result, int threads, const Progress& progress) {
  const auto part = [&](const Plan& plan, const TensorView& a, const TensorView& b, const Progress& of_step) {
    execute_share(plan, share, a, b, result, threads, of_step);
  };
  run_steps(schedule, operands, threads, progress, part);
}

}  // namespace tcalc
