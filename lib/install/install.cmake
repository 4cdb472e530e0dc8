# The library, its headers, and what find_package and pkg-config read.
include(CMakePackageConfigHelpers)

set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/tcalc)
if(BUILD_SHARED_LIBS)
  set(of_shared development)
  install(TARGETS tcalc_shared EXPORT tcalcSharedTargets LIBRARY COMPONENT library NAMELINK_COMPONENT development)
else()
  install(TARGETS tcalc EXPORT tcalcTargets ARCHIVE COMPONENT development)
  install(EXPORT tcalcTargets NAMESPACE tcalc:: DESTINATION ${config_folder} COMPONENT development)
  # Only where it is asked for by name, as by tests/install.
  set(of_shared shared EXCLUDE_FROM_ALL)
  install(TARGETS tcalc_shared EXPORT tcalcSharedTargets LIBRARY COMPONENT ${of_shared})
endif()
install(EXPORT tcalcSharedTargets NAMESPACE tcalc:: DESTINATION ${config_folder} COMPONENT ${of_shared})
# The public headers, and those that they are made of. All others may change from version to version.
set(public_headers
  tcalc/tcalc.hpp
  tcalc/error.hpp
  tcalc/eval.hpp
  tcalc/export.hpp
  tcalc/files.hpp
  tcalc/out.hpp
  tcalc/planned.hpp
  tcalc/shape.hpp
  tcalc/version.hpp
  tcalc/xarray.hpp
  tcalc/api/array_ref.hpp
  tcalc/api/call.hpp
  tcalc/api/calls.hpp
  tcalc/api/describe.hpp
  tcalc/api/planned_call.hpp
  tcalc/core/bfloat16.hpp
  tcalc/core/dtype.hpp
  tcalc/core/error.hpp
  tcalc/core/extents.hpp
  tcalc/core/float8.hpp
  tcalc/core/half.hpp
  tcalc/core/hint.hpp
  tcalc/core/inline_vector.hpp
  tcalc/core/traits.hpp
  tcalc/kernel/threads.hpp
  tcalc/kernel/tune_blas.hpp
  tcalc/ops/call_options.hpp
  tcalc/shape/dim.hpp
  tcalc/shape/shape.hpp
  tcalc/shape/verdict.hpp
)
foreach(header IN LISTS public_headers)
  cmake_path(GET header PARENT_PATH folder)
  install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${folder} COMPONENT development)
endforeach()

include(install/reference.cmake)

write_basic_package_version_file(tcalcConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES install/tcalcConfig.cmake packages.cmake ${CMAKE_CURRENT_BINARY_DIR}/tcalcConfigVersion.cmake
        DESTINATION ${config_folder} COMPONENT development)

# The static library needs what it was built with: pkg-config cannot search, so the folder of OpenBLAS is named.
if(NOT BUILD_SHARED_LIBS)
  cmake_path(GET OPENBLAS_LIBRARY PARENT_PATH openblas_folder)
  cmake_path(GET OPENBLAS_LIBRARY FILENAME openblas_file)
  set(link_flags " -L${openblas_folder} -l:${openblas_file} ${OpenMP_CXX_FLAGS} -pthread")
  if(CMAKE_DL_LIBS)
    string(APPEND link_flags " -l${CMAKE_DL_LIBS}")
  endif()
endif()
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
           OUTPUT_VARIABLE prefix_of_pc)
configure_file(install/tcalc.pc.in tcalc.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/tcalc.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
