#include <app/arrays/document.hpp>
#include <span>

#include <tcalc/os/output.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::app {

void write_document(const std::string& target, std::string_view document) {
  if (target == "-") {
    os::StandardOutput output;
    output.write(document);
    output.finish();
    return;
  }
  os::OutputFile file(target);
  file.write(std::as_bytes(std::span(document)));
  file.commit();
}

}  // namespace tcalc::app
