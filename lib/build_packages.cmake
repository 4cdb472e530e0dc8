# What the library is built with, and its users do not need.

# xtensor-blas's own CMake package links the shared BLAS and LAPACK: its headers are found by themselves.
find_path(XTENSOR_BLAS_INCLUDE_DIR NAMES xtensor-blas/xblas.hpp REQUIRED)
add_library(tcalc_blas INTERFACE)
target_include_directories(tcalc_blas SYSTEM INTERFACE ${XTENSOR_BLAS_INCLUDE_DIR})
target_link_libraries(tcalc_blas INTERFACE tcalc::xtensor tcalc::openblas)

# {fmt} is compiled into the library (see core/formatted.cpp): its own CMake package links the shared one.
find_path(FMT_INCLUDE_DIR NAMES fmt/core.h REQUIRED)
add_library(tcalc_fmt INTERFACE)
target_include_directories(tcalc_fmt SYSTEM INTERFACE ${FMT_INCLUDE_DIR})

# Every OpenBLAS links and computes. The serial build computes wrongly between threads, that of pthreads starts threads
# beside ours, and one without DYNAMIC_ARCH knows one processor only: the library says what it is in its own text.
if(NOT DEFINED TCALC_OPENBLAS_CONFIG)
  file(STRINGS ${OPENBLAS_LIBRARY} config REGEX "^OpenBLAS [0-9]" LIMIT_COUNT 1)
  set(TCALC_OPENBLAS_CONFIG "${config}" CACHE INTERNAL "What the OpenBLAS that was found says of itself")
endif()
if(NOT TCALC_OPENBLAS_CONFIG MATCHES "USE_OPENMP")
  message(FATAL_ERROR "${OPENBLAS_LIBRARY} is not the OpenMP build of OpenBLAS: \"${TCALC_OPENBLAS_CONFIG}\" "
                      "(on Debian: apt install libopenblas-openmp-dev)")
elseif(NOT TCALC_OPENBLAS_CONFIG MATCHES "DYNAMIC_ARCH")
  message(WARNING "${OPENBLAS_LIBRARY} has kernels for one processor only (built without DYNAMIC_ARCH)")
endif()

# tcalc_loaded_library(LIB HEADER): a library that is loaded when it is first needed (see os/shared_library.hpp), as the
# target tcalc_libLIB: its header, and the macro TCALC_LIBLIB, the name under which the loader knows what belongs to it.
function(tcalc_loaded_library library header)
  string(TOUPPER lib${library} macro)
  find_path(${macro}_INCLUDE_DIR NAMES ${header} REQUIRED)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .so)
  find_library(${macro}_LIBRARY NAMES ${library} REQUIRED)
  file(REAL_PATH ${${macro}_LIBRARY} file)
  string(REGEX MATCH "lib[a-z0-9]+\\.so\\.[0-9]+" name ${file})
  add_library(tcalc_lib${library} INTERFACE)
  target_include_directories(tcalc_lib${library} SYSTEM INTERFACE ${${macro}_INCLUDE_DIR})
  target_compile_definitions(tcalc_lib${library} INTERFACE TCALC_${macro}="${name}")
  set(lib${library}_name ${name} PARENT_SCOPE)
endfunction()

tcalc_loaded_library(zip zip.h)
tcalc_loaded_library(png png.h)
tcalc_loaded_library(z zlib.h)
