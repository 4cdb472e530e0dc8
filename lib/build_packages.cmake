# What the library is built with, and its users do not need.

# xtensor-blas's own CMake package links the shared BLAS and LAPACK: its headers are found by themselves.
find_path(XTENSOR_BLAS_INCLUDE_DIR NAMES xtensor-blas/xblas.hpp REQUIRED)
add_library(tcalc_blas INTERFACE)
target_include_directories(tcalc_blas SYSTEM INTERFACE ${XTENSOR_BLAS_INCLUDE_DIR})
target_link_libraries(tcalc_blas INTERFACE tcalc::xtensor tcalc::openblas)

# libzip is loaded when the first archive is named (see npz/zip_library.hpp): its header is needed, and the name under
# which the loader knows the library that belongs to it.
find_path(LIBZIP_INCLUDE_DIR NAMES zip.h REQUIRED)
block()
  set(CMAKE_FIND_LIBRARY_SUFFIXES .so)
  find_library(LIBZIP_LIBRARY NAMES zip REQUIRED)
endblock()
file(REAL_PATH ${LIBZIP_LIBRARY} libzip_file)
string(REGEX MATCH "libzip\\.so\\.[0-9]+" libzip_name ${libzip_file})
add_library(tcalc_libzip INTERFACE)
target_include_directories(tcalc_libzip SYSTEM INTERFACE ${LIBZIP_INCLUDE_DIR})
target_compile_definitions(tcalc_libzip INTERFACE TCALC_LIBZIP="${libzip_name}")
