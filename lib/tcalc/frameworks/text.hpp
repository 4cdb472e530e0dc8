// The table of frameworks as people and as programs read it.
#pragma once

#include <string>
#include <vector>

#include <tcalc/explain/text.hpp>
#include <tcalc/frameworks/want.hpp>

namespace tcalc {

struct FrameworkRow {
  std::string title;
  FrameworkAnswer answer;
  bool wanted = false;                         // it gives the shape that is wanted
  std::optional<Transposition> transposition;  // that would give it, when it does not
};

struct FrameworkTable {
  Operand a, b;
  std::optional<Shape> wanted;
  std::vector<FrameworkRow> rows;
  std::vector<FrameworkAnswer> einsums = {};  // that give the wanted shape, nearest first

  // Whether the wanted shape is given by an operation, a transposition or an einsum.
  bool gives_wanted() const;
};

FrameworkTable make_table(const Operand& a, const Operand& b, const FrameworkOptions& options,
                          const std::optional<Shape>& wanted);

// How a call is typed: "tcalc matmul 2,3 3,4".
using CallWords = std::string (*)(const CallHint& call);

// One row an operation, its columns in line; a paragraph each where they do not fit.
std::string table_text(const FrameworkTable& table, const TextStyle& style, CallWords words);

// One JSON object on one line.
std::string table_json(const FrameworkTable& table, CallWords words);

}  // namespace tcalc
