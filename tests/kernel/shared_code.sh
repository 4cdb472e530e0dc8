#!/bin/sh
# shared_code.sh NM OBJECT...: fails when an object that is compiled for a better processor than the rest
# defines anything but its table. The linker keeps one copy of an inline function that several objects have;
# from one of these, it would end other machines' programs with an illegal instruction.
nm=$1
shift
[ $# -gt 0 ] || { echo "no objects given"; exit 1; }
for object; do
  defined=$("$nm" --defined-only --extern-only "$object" | c++filt -p | grep -v '^$' | grep -v ' tcalc::avx[0-9]*_tiles$')
  [ -z "$defined" ] || { echo "$object also defines:"; echo "$defined"; exit 1; }
done
