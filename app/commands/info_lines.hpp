// What `tcalc info` says of arrays: as a table for people, as tab-separated values, by a template, as JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/formats/array_reader.hpp>
#include <tcalc/formats/collection.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/stats/statistics.hpp>

namespace tcalc::app {

struct Described {
  std::string name;                                 // as it can be typed, escaped
  Shape shape;                                      // with named dims, of an operand that is a shape
  std::optional<formats::Description> description;  // none of a shape
  std::optional<Statistics> statistics;
  std::vector<std::string> notes;  // for JSON
  std::string file;                // that holds it by name, escaped; empty for any other array
};

// What the arrays of a model come to.
struct ModelSummary {
  std::string name;  // of the file, escaped
  std::int64_t tensors = 0, parameters = 0, bytes = 0;
  formats::Metadata metadata;
};

// "model.safetensors: 148 tensors, 124439808 parameters, 497759232 bytes", and the metadata below it.
std::string summary_text(const ModelSummary& summary);
std::string summary_json(const ModelSummary& summary);

// Name, shape, dtype and bytes of each, and what is unusual: Fortran order, big-endian, a header of another
// version than 1.0. `long_lines` says all of it of every one.
std::string info_table(const std::vector<Described>& arrays, bool long_lines);

// A line of names, then one of values for each array; statistics where they were asked for.
std::string info_tsv(const std::vector<Described>& arrays, bool statistics);

// A line for each array: the template with {file}, {shape}, ... replaced; {{ and }} are braces.
class InfoTemplate {
 public:
  // Throws Error{usage} for a field that there is not, and for a brace that is left open.
  explicit InfoTemplate(std::string_view text);

  bool needs_statistics() const { return needs_statistics_; }
  std::string line(const Described& array) const;

 private:
  struct Piece {
    std::string text;   // as it is
    std::size_t field;  // after it; the number of fields for none
  };
  std::vector<Piece> pieces_;
  bool needs_statistics_ = false;
};

// The names of the fields, for help.
std::string info_fields();

// One object on one line.
std::string info_json(const Described& array);

}  // namespace tcalc::app
