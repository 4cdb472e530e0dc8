// An error as one JSON object: what is shown of it, and the data that it is drawn from.
#pragma once

#include <string>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

// {"error":{"kind":"mismatch","exit_code":1,"message":"...","details":["lines that show it"],
//   "operands":[{"name":"A","shape":[2,3],"axes":[1]}],      an axis that clashes, and its size is in the
//   shape "source":[{"text":"...","spans":[[4,9]]}],               bytes of what was typed
//   "hints":[{"kind":"text","text":"..."},
//            {"kind":"option","text":"...","option":"--require","value":"B == T"},
//            {"kind":"command","text":"...","operation":"matmul","operands":["A","B"],
//             "arguments":{"transpose-b":true},"shape":[2,4]}]}}
// operands and source are left out where there are none.
std::string error_json(const Error& error);

}  // namespace tcalc::app
