// Arrays in files, as C++ programs load and save them.
#include <fstream>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/folder.hpp>
#include <tests/support/xview.hpp>
#include <vector>

#include <tcalc/files.hpp>
#include <tcalc/tcalc.hpp>

using namespace tcalc;

namespace {

template <class X, class Y>
bool same(const X& x, const Y& y) {
  return xt::xarray<double>(x) == xt::xarray<double>(y);
}

// Whether this process has the file mapped.
bool is_mapped(const std::string& path) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    if (line.ends_with(path)) return true;
  return false;
}

const xt::xarray<float> numbers = {{1, 2, 3}, {4, 5, 6}};

}  // namespace

TEST_CASE("an array is saved and mapped, and the mapping lives as long as what shows it") {
  const test::Folder folder;
  const std::string file = folder / "a.npy";
  save(file, numbers);
  {
    const auto loaded = load<float>(file);
    CHECK(is_mapped(file));
    CHECK(same(loaded, numbers));
    CHECK(same(matmul(loaded, xt::transpose(loaded)), matmul(numbers, xt::transpose(numbers))));
    const auto copy = loaded;
    save(file, numbers + 1.0f);  // replaces the file, not what is mapped
    CHECK(same(copy, numbers));
  }
  CHECK(!is_mapped(file));
  CHECK(same(load<float>(file), numbers + 1.0f));
  CHECK(folder.names() == std::vector<std::string>{"a.npy"});
}

TEST_CASE("what is stored in another way is converted when it is loaded") {
  const test::Folder folder;
  save(folder / "t.npy", xt::transpose(numbers));
  CHECK(same(load<double>(folder / "t.npy"), xt::transpose(numbers)));
  save(folder / "f.npy", numbers, {.fortran_order = true});
  CHECK(header(folder / "f.npy").fortran_order);
  CHECK(same(load<float>(folder / "f.npy"), numbers));
  const std::string raw = "raw=" + (folder / "f.npy") + "@128:3,2:f4";
  CHECK(same(load<float>(raw), xt::transpose(numbers)));
  CHECK(header(raw).shape == std::vector<std::int64_t>{3, 2});
  REQUIRE(headers(raw).size() == 1);
  CHECK(headers(raw)[0].bytes == 24);
  test::put(folder / "big", std::string("\0\x3f\x80\0\0\x40\0\0\0", 9));  // 1 and 2, from the second byte on
  CHECK(same(load<float>("raw=" + (folder / "big") + "@1:2:>f4"), xt::xarray<float>{1, 2}));
  test::put(folder / "odd", std::string("\0\0\0\x80\x3f\0\0\0\x40", 9));
  CHECK(same(load<float>("raw=" + (folder / "odd") + "@1:2:f4"), xt::xarray<float>{1, 2}));
  save(folder / "no_ending", numbers);
  CHECK(header(folder / "no_ending").dtype == "float32");
  save(folder / "b.npy", xt::xarray<bool>{true, false});
  test::put(folder / "b.npy", test::content_of(folder / "b.npy").replace(128, 1, "\x05"));
  CHECK(same(load<bool>(folder / "b.npy"), xt::xarray<bool>{true, false}));
  CHECK(load<bool>(folder / "b.npy").data()[0] == true);
  save(folder / "a.csv", numbers);
  CHECK(same(load<double>(folder / "a.csv"), numbers));
  save(folder / "a.npy.gz", numbers);
  CHECK(same(load<float>(folder / "a.npy.gz"), numbers));
  const xt::xarray<double> many = xt::arange<double>(20'000);  // more text than is written at once
  save(folder / "many.csv", many);
  CHECK(same(load<double>(folder / "many.csv"), many));
  const xt::xarray<std::int8_t> bytes = xt::ones<std::int8_t>({3 << 20});
  save(folder / "bytes.npy", bytes);
  CHECK(xt::sum(load<double>(folder / "bytes.npy"))() == 3 << 20);
}

TEST_CASE("arrays without axes or elements are saved and loaded") {
  const test::Folder folder;
  save(folder / "scalar.npy", xt::xarray<float>(2.5f));
  CHECK(load<float>(folder / "scalar.npy").dimension() == 0);
  CHECK(load<float>(folder / "scalar.npy")() == 2.5f);
  save(folder / "empty.npy", xt::xarray<float>::from_shape({0, 3}));
  const auto empty = load<double>(folder / "empty.npy");
  CHECK((empty.shape(0) == 0 && empty.shape(1) == 3));
  CHECK(load<float>(folder / "empty.npy").size() == 0);
}

TEST_CASE("files of many arrays are added to, listed and loaded from") {
  const test::Folder folder;
  const std::string file = folder / "w.npz";
  save(file + ":a", numbers);
  save(file + ":b", xt::xarray<int>{1, 2}, {.compress = true});
  const std::vector<ArrayHeader> all = headers(file);
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "a");
  CHECK(all[0].shape == std::vector<std::int64_t>{2, 3});
  CHECK(all[0].dtype == "float32");
  CHECK(all[0].bytes == 24);
  CHECK(all[1].name == "b");
  CHECK(header(file + ":b").dtype == "int32");
  REQUIRE(headers(file + ":b").size() == 1);
  CHECK(headers(file + ":b")[0].name == "b");
  CHECK(same(load<float>(file + ":a"), numbers));
  CHECK(same(load<double>(file + ":b"), xt::xarray<int>{1, 2}));
  save(folder / "m.safetensors:x", numbers);
  CHECK(same(load<float>(folder / "m.safetensors:x"), numbers));
}

TEST_CASE("datasets of HDF5 are listed and loaded") {
  const std::string file = TCALC_SOURCE_DIR "/tests/hdf5/small.h5";
  std::vector<ArrayHeader> all;
  try {
    all = headers(file);
  } catch (const InputError& error) {
    if (std::string(error.what()).find("libhdf5") == std::string::npos) throw;
    WARN("libhdf5 is not installed");
    return;
  }
  REQUIRE(all.size() == 3);
  CHECK(all[0].name == "/dense/bias");
  CHECK(all[0].dtype == "float64");
  CHECK(!all[2].has_values);
  CHECK(same(load<double>(file + ":/dense/bias"), xt::xarray<double>{0.5, -1, 2}));
}

TEST_CASE("files that cannot be had are told by their class and name") {
  const test::Folder folder;
  save(folder / "a.npy", xt::xarray<double>{1.5});
  save(folder / "w.npz:a", numbers);
  const auto refusal = [&](const std::function<void()>& action) {
    std::string text = test::refusal_of(action);
    for (std::size_t at = text.find(folder.path()); at != std::string::npos; at = text.find(folder.path()))
      text.replace(at, folder.path().size() + 1, "");
    return text;
  };
  CHECK(refusal([&] { load<float>(folder / "a.npy"); }) ==
        "mismatch: a.npy: is float64, which float32 does not hold");
  CHECK(refusal([&] { load<float>(folder / "none.npy"); }) == "input: none.npy: No such file or directory");
  CHECK(refusal([&] { load<float>(folder / "w.npz"); }) ==
        "usage: w.npz: holds arrays by name, and one must be named");
  CHECK(refusal([&] { save(folder / "w.npz:../x", numbers); }) ==
        "usage: w.npz:../x: '../x' leads out of the archive");
  CHECK(refusal([&] { save(folder / "w.npz:/x", numbers); }) ==
        "usage: w.npz:/x: '/x' leads out of the archive");
  CHECK(refusal([&] { save(folder / "w.npz", numbers); }) ==
        "usage: w.npz: holds arrays by name, and one must be named");
  CHECK(refusal([&] { save("raw=a.bin:2,3:f4", numbers); }) ==
        "usage: raw=a.bin:2,3:f4: an array without a header is read, not written");
  CHECK(refusal([&] {
          save(folder / "a.csv", xt::xarray<float>::from_shape({2, 1, 3}));
        }) == "mismatch: a.csv: csv has 2 axes at most, but the shape is (2, 1, 3)");
  CHECK(refusal([&] { load<float>(folder / "a.json"); }) ==
        "usage: a.json: json files are written, not read");
  CHECK(refusal([&] { save(folder / "m.gguf:x", numbers); }) ==
        "usage: m.gguf:x: gguf files are read, not written");
  CHECK(refusal([&] { save(folder / "none/a.npy", numbers); }).starts_with("output: none/a.npy: "));
  CHECK_THROWS_AS(load<float>(folder / "none.npy"), InputError);
  CHECK_THROWS_AS(save(folder / "none/a.npy", numbers), OutputError);
}
