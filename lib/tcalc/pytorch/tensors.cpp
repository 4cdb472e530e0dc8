#include <algorithm>
#include <array>
#include <set>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/npy/finding_list.hpp>
#include <tcalc/pytorch/tensors.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::pytorch {

namespace {

constexpr int deepest = 64;
constexpr std::size_t most_steps = 2 * most_values;          // a value may be met in several places
constexpr std::size_t longest_name = 1024;                   // bytes
constexpr std::size_t longest_texts = std::size_t{1} << 26;  // of all tensors together

constexpr std::string_view ordered_dict = "collections OrderedDict";
constexpr std::string_view untyped_storage = "torch.storage UntypedStorage";

// "torch._utils _rebuild_tensor_v2" as Python has it.
std::string dotted(std::string_view global) {
  std::string text(global);
  std::ranges::replace(text, ' ', '.');
  return text;
}

class ContentsReader {
 public:
  ContentsReader(const Pickle& pickle, std::string_view name) : pickle_(pickle), name_(name) {}

  Contents read() {
    visit(pickle_.root, "", 0);
    return std::move(contents_);
  }

 private:
  [[noreturn]] void fail(const std::string& fact) const {
    throw Error(ErrorKind::input, std::string(name_) + ": " + fact);
  }
  [[noreturn]] void fail_of(const std::string& path, const std::string& fact) const {
    fail(formatted("tensor {}: {}", in_quotes(path.empty() ? "tensor" : path), fact));
  }

  const Value& value(ValueId id) const { return pickle_[id]; }
  std::string_view global_of(ValueId id) const {
    return id != no_value && value(id).kind == ValueKind::global ? std::string_view(value(id).text) : "";
  }
  // Of an object: what it was made with.
  const std::vector<ValueId>& arguments_of(const Value& object) const {
    static const std::vector<ValueId> none;
    if (object.arguments == no_value) return none;
    const Value& arguments = value(object.arguments);
    return arguments.kind == ValueKind::tuple ? arguments.items : none;
  }

  // A name may be one thing in the file, and many here.
  void count_text(std::size_t bytes) {
    texts_ += bytes;
    if (texts_ > longest_texts) fail(formatted("its names have more than {} bytes", longest_texts));
  }

  static std::string below(const std::string& path, const std::string& key) {
    return path.empty() ? key : path + "." + key;
  }

  void visit(ValueId id, const std::string& path, int depth) {
    if (depth > deepest) fail(formatted("{} is nested deeper than {}", in_quotes(path), deepest));
    if (++steps_ > most_steps) fail("its values hold one another too often");
    if (path.size() > longest_name) fail(formatted("a name of it has more than {} bytes", longest_name));
    const Value& value = this->value(id);
    switch (value.kind) {
      case ValueKind::dict:
        return visit_pairs(value.items, path, depth);
      case ValueKind::list:
      case ValueKind::tuple:
        for (std::size_t i = 0; i < value.items.size(); ++i)
          visit(value.items[i], below(path, std::to_string(i)), depth + 1);
        return;
      case ValueKind::object:
        return visit_object(value, path, depth);
      default:
        return;
    }
  }

  void visit_pairs(const std::vector<ValueId>& items, const std::string& path, int depth) {
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      const Value& key = value(items[i]);
      const bool is_number = key.kind == ValueKind::integer;
      if (key.kind != ValueKind::text && !is_number) continue;
      visit(items[i + 1], below(path, is_number ? std::to_string(key.integer) : key.text), depth + 1);
    }
  }

  // What a module keeps its parts in; they are no part of a name in state_dict().
  static bool is_shelf(std::string_view key) {
    return key == "_parameters" || key == "_buffers" || key == "_modules";
  }

  void visit_object(const Value& object, const std::string& path, int depth) {
    const std::string_view callee = global_of(object.callee);
    if (callee == ordered_dict) return visit_pairs(object.items, path, depth);
    if (add_tensor(object, callee, path, depth)) return;
    visit_pairs(object.items, path, depth);
    if (!callee.empty() && !is_plain(callee)) {
      count_text(path.size() + callee.size());
      contents_.opaque.emplace_back(path, dotted(callee));
    }
    if (object.state == no_value || value(object.state).kind != ValueKind::dict) return;
    const std::vector<ValueId>& items = value(object.state).items;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      const Value& key = value(items[i]);
      if (key.kind != ValueKind::text) continue;
      visit(items[i + 1], is_shelf(key.text) ? path : below(path, key.text), depth + 1);
    }
  }

  // What Python's own pickles of sets, bytes and the like are made of.
  static bool is_plain(std::string_view callee) {
    return callee.starts_with("__builtin__ ") || callee.starts_with("builtins ") ||
           callee.starts_with("_codecs ") || callee.starts_with("collections ") ||
           callee.starts_with("torch Size");
  }

  // Whether it is one.
  bool add_tensor(const Value& object, std::string_view callee, const std::string& path, int depth) {
    const auto& arguments = arguments_of(object);
    if (callee == "torch._utils _rebuild_parameter" ||
        callee == "torch._utils _rebuild_parameter_with_state") {
      if (arguments.empty()) fail_of(path, "has no values");
      visit(arguments[0], path, depth + 1);
      return true;
    }
    if (callee == "torch._tensor _rebuild_from_type_v2" && arguments.size() >= 3) {
      const std::string_view function = global_of(arguments[0]);
      const Value inner = {.kind = ValueKind::object, .callee = arguments[0], .arguments = arguments[2]};
      return add_tensor(inner, function, path, depth);
    }
    Tensor tensor;
    if (callee == "torch._utils _rebuild_tensor" || callee == "torch._utils _rebuild_tensor_v2" ||
        callee == "torch._utils _rebuild_qtensor" || callee == "torch._utils _rebuild_tensor_v3") {
      if (arguments.size() < 4) fail_of(path, "lacks its storage, sizes or strides");
      take_storage(tensor, arguments[0], path);
      tensor.offset = integer_of(arguments[1], path);
      tensor.extents = integers_of(arguments[2], path);
      tensor.strides = integers_of(arguments[3], path);
      if (callee.ends_with("_v3")) take_dtype(tensor, arguments.size() > 6 ? arguments[6] : no_value, path);
    } else if (callee == "torch._utils _rebuild_meta_tensor_no_storage") {
      if (arguments.size() < 3) fail_of(path, "lacks its dtype, sizes or strides");
      take_dtype(tensor, arguments[0], path);
      tensor.extents = integers_of(arguments[1], path);
      tensor.strides = integers_of(arguments[2], path);
    } else {
      return false;
    }
    if (tensor.extents.size() != tensor.strides.size()) fail_of(path, "has not as many strides as axes");
    tensor.name = path.empty() ? "tensor" : path;
    count_text(tensor.name.size() + tensor.dtype.size() + tensor.storage.size());
    if (contents_.tensors.size() == most_tensors) fail(formatted("holds more than {} tensors", most_tensors));
    contents_.tensors.push_back(std::move(tensor));
    return true;
  }

  // ('storage', torch.FloatStorage, key, location, elements)
  void take_storage(Tensor& tensor, ValueId id, const std::string& path) const {
    const Value& storage = value(id);
    const auto& parts = arguments_of(storage);
    const bool fits = storage.kind == ValueKind::persistent && parts.size() >= 5 &&
                      value(parts[0]).kind == ValueKind::text && value(parts[0]).text == "storage" &&
                      value(parts[2]).kind == ValueKind::text;
    if (!fits) fail_of(path, "has no storage as PyTorch writes it");
    const std::string_view kind = global_of(parts[1]);
    tensor.storage = value(parts[2]).text;
    tensor.storage_elements = integer_of(parts[4], path);
    if (kind == untyped_storage) return;
    tensor.type = type_of_storage(kind);
    tensor.dtype = tensor.type != nullptr ? std::string(tensor.type->name) : dotted(kind);
  }

  // Of an untyped storage the pickle says how many bytes it has.
  void take_dtype(Tensor& tensor, ValueId id, const std::string& path) const {
    const std::string_view global = global_of(id);
    if (global.empty()) fail_of(path, "has no dtype");
    tensor.type = type_of_dtype(global);
    tensor.dtype = tensor.type != nullptr ? std::string(tensor.type->name) : dotted(global);
    if (tensor.type != nullptr && tensor.type->bytes > 0) tensor.storage_elements /= tensor.type->bytes;
  }

  std::int64_t integer_of(ValueId id, const std::string& path) const {
    const Value& number = value(id);
    if (number.kind != ValueKind::integer || number.integer < 0)
      fail_of(path, "has a size, a stride or an offset that is none");
    return number.integer;
  }

  Extents integers_of(ValueId id, const std::string& path) const {
    const Value& tuple = value(id);
    const auto& items = tuple.kind == ValueKind::object ? size_items(tuple) : tuple.items;
    if (items.size() > static_cast<std::size_t>(max_rank))
      fail_of(path, formatted("has more than {} axes", max_rank));
    Extents numbers;
    for (const ValueId item : items) numbers.push_back(integer_of(item, path));
    return numbers;
  }
  // torch.Size((2, 3))
  const std::vector<ValueId>& size_items(const Value& object) const {
    const auto& arguments = arguments_of(object);
    return arguments.size() == 1 ? value(arguments[0]).items : arguments;
  }

  const Pickle& pickle_;
  std::string_view name_;
  std::size_t steps_ = 0, texts_ = 0;
  Contents contents_;
};

void check(const Tensor& tensor, npy::FindingList& list) {
  const std::string called = "tensor " + in_quotes(tensor.name);
  if (tensor.type == nullptr)
    list.note("dtype", formatted("{}: dtype {} is not known", called, escaped(tensor.dtype)));
  const auto elements = checked_product(tensor.extents);
  const auto reach = reach_of(tensor);
  if (!elements || !reach || !checked_multiply(*elements, 16))
    return list.defect("size", formatted("{}: {} is not a size that a file can have", called,
                                         npy::sizes_text(tensor.extents)));
  if (!tensor.storage.empty() && *reach > tensor.storage_elements)
    list.defect("storage", formatted("{}: {} reaches {} of its storage, which has {}", called,
                                     npy::sizes_text(tensor.extents), counted(*reach, "element"),
                                     tensor.storage_elements));
}

}  // namespace

std::optional<std::int64_t> reach_of(const Tensor& tensor) {
  if (std::ranges::find(tensor.extents, 0) != tensor.extents.end()) return 0;
  std::optional<std::int64_t> reach = checked_add(tensor.offset, 1);
  for (std::size_t axis = 0; axis < tensor.extents.size(); ++axis) {
    const auto span = checked_multiply(tensor.extents[axis] - 1, tensor.strides[axis]);
    reach = reach && span ? checked_add(*reach, *span) : std::nullopt;
  }
  return reach;
}

Contents contents_of(const Pickle& pickle, std::string_view name) {
  return ContentsReader(pickle, name).read();
}

std::vector<npy::Finding> findings_of(const Contents& contents) {
  npy::FindingList list;
  std::set<std::string_view> names;
  for (const Tensor& tensor : contents.tensors) {
    if (!names.insert(tensor.name).second)
      list.defect("duplicate", "the name " + in_quotes(tensor.name) + " comes twice");
    check(tensor, list);
  }
  return list.take();
}

}  // namespace tcalc::pytorch
