#include <tcalc/builder/value.hpp>
#include <tcalc/text/number.hpp>

namespace tcalc::expression {

std::string kind_of(const Value& value) {
  if (value.is<None>()) return "None";
  if (value.is<bool>()) return "True or False";
  if (value.is<Dim>()) return "an integer";
  if (value.is<double>()) return "a float";
  if (value.is<std::complex<double>>()) return "a complex number";
  if (value.is<ArrayValue>()) return "an array";
  if (value.is<std::string>()) return "a text";
  if (value.is<Dtype>()) return "a dtype";
  if (value.is<RangeValue>()) return "a range";
  if (value.is<EllipsisValue>()) return "'...'";
  return value.get<Sequence>()->is_list ? "a list" : "a tuple";
}

std::string text_of(const Value& value) {
  if (const auto* truth = value.get<bool>()) return *truth ? "True" : "False";
  if (const auto* integer = value.get<Dim>()) return integer->text();
  if (const auto* real = value.get<double>()) return text::real_text(*real);
  if (const auto* dtype = value.get<Dtype>()) return std::string(tcalc::name_of(*dtype));
  if (const auto* text = value.get<std::string>()) return *text;
  if (value.is<None>()) return "None";
  const auto* sequence = value.get<Sequence>();
  if (sequence == nullptr) return kind_of(value);
  std::string inside;
  for (const Value& item : sequence->items) inside += (inside.empty() ? "" : ", ") + text_of(item);
  if (sequence->items.size() == 1) inside += ",";
  return "(" + inside + ")";
}

}  // namespace tcalc::expression
