# find_package(tcalc) gives tcalc::tcalc: the shared library where it is installed. With the static one,
# TCALC_SHARED_OPENBLAS asks for the shared OpenBLAS.
include(CMakeFindDependencyMacro)
set(tcalc_targets ${CMAKE_CURRENT_LIST_DIR}/tcalcSharedTargets.cmake)
if(NOT EXISTS ${tcalc_targets})
  set(tcalc_targets ${CMAKE_CURRENT_LIST_DIR}/tcalcTargets.cmake)
  set(tcalc_is_static TRUE)
  find_dependency(OpenMP COMPONENTS CXX)
  find_dependency(Threads)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/packages.cmake)
if(NOT XTENSOR_INCLUDE_DIR OR (tcalc_is_static AND NOT OPENBLAS_LIBRARY))
  set(tcalc_FOUND FALSE)
  set(tcalc_NOT_FOUND_MESSAGE
      "tcalc needs xtensor's headers and OpenBLAS; on Debian: apt install libxtensor-dev libopenblas-openmp-dev")
  return()
endif()
include(${tcalc_targets})
