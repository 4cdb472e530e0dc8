# cpack -G DEB: the package tcalc with the program, and libtcalc-dev with the library.

# The Debian package that holds a file; `fallback` where there is no dpkg, or none holds it.
function(tcalc_package_of file fallback result)
  set(${result} ${fallback} PARENT_SCOPE)
  find_program(DPKG_QUERY dpkg-query)
  mark_as_advanced(DPKG_QUERY)
  if(DPKG_QUERY)
    execute_process(COMMAND ${DPKG_QUERY} --search ${file} OUTPUT_VARIABLE line ERROR_QUIET)
    if(line MATCHES "^([a-z0-9.+-]+):")
      set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
    endif()
  endif()
endfunction()

tcalc_package_of(*/${libzip_name} libzip4 libzip_package)  # loaded when an archive is named
tcalc_package_of(*/${libpng_name} libpng16-16 libpng_package)  # ... when a PNG picture is written
tcalc_package_of(*/${libz_name} zlib1g zlib_package)  # ... and when a file is compressed as a whole; so is libzstd
tcalc_package_of(${OPENBLAS_LIBRARY} libopenblas-openmp-dev openblas_package)
tcalc_package_of(*/xtensor/xtensor_config.hpp libxtensor-dev xtensor_package)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tcalc)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has a synopsis of its own
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL program development)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER ${TCALC_MAINTAINER})
set(CPACK_DEBIAN_PACKAGE_RELEASE ${TCALC_DEBIAN_REVISION})
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME tcalc)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION math)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "${libzip_package}, ${libpng_package}, ${zlib_package}, libzstd1")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "libhdf5-310 | libhdf5-103-1")  # loaded when an HDF5 file is named
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "tensor calculator for the shell
tcalc tells you the shape of a tensor product or expression, or why it is
illegal, instantly; and it computes on .npy files. It knows dot, batch_dot
and matmul as Keras, TensorFlow and NumPy mean them, NumPy's other
contractions up to einsum, and expressions with NumPy's names.

It inspects, slices, converts, compares and draws .npy and .npz files, works
in pipelines, and checks the shapes of a whole program.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libtcalc-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${xtensor_package}, ${openblas_package}")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "${libzip_package}, ${libpng_package}, ${zlib_package}, libzstd1")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "tensor products on xtensor expressions
The library behind the program tcalc: dot, batch_dot and matmul as Keras,
TensorFlow and NumPy mean them, and NumPy's other contractions, up to
einsum, on xtensor expressions in C++20.

This package has the static library, its headers, and what CMake and
pkg-config read.")

if(BUILD_SHARED_LIBS)
  list(APPEND CPACK_COMPONENTS_ALL library)
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libtcalc0)
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/library/triggers "activate-noawait ldconfig\n")
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/library/shlibs "libtcalc 0 libtcalc0 (>= ${PROJECT_VERSION})\n")
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA
      "${CMAKE_CURRENT_BINARY_DIR}/library/triggers;${CMAKE_CURRENT_BINARY_DIR}/library/shlibs")
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS "${libzip_package}, ${libpng_package}, ${zlib_package}, libzstd1")
  set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "tensor products on xtensor expressions (shared library)
The shared library of tcalc, which has its own OpenBLAS within it.")
  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
      "libtcalc0 (= ${PROJECT_VERSION}-${TCALC_DEBIAN_REVISION}), ${xtensor_package}")
endif()
if(TCALC_PYTHON)
  list(APPEND CPACK_COMPONENTS_ALL python)
  math(EXPR next_minor "${TCALC_PYTHON_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-tcalc)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
      "python3 (>= 3.${TCALC_PYTHON_MINOR}), python3 (<< 3.${next_minor}), python3-numpy")
  set(CPACK_DEBIAN_PYTHON_DESCRIPTION "tensor products on NumPy arrays
dot, batch_dot and matmul as Keras, TensorFlow and NumPy mean them, NumPy's
other contractions up to einsum, and expressions, on NumPy arrays and what
shares its memory with them. What is not defined says why, and what would be
legal; shapes may have named dims.")
endif()
if(TCALC_MPI)
  list(APPEND CPACK_COMPONENTS_ALL mpi)
  set(CPACK_DEBIAN_MPI_PACKAGE_NAME tcalc-mpi)
  set(CPACK_DEBIAN_MPI_PACKAGE_SECTION math)
  set(CPACK_DEBIAN_MPI_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_MPI_PACKAGE_RECOMMENDS "tcalc, openmpi-bin")
  set(CPACK_DEBIAN_MPI_DESCRIPTION "large tensor products on ScaLAPACK
tcalc-mpi computes one product of two .npy files that is spread over the
memory of many machines. mpirun or srun starts it.")
endif()

include(CPack)
