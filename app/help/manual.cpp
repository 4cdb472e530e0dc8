#include <app/cli/common_options.hpp>
#include <app/cli/option_values.hpp>
#include <app/help/dtype_page.hpp>
#include <app/help/facts.hpp>
#include <app/help/manual.hpp>
#include <app/help/roff.hpp>
#include <app/help/uses.hpp>

#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/ops/registry.hpp>

namespace tcalc::app {

namespace {

std::string list(const std::string& items) { return ".Bl -tag -width Ds\n" + items + ".El\n"; }

std::string fact_list(std::span<const Fact> facts) {
  std::string items;
  for (const auto& [term, meaning] : facts)
    items += ".It Li " + roff_argument(term) + "\n" + roff_prose(meaning);
  return list(items);
}

std::string paragraphs(std::span<const std::string_view> texts) {
  std::string result;
  for (const std::string_view text : texts) result += ".Pp\n" + roff_prose(text);
  return result;
}

// A heading begins a paragraph of its own.
std::string section(std::string_view title, std::span<const std::string_view> texts) {
  constexpr std::size_t first_break = 4;  // ".Pp\n"
  return ".Sh " + std::string(title) + "\n" + paragraphs(texts).substr(first_break);
}

std::string literal_block(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines += roff_literal(text.substr(0, end)) + "\n";
    text.remove_prefix(end + 1);
  }
  return ".Bd -literal\n" + lines + ".Ed\n";
}

std::string option_item(const OptionSpec& spec) {
  // Fl writes one of the dashes itself.
  std::string item = ".It Fl ";
  if (!spec.short_name.empty()) item += roff_literal(spec.short_name) + " , ";
  item += roff_literal(formatted("-{}", spec.name));
  if (!spec.value_name.empty()) item += " Ar " + roff_argument(spec.value_name);
  return item + "\n" + roff_prose(help_of(spec));
}

std::string own_options(std::span<const OptionSpec> options) {
  std::string items;
  for (const OptionSpec& spec : options) items += option_item(spec);
  return items.empty() ? "" : list(items);
}

std::string example(std::string_view line) { return ".Pp\n.Dl " + roff_argument(line) + "\n"; }

std::string invocation(std::string_view name, std::string_view usage) {
  return "Cm " + roff_literal(name) + (usage.empty() ? "" : " Ar " + roff_argument(usage));
}

std::string synopsis(Commands commands) {
  std::string lines = ".Nm\n.Ar OPERATION OPERAND...\n.Op Ar option ...\n";
  for (const Command* command : commands)
    lines += ".Nm\n." + invocation(command->name, command->usage) + "\n.Op Ar option ...\n";
  return lines + ".Nm\n.Cm help\n.Op Ar COMMAND | TOPIC\n";
}

std::string operation_items() {
  std::string items;
  for (const Operation* operation : operations()) {
    items += ".It " + invocation(operation->name, usage_of(*operation)) + "\n" +
             roff_prose(std::string(operation->summary) + ".") + ".Dl " +
             roff_argument(operation->signature) + "\n" + roff_prose(with_long_names(operation->details));
    if (!operation->alias.empty()) items += "Also spelled\n.Cm " + roff_literal(operation->alias) + " .\n";
    items += own_options(operation->options) + example(operation->example);
  }
  return items;
}

std::string command_items(Commands commands) {
  std::string items;
  for (const Command* command : commands) {
    items += ".It " + invocation(command->name, command->usage) + "\n" +
             roff_prose(std::string(command->summary) + ".") + ".Pp\n" + roff_prose(command->details) +
             own_options(command->options) + example(command->example);
  }
  return items + ".It Cm help Op Ar COMMAND | TOPIC\n" +
         roff_prose("explains a command, an operation or a topic; alone it lists them all.");
}

std::string function_items() {
  std::string items;
  for (const functions::Group& group : functions::groups()) {
    for (const functions::Function& function : group.functions)
      items +=
          ".It Li " + roff_argument(function.signature) + "\n" + roff_prose(std::string(function.help) + ".");
  }
  return items;
}

std::string common_option_items() {
  std::string items;
  for (const OptionSpec& option : common_options) items += option_item(option);
  return items;
}

std::string example_lines() {
  std::string lines;
  for (const auto& [line, meaning] : examples()) {
    if (!lines.empty()) lines += ".Pp\n";
    if (!meaning.empty()) lines += roff_prose(std::string(meaning) + (meaning.ends_with('?') ? "" : ":"));
    lines += ".Dl " + roff_argument(line) + "\n";
  }
  return lines;
}

std::string description() {
  return roff_prose(
      "tells you the shape of a tensor product or expression, or why it is illegal, and computes on .npy "
      "files. It knows dot, batch_dot and matmul as Keras, TensorFlow and NumPy mean them, NumPy's other "
      "contractions up to einsum, and expressions with NumPy's names. It inspects, slices, converts, "
      "compares and draws .npy, .npz and .safetensors files, reads HDF5 files, GGUF models and the names "
      "and shapes of PyTorch's, works in pipelines, and checks the shapes of a whole program.");
}

}  // namespace

std::string manual_page(Commands commands) {
  return ".Dd " TCALC_DATE "\n.Dt TCALC 1\n.Os tcalc " TCALC_VERSION
         "\n.Sh NAME\n.Nm tcalc\n.Nd tensor calculator for the shell\n.Sh SYNOPSIS\n" +
         synopsis(commands) + ".Sh DESCRIPTION\n.Nm\n" + description() + ".Sh OPERATIONS\n" +
         list(operation_items()) + ".Sh COMMANDS\n" + list(command_items(commands)) +
         ".Sh FUNCTIONS\nWhat\n.Ic tcalc eval\ncalls:\n" + list(function_items()) + ".Sh OPERANDS\n" +
         fact_list(operand_forms()) + paragraphs(operand_rules()) + ".Pp\nThe fills:\n" + fact_list(fills()) +
         ".Pp\nWhich command takes which operand; each: with\n.Fl \\-each .\n" + literal_block(use_table()) +
         section("JSON", json_rules()) + fact_list(json_objects()) + ".Sh DTYPES\n" +
         literal_block(dtype_table()) + paragraphs(dtype_rules()) + ".Pp\nWhat two dtypes promote to:\n" +
         literal_block(promotion_table()) + ".Sh OPTIONS\nEvery operation takes these, and\n" +
         ".Ic tcalc help Ar COMMAND\nlists those that a command takes.\n" + list(common_option_items()) +
         ".Sh ENVIRONMENT\n" + fact_list(environment()) + ".Sh EXIT STATUS\n" + fact_list(exit_codes()) +
         ".Sh EXAMPLES\n" + example_lines() +
         // A long address cannot be adjusted to the margin.
         ".Sh SEE ALSO\n.Bd -ragged -compact\n"
         ".Lk https://numpy.org/doc/stable/reference/routines.linalg.html \"numpy.linalg\"\n.Ed\n";
}

}  // namespace tcalc::app
