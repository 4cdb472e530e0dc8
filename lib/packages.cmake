# The header packages and the BLAS, as plain targets.
#
# xtensor-blas's own CMake package links the shared BLAS and LAPACK; loading those costs 3 ms of start-up. So the
# headers are found by themselves, and OpenBLAS is linked statically in its OpenMP build, which computes on the thread
# that calls it when that is one of ours. The serial build is no choice: its buffers are not safe between threads, and
# two of 20 000 products that ran beside one another came out wrong.

find_path(XTENSOR_INCLUDE_DIR NAMES xtensor/xarray.hpp xtensor/containers/xarray.hpp REQUIRED)
find_path(XTENSOR_BLAS_INCLUDE_DIR NAMES xtensor-blas/xblas.hpp REQUIRED)
find_library(OPENBLAS_LIBRARY NAMES libopenblas.a openblas PATH_SUFFIXES openblas-openmp REQUIRED)

add_library(tcalc_xtensor INTERFACE)
target_include_directories(tcalc_xtensor SYSTEM INTERFACE ${XTENSOR_INCLUDE_DIR})

add_library(tcalc_blas INTERFACE)
target_include_directories(tcalc_blas SYSTEM INTERFACE ${XTENSOR_BLAS_INCLUDE_DIR})
target_link_libraries(tcalc_blas INTERFACE tcalc_xtensor ${OPENBLAS_LIBRARY})

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
target_link_libraries(tcalc_libzip INTERFACE ${CMAKE_DL_LIBS})
