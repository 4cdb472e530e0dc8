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

void Sizes::require(const Fact& fact) {
  required_.require(fact);
  renew();
}

void Sizes::assign(const std::string& name, const Dim& size) {
  if (set(name) != nullptr) return;
  const auto before = assigned_;
  assigned_.insert_or_assign(name, size);
  try {
    renew();
  } catch (...) {
    assigned_ = before;
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
