#include <span>
#include <string>
#include <tests/support/catch.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/pytorch/pickle.hpp>
#include <tcalc/pytorch/tensors.hpp>

using namespace tcalc;
using namespace tcalc::pytorch;
using namespace std::string_literals;

namespace {

Pickle parsed(const std::string& bytes) { return parse_pickle(std::as_bytes(std::span(bytes)), "m.pt"); }

// Name, dtype, extents, strides, offset and storage of each tensor; or the error.
std::string contents(const std::string& bytes) {
  try {
    std::string text;
    for (const pytorch::Tensor& tensor : contents_of(parsed(bytes), "m.pt").tensors) {
      text += (text.empty() ? "" : "; ") + tensor.name + " " + tensor.dtype;
      for (std::size_t axis = 0; axis < tensor.extents.size(); ++axis)
        text += " " + std::to_string(tensor.extents[axis]) + "/" + std::to_string(tensor.strides[axis]);
      text += " at " + std::to_string(tensor.offset) + " of " + std::to_string(tensor.storage_elements) +
              " in " + tensor.storage;
    }
    return text;
  } catch (const Error& error) {
    return error.message;
  }
}

std::string text(const std::string& letters) {
  return "X" + std::string(1, static_cast<char>(letters.size())) + "\0\0\0"s + letters;
}

// ('storage', class, '0', 'cpu', elements) as what is kept elsewhere.
std::string storage(const std::string& global, char elements) {
  return "(" + text("storage") + "c" + global + "\n" + text("0") + text("cpu") + "K" + elements + "tQ";
}

// A matrix (2, 3) of them, row by row.
std::string matrix(const std::string& function, const std::string& kept, const std::string& more = "") {
  return "ctorch._utils\n" + function + "\n(" + kept + "K\x00K\x02K\x03\x86K\x03K\x01\x86"s + more + "tR";
}

const std::string floats = storage("torch\nFloatStorage", 6);

}  // namespace

TEST_CASE("a tensor is found by the keys that lead to it") {
  const std::string tensor = matrix("_rebuild_tensor_v2", floats,
                                    "\x89"
                                    "N");
  CHECK(contents("\x80\x02" + tensor + ".") == "tensor float32 2/3 3/1 at 0 of 6 in 0");
  CHECK(contents("}" + text("w") + tensor + "s.") == "w float32 2/3 3/1 at 0 of 6 in 0");
  CHECK(contents("}(" + text("a") + "]" + tensor +
                 "aK\x07N"
                 "u.") == "a.0 float32 2/3 3/1 at 0 of 6 in 0");
  CHECK(contents("}(K\x07" + tensor + text("x") + "Nu.") == "7 float32 2/3 3/1 at 0 of 6 in 0");
  CHECK(contents("ccollections\nOrderedDict\n)R(" + text("w") + tensor + "u}b.") ==
        "w float32 2/3 3/1 at 0 of 6 in 0");
  CHECK(contents("ctorch._utils\n_rebuild_parameter\n" + tensor + "\x88N\x87R.") ==
        "tensor float32 2/3 3/1 at 0 of 6 in 0");
}

TEST_CASE("what a module keeps its parts in is no part of their names") {
  const std::string tensor = matrix("_rebuild_tensor_v2", floats);
  CHECK(contents("cmodel\nNet\n)\x81}(" + text("_modules") + "}" + text("fc") + "cmodel\nLinear\n)\x81}" +
                 text("_parameters") + "}" + text("weight") + tensor + "ssbsub.") ==
        "fc.weight float32 2/3 3/1 at 0 of 6 in 0");
}

TEST_CASE("the dtype is that of the storage, or beside a storage of bytes") {
  CHECK(contents(matrix("_rebuild_tensor_v2", storage("torch\nBFloat16Storage", 9)) + ".") ==
        "tensor bfloat16 2/3 3/1 at 0 of 9 in 0");
  CHECK(contents(matrix("_rebuild_tensor_v2", storage("other\nStorage", 9)) + ".") ==
        "tensor other.Storage 2/3 3/1 at 0 of 9 in 0");
  CHECK(contents(matrix("_rebuild_tensor_v3", storage("torch.storage\nUntypedStorage", 12),
                        "\x89Nctorch\nuint16\n") +
                 ".") == "tensor uint16 2/3 3/1 at 0 of 6 in 0");
}

TEST_CASE("integers of a pickle have their size and sign") {
  const Pickle pickle = parsed("(K\xffM\x01\x02J\xfe\xff\xff\xff\x8a\x01\x80\x8a\x02\xff\x00\x8a\x00t."s);
  std::vector<std::int64_t> integers;
  for (const ValueId id : pickle[pickle.root].items) integers.push_back(pickle[id].integer);
  CHECK(integers == std::vector<std::int64_t>{255, 513, -2, -128, 255, 0});
}

TEST_CASE("a pickle that PyTorch does not write is refused where it differs") {
  CHECK(contents("") == "m.pt: its pickle is cut short at byte 0");
  CHECK(contents("X\x05\0\0\0ab"s) == "m.pt: its pickle is cut short at byte 5");
  CHECK(contents("i") == "m.pt: its pickle has the opcode 0x69, which PyTorch does not write, at byte 1");
  CHECK(contents("\x80\x04.") == "m.pt: its pickle is of protocol 4 (PyTorch writes 2) at byte 2");
  CHECK(contents("R") == "m.pt: its pickle takes what is not there at byte 1");
  CHECK(contents("Nt") == "m.pt: its pickle has no mark at byte 2");
  CHECK(contents("h\x05") == "m.pt: its pickle recalls what is not there at byte 2");
  CHECK(contents("NNNs") == "m.pt: its pickle adds to what takes no such items at byte 4");
  CHECK(contents(matrix("_rebuild_tensor_v2", "N") + ".") ==
        "m.pt: tensor 'tensor': has no storage as PyTorch writes it");
  CHECK(contents("ctorch._utils\n_rebuild_tensor_v2\n)R.") ==
        "m.pt: tensor 'tensor': lacks its storage, sizes or strides");
}

TEST_CASE("a list that holds itself is refused, and so are names that double") {
  CHECK(
      contents("]q\x00h\x00"
               "a."s) ==
      "m.pt: "
      "'0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
      "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0' is nested deeper than 64");
  std::string doubling = "]";
  for (char place = 0; place < 30; ++place) doubling += "q"s + place + "](h" + place + "h" + place + "e";
  CHECK(contents(doubling + ".") == "m.pt: its values hold one another too often");
}
