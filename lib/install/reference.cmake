# The target tcalc_reference: pages of what the public headers declare, in reference/index.html.
find_program(DOXYGEN_PROGRAM doxygen)
mark_as_advanced(DOXYGEN_PROGRAM)
if(DOXYGEN_PROGRAM)
  set(documented_headers ${public_headers})
  list(FILTER documented_headers EXCLUDE REGEX "/(api/|export|xarray|inline_vector|traits)")  # what they are made of
  list(JOIN documented_headers " " documented_headers)
  configure_file(install/Doxyfile.in Doxyfile @ONLY)
  add_custom_target(tcalc_reference COMMAND ${DOXYGEN_PROGRAM} ${CMAKE_CURRENT_BINARY_DIR}/Doxyfile
                    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} VERBATIM COMMENT "Writing the reference")
endif()
