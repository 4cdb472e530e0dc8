# What a program that links the static library needs beside it. Installed with the library and read by its
# tcalcConfig.cmake: each machine has these in places of its own.
#
# OpenBLAS is linked statically in its OpenMP build, which computes on the thread that calls it when that is one of
# ours; loading the shared one costs 3 ms of start-up. The serial build is no choice: its buffers are not safe between
# threads, and two of 20 000 products that ran beside one another came out wrong. With TCALC_SHARED_OPENBLAS it is the
# shared one, of which the machine where the program runs decides the build: kernel/linked_blas.cpp looks.

set(required REQUIRED)
if(CMAKE_FIND_PACKAGE_NAME)  # find_package(tcalc) says itself what is missing
  set(required)
endif()
find_path(XTENSOR_INCLUDE_DIR NAMES xtensor/xarray.hpp xtensor/containers/xarray.hpp ${required})
set(openblas_names libopenblas.a openblas)
if(TCALC_SHARED_OPENBLAS)
  set(openblas_names libopenblas.so)
endif()
find_library(OPENBLAS_LIBRARY NAMES ${openblas_names} PATH_SUFFIXES openblas-openmp ${required})

if(NOT TARGET tcalc::xtensor)
  add_library(tcalc::xtensor INTERFACE IMPORTED)
  target_include_directories(tcalc::xtensor SYSTEM INTERFACE ${XTENSOR_INCLUDE_DIR})
  add_library(tcalc::openblas INTERFACE IMPORTED)
  target_link_libraries(tcalc::openblas INTERFACE ${OPENBLAS_LIBRARY} OpenMP::OpenMP_CXX)  # in the order of need
endif()
