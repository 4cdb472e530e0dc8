# find_package(tcalc) gives tcalc::tcalc.
include(CMakeFindDependencyMacro)
find_dependency(OpenMP COMPONENTS CXX)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/packages.cmake)
if(NOT XTENSOR_INCLUDE_DIR OR NOT OPENBLAS_LIBRARY)
  set(tcalc_FOUND FALSE)
  set(tcalc_NOT_FOUND_MESSAGE
      "tcalc needs xtensor's headers and OpenBLAS; on Debian: apt install libxtensor-dev libopenblas-openmp-dev")
  return()
endif()
include(${CMAKE_CURRENT_LIST_DIR}/tcalcTargets.cmake)
