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

// A vector of `elements`, in the storage '0' of six floats.
std::string vector(const std::string& elements, const std::string& stride, const std::string& offset) {
  return "ctorch._utils\n_rebuild_tensor_v2\n(" + floats + offset + elements + "\x85" + stride + "\x85tR";
}

// ID: FACT of each finding, a line each.
std::string findings(const std::string& bytes) {
  std::string text;
  for (const npy::Finding& finding : findings_of(contents_of(parsed(bytes), "m.pt")))
    text += std::string(finding.id) + ": " + finding.fact + "\n";
  return text;
}

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

TEST_CASE("what leads to no tensor is passed over") {
  const std::string tensor = matrix("_rebuild_tensor_v2", floats);
  const std::string found = " float32 2/3 3/1 at 0 of 6 in 0";
  // A key of another kind, an object whose state is no dict, and one whose state has such a key.
  CHECK(contents("}(N" + tensor + text("w") + tensor + "u.") == "w" + found);
  CHECK(contents("cmodel\nNet\n)\x81]" + tensor + "ab.").empty());
  CHECK(contents("cmodel\nNet\n)\x81}(N" + tensor + text("w") + tensor + "ub.") == "w" + found);
  CHECK(contents("(" + tensor + "K\x01t.") == "0" + found);
  CHECK(contents("(" + tensor + "N10.") ==
        "m.pt: its pickle takes what is not there at byte " + std::to_string(tensor.size() + 4));
  CHECK(contents("N(NN1.").empty());
}

TEST_CASE("what Python's own values are made of is not listed as an object") {
  const auto opaque = [](const std::string& global) {
    const Contents found = contents_of(parsed("c" + global + "\n)R."), "m.pt");
    return found.opaque.empty() ? "" : found.opaque.front().second;
  };
  CHECK(opaque("__builtin__\nset").empty());
  CHECK(opaque("builtins\nset").empty());
  CHECK(opaque("_codecs\nencode").empty());
  CHECK(opaque("collections\ndeque").empty());
  CHECK(opaque("torch\nSize").empty());
  CHECK(opaque("collections_of\ndeque") == "collections_of.deque");
  CHECK(contents_of(parsed("N)R."), "m.pt").opaque.empty());
}

TEST_CASE("each way in which PyTorch makes a tensor is known") {
  const std::string found = "tensor float32 2/3 3/1 at 0 of 6 in 0";
  CHECK(contents(matrix("_rebuild_tensor", floats) + ".") == found);
  CHECK(contents(matrix("_rebuild_qtensor", storage("torch\nQInt8Storage", 6)) + ".") ==
        "tensor qint8 2/3 3/1 at 0 of 6 in 0");
  CHECK(contents("ctorch._utils\n_rebuild_parameter_with_state\n(" + matrix("_rebuild_tensor_v2", floats) +
                 "\x88NNtR.") == found);
  // A subclass: the function, the class, the function's arguments and the state.
  const std::string inner = matrix("_rebuild_tensor_v2", floats);
  const std::string function = "ctorch._utils\n_rebuild_tensor_v2\n";
  const std::string arguments = inner.substr(function.size(), inner.size() - function.size() - 1);
  CHECK(contents("ctorch._tensor\n_rebuild_from_type_v2\n(" + function + "cmodel\nMine\n" + arguments +
                 "NtR.") == found);
  CHECK(contents("ctorch._tensor\n_rebuild_from_type_v2\n(" + function + "tR.").empty());
  CHECK(contents(
            "ctorch._utils\n_rebuild_meta_tensor_no_storage\n(ctorch\nfloat32\nK\x02K\x03\x86K\x03K\x01\x86"
            "tR.") == "tensor float32 2/3 3/1 at 0 of 0 in ");
  // Sizes as torch.Size, which takes a tuple.
  const std::string size = "ctorch\nSize\n";
  CHECK(contents(function + "(" + floats + "K\0"s + size + "K\x02K\x03\x86\x85R" + "K\x03K\x01\x86tR.") ==
        found);
  CHECK(contents(function + "(" + floats + "K\0"s + size + "K\x02K\x03\x86R" + "K\x03K\x01\x86tR.") == found);
}

TEST_CASE("a dtype that PyTorch does not have is shown as the file has it") {
  CHECK(contents(matrix("_rebuild_tensor_v2", storage("torch\nOddStorage", 6)) + ".") ==
        "tensor torch.OddStorage 2/3 3/1 at 0 of 6 in 0");
  CHECK(contents(matrix("_rebuild_tensor_v2", storage("torch\n", 6)) + ".") ==
        "tensor torch. 2/3 3/1 at 0 of 6 in 0");
  const auto beside = [](const std::string& dtype) {
    return contents(
        matrix("_rebuild_tensor_v3", storage("torch.storage\nUntypedStorage", 12), "\x89N" + dtype) + ".");
  };
  CHECK(beside("ctorch\nodd\n") == "tensor torch.odd 2/3 3/1 at 0 of 12 in 0");
  CHECK(beside("cother\nuint16\n") == "tensor other.uint16 2/3 3/1 at 0 of 12 in 0");
  CHECK(beside("ctorch\nquint4x2\n") == "tensor quint4x2 2/3 3/1 at 0 of 12 in 0");
  CHECK(beside("N") == "m.pt: tensor 'tensor': has no dtype");
  CHECK(beside("") == "m.pt: tensor 'tensor': has no dtype");
}

TEST_CASE("a tensor that is not made as PyTorch makes them is refused by its name") {
  const std::string function = "ctorch._utils\n_rebuild_tensor_v2\n";
  const auto of_storage = [](const std::string& kept) {
    return contents(matrix("_rebuild_tensor_v2", kept) + ".");
  };
  const std::string no_storage = "m.pt: tensor 'tensor': has no storage as PyTorch writes it";
  const std::string kind = "ctorch\nFloatStorage\n";
  CHECK(of_storage("(" + text("storage") + kind + text("0") + text("cpu") + "tQ") == no_storage);
  CHECK(of_storage("(" + text("stowage") + kind + text("0") + text("cpu") + "K\x06tQ") == no_storage);
  CHECK(of_storage("(N" + kind + text("0") + text("cpu") + "K\x06tQ") == no_storage);
  CHECK(of_storage("(" + text("storage") + kind + "K\x01" + text("cpu") + "K\x06tQ") == no_storage);
  CHECK(of_storage("]Q") == no_storage);
  CHECK(of_storage("(" + text("storage") + kind + text("0") + text("cpu") + "NtQ") ==
        "m.pt: tensor 'tensor': has a size, a stride or an offset that is none");
  CHECK(contents("ctorch._utils\n_rebuild_parameter\n)R.") == "m.pt: tensor 'tensor': has no values");
  CHECK(contents("}" + text("w") + "ctorch._utils\n_rebuild_parameter\n)Rs.") ==
        "m.pt: tensor 'w': has no values");
  CHECK(contents("ctorch._utils\n_rebuild_meta_tensor_no_storage\n)R.") ==
        "m.pt: tensor 'tensor': lacks its dtype, sizes or strides");
  CHECK(contents(vector("J\xff\xff\xff\xff", "K\x01", "K\0"s) + ".") ==
        "m.pt: tensor 'tensor': has a size, a stride or an offset that is none");
  CHECK(contents(function + "(" + floats + "K\0K\x02K\x03\x86K\x01\x85tR."s) ==
        "m.pt: tensor 'tensor': has not as many strides as axes");
  std::string ones = "(";
  for (int axis = 0; axis < 65; ++axis) ones += "K\x01";
  CHECK(contents(function + "(" + floats + "K\0"s + ones + "tK\x01\x85tR.") ==
        "m.pt: tensor 'tensor': has more than 64 axes");
}

TEST_CASE("the operations of a pickle that PyTorch uses rarely, and those that do not fit") {
  // Places in the memo of four bytes, a negative number of eight, and an empty one.
  const Pickle pickle =
      parsed("(K\x07r\x00\x01\x00\x00j\x00\x01\x00\x00\x8a\x08\xff\xff\xff\xff\xff\xff\xff\xfft."s);
  std::vector<std::int64_t> integers;
  for (const ValueId id : pickle[pickle.root].items) integers.push_back(pickle[id].integer);
  CHECK(integers == std::vector<std::int64_t>{7, 7, -1});
  CHECK(contents("(.") == "m.pt: its pickle takes what is not there at byte 2");
  CHECK(contents("1") == "m.pt: its pickle has no mark at byte 1");
  CHECK(contents("}(Nu.") == "m.pt: its pickle adds to what takes no such items at byte 4");
}

TEST_CASE("a pickle of more values, or longer names, than any model has is refused") {
  std::string recalling = "Nq\x01"s;
  for (std::size_t i = 0; i < most_values; ++i) recalling += "h\x01"s;
  CHECK(contents(recalling) == "m.pt: its pickle holds more than 2097152 values at byte 4194307");
  std::string nested, end;
  for (int level = 0; level < 5; ++level) {
    nested += "}X\xf0\0\0\0"s + std::string(240, 'k');
    end += "s";
  }
  CHECK(contents(nested + "N" + end + ".") == "m.pt: a name of it has more than 1024 bytes");
}

TEST_CASE("tensors that their storage cannot hold, or that come twice, are findings") {
  const std::string far = "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f";
  const std::string one = "K\x01", zero = "K\0"s;
  CHECK(findings(vector("K\x06", one, zero) + ".").empty());
  CHECK(findings(vector("K\x06", one, one) + ".") ==
        "storage: tensor 'tensor': (6,) reaches 7 elements of its storage, which has 6\n");
  CHECK(findings(vector(zero, one, "K\x63") + ".").empty());
  const std::string no_size = "size: tensor 'tensor': (2,) is not a size that a file can have\n";
  CHECK(findings(vector("K\x02", one, far) + ".") == no_size);
  CHECK(findings(vector("K\x02", far, one) + ".") == no_size);
  CHECK(findings(vector("K\x03", far, zero) + ".") ==
        "size: tensor 'tensor': (3,) is not a size that a file can have\n");
  CHECK(findings(vector("\x8a\x08\0\0\0\0\0\0\0\x08"s, zero, zero) + ".") ==
        "size: tensor 'tensor': (576460752303423488,) is not a size that a file can have\n");
  CHECK(
      findings("ctorch._utils\n_rebuild_tensor_v2\n(" + floats + "K\0"s + far + far + "\x86K\0K\0\x86tR."s) ==
      "size: tensor 'tensor': (9223372036854775807, 9223372036854775807) is not a size that a file can "
      "have\n");
  CHECK(findings("ctorch._utils\n_rebuild_tensor_v2\n(" + storage("torch\nFloatStorage", 0) + "K\0))tR."s) ==
        "storage: tensor 'tensor': () reaches 1 element of its storage, which has 0\n");
  CHECK(findings(matrix("_rebuild_tensor_v2", storage("torch\nOddStorage", 6)) + ".") ==
        "dtype: tensor 'tensor': dtype torch.OddStorage is not known\n");
  CHECK(findings("ctorch._utils\n_rebuild_meta_tensor_no_storage\n(ctorch\nfloat32\nK\x02\x85K\x01\x85tR.")
            .empty());
  CHECK(findings("}(" + text("w") + vector(one, one, zero) + text("w") + vector(one, one, zero) + "u.") ==
        "duplicate: the name 'w' comes twice\n");
}
