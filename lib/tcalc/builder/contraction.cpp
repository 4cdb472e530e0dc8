#include <algorithm>

#include <tcalc/builder/builder.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/text/layout.hpp>

namespace tcalc::expression {

namespace {

// What stands for an operand in a hint that is a command, to be found again in it.
std::string placeholder(std::size_t place) { return "operand:" + std::to_string(place); }

// "tcalc matmul A B --transpose-b is legal and gives (2, 2)" as an expression: "A @ B.mT is legal ...". Empty
// where the command is about other operands: one that was reshaped in a pipe.
std::string as_expression(const std::string& hint, const std::vector<Operand>& operands) {
  const std::size_t end = hint.find(" is legal");
  std::vector<std::string> words = text::words_of(hint.substr(0, end));
  if (end == std::string::npos || words.size() < 4) return hint;
  words.erase(words.begin());  // "tcalc"
  for (std::size_t place = 0; place < operands.size(); ++place) {
    if (std::ranges::find(words, placeholder(place)) == words.end()) return "";
    std::ranges::replace(words, placeholder(place), operands[place].name);
  }
  const std::string rest = hint.substr(end);
  const std::string flag = words.size() == 4 ? words[3] : "";
  if (words[0] == "matmul" && flag == "--transpose-b") return words[1] + " @ " + words[2] + ".mT" + rest;
  if (words[0] == "matmul" && flag == "--transpose-a") return words[1] + ".mT @ " + words[2] + rest;
  if (words[0] == "matmul" && words.size() == 3) return words[1] + " @ " + words[2] + rest;
  std::string call = words[0] + "(" + words[1] + ", " + words[2];
  if (words.size() == 7 && words[3] == "--axes-a" && words[5] == "--axes-b")
    call += ", axes=([" + words[4] + "], [" + words[6] + "])";
  else if (words.size() == 5 && (words[3] == "--axes" || words[3] == "--keras"))
    call += ", " + words[3].substr(2) + "=" +
            (words[4].find(',') == std::string::npos ? words[4] : "(" + words[4] + ")");
  else if (words.size() > 3)
    return call + ", ...)" + rest;
  return call + ")" + rest;
}

}  // namespace

NodeId Builder::contraction(const Operation& operation, const std::vector<Value>& operands,
                            const Arguments& arguments) {
  std::vector<Operand> described;
  std::vector<NodeId> inputs;
  for (std::size_t place = 0; place < operands.size(); ++place) {
    inputs.push_back(array(operands[place]));
    std::string called = name_of(operands[place]);
    if (called.empty()) called = side_name(place);
    described.push_back({called, shape(inputs.back()), dtype(inputs.back()), placeholder(place)});
  }
  Outcome outcome;
  try {
    outcome = apply(operation, described, arguments);
  } catch (Error& error) {
    for (std::string& hint : error.hints) hint = as_expression(hint, described);
    std::erase(error.hints, "");
    throw;
  }
  notes_.insert(notes_.end(), outcome.notes.begin(), outcome.notes.end());
  return graph_.add(operation.name, std::move(outcome), std::move(inputs));
}

}  // namespace tcalc::expression
