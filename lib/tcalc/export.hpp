// What the shared library shows: TCALC_EXPORT stands before what the public headers declare, and nothing else
// is seen from outside.
//
// What is exported is declared in an inline namespace, `inline namespace v0`, so that objects compiled
// with the headers of one binary interface do not link with a library of another. A release that changes the
// interface counts it up, and SOVERSION in lib/CMakeLists.txt with it. Types that the rest of the library has
// too (Error, Shape, Dtype) stay outside of it: nobody gets hold of one but through a function that is
// inside.
#pragma once

// In the static library as well: an exception that leaves a shared object which has tcalc within it is caught
// by its type.
#define TCALC_EXPORT [[gnu::visibility("default")]]
