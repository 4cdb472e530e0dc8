#include <bit>
#include <unordered_map>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/pytorch/pickle.hpp>

namespace tcalc::pytorch {

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are read as they are stored");

enum class Opcode : std::uint8_t {
  proto = 0x80,
  stop = '.',
  mark = '(',
  pop = '0',
  pop_mark = '1',
  none = 'N',
  new_true = 0x88,
  new_false = 0x89,
  int4 = 'J',
  int1 = 'K',
  int2 = 'M',
  long1 = 0x8a,
  float8 = 'G',
  unicode = 'X',
  empty_tuple = ')',
  tuple = 't',
  tuple1 = 0x85,
  tuple2 = 0x86,
  tuple3 = 0x87,
  empty_list = ']',
  append = 'a',
  appends = 'e',
  empty_dict = '}',
  set_item = 's',
  set_items = 'u',
  global = 'c',
  reduce = 'R',
  new_object = 0x81,
  build = 'b',
  persistent = 'Q',
  put = 'q',
  long_put = 'r',
  get = 'h',
  long_get = 'j',
};

constexpr std::uint8_t newest_protocol = 2;

class PickleReader {
 public:
  PickleReader(std::span<const std::byte> bytes, std::string_view name) : bytes_(bytes), name_(name) {}

  Pickle read() {
    while (true) {
      const auto opcode = static_cast<Opcode>(number<std::uint8_t>());
      if (opcode == Opcode::stop) break;
      carry_out(opcode);
    }
    pickle_.root = pop();
    pickle_.bytes = at_;
    return std::move(pickle_);
  }

 private:
  [[noreturn]] void fail(const std::string& fact) const {
    throw Error(ErrorKind::input, formatted("{}: its pickle {} at byte {}", name_, fact, at_));
  }

  std::span<const std::byte> take(std::size_t count) {
    if (count > bytes_.size() - at_) fail("is cut short");
    at_ += count;
    return bytes_.subspan(at_ - count, count);
  }
  template <class T>
  T number() {
    return load<T>(take(sizeof(T)).data(), false);
  }
  std::string text(std::size_t length) {
    const auto bytes = take(length);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string line() {
    std::string text;
    for (char c = number<char>(); c != '\n'; c = number<char>()) text += c;
    return text;
  }

  Value& value(ValueId id) { return pickle_.values[id]; }

  void push(Value value) {
    if (pickle_.values.size() == most_values) fail(formatted("holds more than {} values", most_values));
    stack_.push_back(static_cast<ValueId>(pickle_.values.size()));
    pickle_.values.push_back(std::move(value));
  }
  void push_integer(std::int64_t integer) { push({.kind = ValueKind::integer, .integer = integer}); }

  ValueId top() {
    if (stack_.empty() || value(stack_.back()).kind == ValueKind::mark) fail("takes what is not there");
    return stack_.back();
  }
  ValueId pop() {
    const ValueId id = top();
    stack_.pop_back();
    return id;
  }
  // What was pushed since the last mark.
  std::vector<ValueId> pop_to_mark() {
    std::size_t begin = stack_.size();
    while (begin > 0 && value(stack_[begin - 1]).kind != ValueKind::mark) --begin;
    if (begin == 0) fail("has no mark");
    std::vector<ValueId> values(stack_.begin() + static_cast<std::ptrdiff_t>(begin), stack_.end());
    stack_.resize(begin - 1);
    return values;
  }

  void push_tuple(std::size_t size) {
    std::vector<ValueId> items(size);
    for (std::size_t i = size; i-- > 0;) items[i] = pop();
    push({.kind = ValueKind::tuple, .items = std::move(items)});
  }

  // To the list, the dict or the object that is on top.
  void add(const std::vector<ValueId>& items, bool are_pairs) {
    Value& holder = value(top());
    const bool fits =
        holder.kind == ValueKind::object || holder.kind == (are_pairs ? ValueKind::dict : ValueKind::list);
    if (!fits || (are_pairs && items.size() % 2 != 0)) fail("adds to what takes no such items");
    holder.items.insert(holder.items.end(), items.begin(), items.end());
  }
  void add_pair() {
    const ValueId second = pop(), first = pop();
    add({first, second}, true);
  }

  void push_object() {
    const ValueId arguments = pop(), callee = pop();
    push({.kind = ValueKind::object, .callee = callee, .arguments = arguments});
  }

  void push_long(std::size_t bytes) {
    const auto digits = take(bytes);
    if (bytes > sizeof(std::int64_t)) return push({.kind = ValueKind::other_number});
    std::uint64_t integer = 0;
    for (std::size_t i = 0; i < bytes; ++i) integer |= std::to_integer<std::uint64_t>(digits[i]) << 8 * i;
    const bool is_negative = bytes > 0 && (std::to_integer<int>(digits.back()) & 0x80) != 0;
    if (is_negative && bytes < sizeof integer) integer |= ~std::uint64_t{0} << 8 * bytes;
    push_integer(static_cast<std::int64_t>(integer));
  }

  void remember(std::uint32_t place) {
    memo_[place] = top();
    if (memo_.size() > most_values) fail(formatted("remembers more than {} values", most_values));
  }
  void recall(std::uint32_t place) {
    const auto found = memo_.find(place);
    if (found == memo_.end()) fail("recalls what is not there");
    if (stack_.size() >= most_values) fail(formatted("holds more than {} values", most_values));
    stack_.push_back(found->second);
  }

  void check_protocol() {
    const auto protocol = number<std::uint8_t>();
    if (protocol > newest_protocol)
      fail(formatted("is of protocol {} (PyTorch writes {})", protocol, newest_protocol));
  }

  void carry_out(Opcode opcode);

  std::span<const std::byte> bytes_;
  std::string_view name_;
  std::size_t at_ = 0;
  std::vector<ValueId> stack_;
  std::unordered_map<std::uint32_t, ValueId> memo_;
  Pickle pickle_;
};

void PickleReader::carry_out(Opcode opcode) {
  switch (opcode) {
    case Opcode::proto:
      return check_protocol();
    case Opcode::mark:
      return push({.kind = ValueKind::mark});
    case Opcode::pop:
      pop();
      return;
    case Opcode::pop_mark:
      pop_to_mark();
      return;
    case Opcode::none:
      return push({});
    case Opcode::new_true:
    case Opcode::new_false:
      return push({.kind = ValueKind::boolean, .integer = opcode == Opcode::new_true});
    case Opcode::int4:
      return push_integer(number<std::int32_t>());
    case Opcode::int1:
      return push_integer(number<std::uint8_t>());
    case Opcode::int2:
      return push_integer(number<std::uint16_t>());
    case Opcode::long1:
      return push_long(number<std::uint8_t>());
    case Opcode::float8:
      take(sizeof(double));
      return push({.kind = ValueKind::other_number});
    case Opcode::unicode:
      return push({.kind = ValueKind::text, .text = text(number<std::uint32_t>())});
    case Opcode::empty_tuple:
      return push_tuple(0);
    case Opcode::tuple1:
      return push_tuple(1);
    case Opcode::tuple2:
      return push_tuple(2);
    case Opcode::tuple3:
      return push_tuple(3);
    case Opcode::tuple: {
      std::vector<ValueId> items = pop_to_mark();
      return push({.kind = ValueKind::tuple, .items = std::move(items)});
    }
    case Opcode::empty_list:
      return push({.kind = ValueKind::list});
    case Opcode::append:
      return add({pop()}, false);
    case Opcode::appends:
      return add(pop_to_mark(), false);
    case Opcode::empty_dict:
      return push({.kind = ValueKind::dict});
    case Opcode::set_item:
      return add_pair();
    case Opcode::set_items:
      return add(pop_to_mark(), true);
    case Opcode::global: {
      std::string module = line();
      return push({.kind = ValueKind::global, .text = module + " " + line()});
    }
    case Opcode::reduce:
    case Opcode::new_object:
      return push_object();
    case Opcode::build: {
      const ValueId state = pop();
      value(top()).state = state;
      return;
    }
    case Opcode::persistent: {
      const ValueId arguments = pop();
      return push({.kind = ValueKind::persistent, .arguments = arguments});
    }
    case Opcode::put:
      return remember(number<std::uint8_t>());
    case Opcode::long_put:
      return remember(number<std::uint32_t>());
    case Opcode::get:
      return recall(number<std::uint8_t>());
    case Opcode::long_get:
      return recall(number<std::uint32_t>());
    case Opcode::stop:
      break;
  }
  fail(formatted("has the opcode {:#04x}, which PyTorch does not write,", static_cast<unsigned>(opcode)));
}

}  // namespace

Pickle parse_pickle(std::span<const std::byte> bytes, std::string_view name) {
  return PickleReader(bytes, name).read();
}

}  // namespace tcalc::pytorch
