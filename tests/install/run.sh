#!/usr/bin/env bash
# run.sh BUILD [--deep]: makes the Debian packages from a build folder and unpacks them elsewhere; the program, its
# documents and the library must work from there, and from where `cmake --install` puts them. --deep asks lintian,
# compiles each header alone, and builds the library within another project too.
set -euo pipefail

build=$(realpath "$1")
deep=${2:-}
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset NO_COLOR TCALC_INSTRUCTION_SET COLUMNS PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
root=$work/root
plain=$work/plain
export MANPAGER=cat LC_ALL=C.UTF-8

passed=0 failed=0
# check NAME COMMAND...: counts whether the command succeeds, and shows what it prints when it does not.
check() {
  local name=$1
  shift
  if "$@" >"$work/output" 2>&1; then
    passed=$((passed + 1))
  else
    echo "failed: $name"
    sed 's/^/  /' "$work/output"
    failed=$((failed + 1))
  fi
}

# prints TEXT COMMAND...: the command succeeds and prints exactly that.
prints() {
  local wanted=$1
  shift
  "$@" >"$work/printed" 2>&1 && diff <(printf '%s' "${wanted:+$wanted$'\n'}") "$work/printed"
}

has_field() { dpkg-deb --field "$1" "$2" | grep -qE "$3"; }
is_stripped() { ! readelf --section-headers --wide "$1" | grep -q '\.symtab'; }
installs_nothing_of_ours() { ! grep -rqF libtcalc.a --include=cmake_install.cmake "$1"; }
names_no_folder_of_ours() { ! grep -rlF -e "${here%/tests/install}" -e "$build" "$1"; }
man_page() { gzip -dc "$root/usr/share/man/man1/tcalc.1.gz"; }

unpack() {
  cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work/packages"
  local package
  for package in "$work"/packages/*.deb; do
    dpkg-deb --extract "$package" "$root"
  done
}

check_packages() {
  local package
  for package in "$work"/packages/*.deb; do
    # Root is what a container has.
    [[ -z $deep ]] || check "lintian $(basename "$package")" prints '' lintian --allow-root --fail-on error,warning "$package"
    check "$(basename "$package") says who maintains it" has_field "$package" Maintainer '^The tcalc authors <'
  done
  check 'the program needs libc, and loads libzip, libpng, zlib and libzstd' \
    has_field "$work"/packages/tcalc_*.deb Depends '^libzip[0-9a-z]*, libpng[0-9a-z-]*, zlib1g, libzstd1, libc6 \(>= 2\.[0-9]+\)$'
  check 'the library needs xtensor and OpenBLAS' \
    has_field "$work"/packages/libtcalc-dev_*.deb Depends '^libxtensor-dev, libopenblas[a-z-]*-dev$'
  check 'the program is stripped' is_stripped "$root/usr/bin/tcalc"
  check 'no path of the build is left' names_no_folder_of_ours "$root"
}

check_program() {
  check 'it computes' prints $'(2, 2) int64\n[[19 22]\n [43 50]]' \
    "$root/usr/bin/tcalc" matmul '[[1,2],[3,4]]' '[[5,6],[7,8]]'
  check 'it writes an archive' prints '' "$root/usr/bin/tcalc" new arange:3 -o "$work/w.npz:x"
  check 'it reads an archive' prints $'(3,) int64\n[0 1 2]' "$root/usr/bin/tcalc" show "$work/w.npz:x"
}

check_documents() {
  local shared=$root/usr/share word
  man_page >"$work/tcalc.1"
  check 'mandoc has no warning' prints '' mandoc -Tlint -Wwarning "$work/tcalc.1"
  man --warnings -E UTF-8 -l -Tutf8 -Z "$work/tcalc.1" >/dev/null 2>"$work/warnings" || true
  check 'man has no warning' cmp "$work/warnings" /dev/null
  man -l "$work/tcalc.1" | col -bx >"$work/page"
  for word in NAME SYNOPSIS OPERATIONS COMMANDS OPERANDS OPTIONS ENVIRONMENT 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
    check "the manual has $word" grep -qx "$word" "$work/page"
  done
  check 'the manual shows an option as typed' grep -qE -e '^ +--transpose-a$' "$work/page"
  check 'the manual shows an example as typed' grep -qF "tcalc matmul '[[1,2],[3,4]]' '[[5,6],[7,8]]'" "$work/page"
  check 'bash completes' cmp "$shared/bash-completion/completions/tcalc" <("$root/usr/bin/tcalc" completion bash)
  check 'fish completes' cmp "$shared/fish/vendor_completions.d/tcalc.fish" <("$root/usr/bin/tcalc" completion fish)
  check 'zsh completes' cmp "$shared/zsh/vendor-completions/_tcalc" <("$root/usr/bin/tcalc" completion zsh)
  check 'ShellCheck has no complaint' prints '' shellcheck "$shared/bash-completion/completions/tcalc"
}

# stand_alone HEADER...: they compile with nothing before them, and have no other headers of ours than installed ones.
stand_alone() {
  local flags
  read -ra flags < <(pkg-config --cflags tcalc)
  printf '#include <%s>\n' "$@" >"$work/header.cpp"
  c++ -std=c++20 -Wall -Wextra -Wshadow -Werror "${flags[@]}" -fsyntax-only "$work/header.cpp"
}

check_headers() {
  local header wanted backwards
  wanted=$(cat "$here/headers.txt")
  check 'the installed headers are those listed' prints "$wanted" \
    bash -c "cd '$root/usr/include' && find tcalc -type f | LC_ALL=C sort"
  mapfile -t backwards < <(tac "$here/headers.txt")
  check 'they compile from the last to the first' stand_alone "${backwards[@]}"
  [[ $deep == --deep ]] || return 0
  for header in $wanted; do
    check "$header compiles alone" stand_alone "$header"
  done
}

wanted=$'600 600\n19 22 43 50 \nmatmul: Dimensions must be equal, but are 2 and 300: axis 1 of A and axis 0 of B'

check_library() {
  local pkgconfig flags=()
  check 'a project configures' cmake -S "$here/consumer" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$root/usr" \
    -DCMAKE_BUILD_TYPE=Debug
  check 'it builds' cmake --build "$work/consumer"
  check 'it computes, through find_package' prints "$wanted" "$work/consumer/consumer"
  check 'it computes within a shared object' prints "$wanted" "$work/consumer/consumer_of_shared"

  pkgconfig=$(dirname "$(find "$root" -name tcalc.pc)")
  export PKG_CONFIG_PATH=$pkgconfig
  check_headers
  read -ra flags < <(pkg-config --cflags tcalc)
  check 'a program compiles' c++ -std=c++20 "${flags[@]}" -c "$here/consumer/main.cpp" -o "$work/main.o"
  local products=$work/consumer/CMakeFiles/products.dir/products.cpp.o
  local kind
  for kind in --libs --static; do
    read -ra flags < <(pkg-config --libs "$kind" tcalc)
    check "it links, pkg-config $kind" c++ "$work/main.o" "$products" "${flags[@]}" -o "$work/linked"
    check "it computes, pkg-config $kind" prints "$wanted" "$work/linked"
  done

  cc -shared -fPIC "$here/other_blas.c" -o "$work/libother.so"
  c++ "$work/main.o" "$products" -Wl,--no-as-needed "$work/libother.so" "${flags[@]}" -o "$work/linked"
  check 'another BLAS, linked first, is told' tells_of_other_blas "$work/linked"
}

tells_of_other_blas() {
  TCALC_INSTRUCTION_SET=baseline "$1" | tee /dev/stderr |
    grep -qxF "the BLAS of this program is $work/libother.so, not tcalc's OpenBLAS"
}

# What a shared library exports: the public face, in the inline namespace of its ABI, and the types it shares.
exports_the_face_alone() {
  local other
  other=$(nm --dynamic --defined-only --demangle "$1" | cut -d ' ' -f 3- |
    grep -vE '^((typeinfo|typeinfo name|vtable) for )?tcalc::([a-z]+::)?(v0::|Error|Shape|Dim)') || true
  other=$(grep -vE '^tcalc::(ThreadScope::|kind_name|default_threads|set_threads|tune_blas|[a-z_]+[-+*%]?\(tcalc::Dim const)' <<<"$other") || true
  [[ -z $other ]] || { echo "$other"; return 1; }
}

check_shared_library() {
  local prefix=$work/shared library
  cmake --build "$build" --target tcalc_shared
  check 'the headers are installed' cmake --install "$build" --prefix "$prefix" --component development
  check 'and the shared library' cmake --install "$build" --prefix "$prefix" --component shared
  library=$(find "$prefix" -name libtcalc.so)
  check 'it has a version of its interface' grep -qF 'Library soname: [libtcalc.so.0]' <(readelf --dynamic "$library")
  check 'it exports the public face' exports_the_face_alone "$library"
  check 'a project finds it' cmake -S "$here/consumer" -B "$work/shared_consumer" -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_BUILD_TYPE=Debug -DOPENBLAS_LIBRARY=unused
  check 'it builds with it' cmake --build "$work/shared_consumer"
  check 'it needs it' grep -qF '[libtcalc.so.0]' <(readelf --dynamic "$work/shared_consumer/consumer")
  check 'it computes with it' prints "$wanted" "$work/shared_consumer/consumer"
  check 'a shared object computes with it' prints "$wanted" "$work/shared_consumer/consumer_of_shared"
}

# xtensor 0.26 moved its headers into folders: what tcalc includes is looked for there first. (No Debian has it yet.)
check_moved_headers() {
  local moved=$work/moved/xtensor header
  mkdir -p "$moved/containers"
  for header in xarray xtensor xadapt xfixed; do
    printf '#define HEADERS_WERE_MOVED\n#include "/usr/include/xtensor/%s.hpp"\n' "$header" >"$moved/containers/$header.hpp"
  done
  printf '#include <tcalc/tcalc.hpp>\n#ifndef HEADERS_WERE_MOVED\n#error\n#endif\n' >"$work/moved.cpp"
  check 'the moved headers of xtensor 0.26 are found' c++ -std=c++20 -fsyntax-only -I "$plain/include" \
    -isystem "$work/moved" "$work/moved.cpp"
}

check_sources() {
  check 'a project adds the sources' env -u SOURCE_DATE_EPOCH cmake -S "$here/parent" -B "$work/parent" \
    -DTCALC_SOURCE_DIR="${here%/tests/install}" -DCMAKE_BUILD_TYPE=Debug
  check 'it installs nothing of ours' installs_nothing_of_ours "$work/parent"
  [[ $deep == --deep ]] || return 0
  check 'it builds the library' cmake --build "$work/parent" --target consumer -j 2
  check 'it computes' prints "$wanted" "$work/parent/consumer"
}

# computes_in_python FOLDER
computes_in_python() {
  PYTHONPATH=$1 prints $'(2, 4)\n6.0' /usr/bin/python3 -c \
    'import tcalc; print(tcalc.shape("matmul", "2,3", "3,4")); print(tcalc.dot([1.0, 1.0], [2.0, 4.0]))'
}

exported() { nm --dynamic --defined-only "$1" | cut -d ' ' -f 3; }

check_python() {
  local folder=usr/lib/python3/dist-packages module
  [[ -e $root/$folder ]] || return 0  # built without it
  check 'the Python package computes' computes_in_python "$root/$folder"
  check 'the installed module computes' computes_in_python "$(echo "$plain"/lib/python3.*/dist-packages)"
  module=$(echo "$root/$folder"/tcalc/_tcalc.*.so)
  check 'the module shows its entry alone' prints PyInit__tcalc exported "$module"
  check 'it needs Python and NumPy' has_field "$work"/packages/python3-tcalc_*.deb Depends \
    '^python3 \(>= 3\.[0-9]+\), python3 \(<< 3\.[0-9]+\), python3-numpy, '
}

check_plain_install() {
  local file
  rm -f "$build/app/printed/tcalc.1" "$build/app/printed/_tcalc"  # not yet made, as after samples/quickstart
  check 'cmake --install' cmake --install "$build" --prefix "$plain"
  check 'the program is there' prints '(2, 4)' "$plain/bin/tcalc" matmul 2,3 3,4
  for file in share/man/man1/tcalc.1 share/bash-completion/completions/tcalc share/zsh/site-functions/_tcalc \
    share/fish/vendor_completions.d/tcalc.fish share/doc/tcalc/LICENSE share/doc/tcalc/README.md include/tcalc/tcalc.hpp; do
    check "$file is there" test -s "$plain/$file"
  done
  check 'nothing of Debian is there' prints '' find "$plain" -name '*Debian*' -o -name 'vendor-completions'
  check 'a project finds it' cmake -S "$here/consumer" -B "$work/plain_consumer" -DCMAKE_PREFIX_PATH="$plain"
}

check 'the packages are made' unpack
check_packages
check_program
check_documents
check_library
check_shared_library
check_sources
check_plain_install
check_python
check_moved_headers
echo "$passed passed, $failed failed"
((failed == 0))
