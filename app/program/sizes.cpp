#include <app/program/sizes.hpp>
#include <utility>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

namespace {

Fact is(const std::string& name, const Dim& size) { return {Dim::named(name), Relation::equal, size}; }

}  // namespace

Sizes::Sizes(const Facts& facts, NamedSizes set) : required_(facts), set_(std::move(set)) {
  try {
    for (const auto& [name, size] : set_) required_.require(is(name, size));
  } catch (Error& error) {
    error.set_subject("--set");
    throw;
  }
  facts_ = required_;
}

const Dim* Sizes::set(std::string_view name) const {
  const auto found = set_.find(name);
  return found == set_.end() ? nullptr : &found->second;
}

// While nothing shares the facts, one more is added without copying them.
void Sizes::require(const Fact& fact) {
  facts_ = {};
  try {
    required_.require(fact);
  } catch (...) {
    renew();
    throw;
  }
  renew();
}

void Sizes::assign(const std::string& name, const Dim& size) {
  if (set(name) != nullptr) return;
  const auto found = assigned_.find(name);
  if (found == assigned_.end()) {
    facts_.require(is(name, size));
    assigned_.emplace(name, size);
    return;
  }
  const Dim before = std::exchange(found->second, size);
  try {
    renew();
  } catch (...) {
    found->second = before;
    throw;
  }
}

void Sizes::forget(const std::string& name) {
  if (assigned_.erase(name) > 0) renew();
}

void Sizes::renew() {
  Facts facts = required_;
  for (const auto& [name, size] : assigned_) facts.require(is(name, size));
  facts_ = std::move(facts);
}

}  // namespace tcalc::app
