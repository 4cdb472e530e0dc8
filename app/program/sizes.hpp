// What a program knows of the names in dims.
#pragma once

#include <app/cli/settings.hpp>
#include <string>
#include <string_view>

#include <tcalc/shape/facts.hpp>

namespace tcalc::app {

class Sizes {
 public:
  // `set` are the sizes that the command line gives to names, in place of the lines that assign them.
  Sizes(const Facts& facts, NamedSizes set);

  // To be applied to every dim: what is required, and the sizes of names.
  const Facts& facts() const { return facts_; }

  // Null where the command line does not give it.
  const Dim* set(std::string_view name) const;

  // Throws Error{usage} for a fact that holds at no sizes beside those before.
  void require(const Fact& fact);
  // The name, which dims have, was assigned an integer: that is its size until it is assigned anew. Throws
  // Error{usage} where that cannot be.
  void assign(const std::string& name, const Dim& size);
  void forget(const std::string& name);

 private:
  void renew();

  Facts required_, facts_;
  NamedSizes set_, assigned_;
};

}  // namespace tcalc::app
