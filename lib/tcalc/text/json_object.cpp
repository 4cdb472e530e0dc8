#include <tcalc/text/json_object.hpp>

namespace tcalc::text {

Json json_of(const Dims& dims) {
  Json list = Json::array();
  for (const Dim& dim : dims)
    list.push_back(dim.is_known() ? Json(dim.size()) : dim.is_symbolic() ? Json(dim.text()) : Json());
  return list;
}

std::string json_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace tcalc::text
