# The program, its manual page and its completions, which it prints itself, and the documents.
#
# What a Debian package has in other places, or compressed, belongs to its component alone and is left out of
# `cmake --install`; what that puts in their stead is of the component "plain".

set(printed ${CMAKE_CURRENT_BINARY_DIR}/printed)
file(MAKE_DIRECTORY ${printed})

# tcalc_print(FILE WORD...): what `tcalc WORD...` prints.
function(tcalc_print file)
  add_custom_command(OUTPUT ${printed}/${file} COMMAND tcalc_program ${ARGN} > ${printed}/${file}
                     DEPENDS tcalc_program VERBATIM COMMENT "Printing ${file}")
  set_property(GLOBAL APPEND PROPERTY TCALC_PRINTED ${printed}/${file})
endfunction()

# tcalc_gzip(FILE FROM): the same bytes on every machine.
function(tcalc_gzip file from)
  add_custom_command(OUTPUT ${printed}/${file} COMMAND gzip -9 -n -c ${from} > ${printed}/${file} DEPENDS ${from} VERBATIM
                     COMMENT "Compressing ${file}")
  set_property(GLOBAL APPEND PROPERTY TCALC_PRINTED ${printed}/${file})
endfunction()

tcalc_print(tcalc.1 help man)
tcalc_print(tcalc.bash completion bash)
tcalc_print(tcalc.fish completion fish)
tcalc_print(_tcalc completion zsh)
tcalc_gzip(tcalc.1.gz ${printed}/tcalc.1)

# Where the program alone has been built, as by samples/quickstart, the rest is made now.
install(CODE "
foreach(file tcalc.1 tcalc.1.gz tcalc.bash tcalc.fish _tcalc)
  if(\"$<TARGET_FILE:tcalc_program>\" IS_NEWER_THAN \"${printed}/\${file}\")
    execute_process(COMMAND \"${CMAKE_COMMAND}\" --build \"${CMAKE_BINARY_DIR}\" --target tcalc_printed
                    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    break()
  endif()
endforeach()
" ALL_COMPONENTS)
install(TARGETS tcalc_program RUNTIME COMPONENT program)
set(shared ${CMAKE_INSTALL_DATADIR})
install(FILES ${printed}/tcalc.bash DESTINATION ${shared}/bash-completion/completions RENAME tcalc COMPONENT program)
install(FILES ${printed}/tcalc.fish DESTINATION ${shared}/fish/vendor_completions.d COMPONENT program)
install(FILES ${printed}/_tcalc DESTINATION ${shared}/zsh/site-functions COMPONENT plain)
install(FILES ${printed}/_tcalc DESTINATION ${shared}/zsh/vendor-completions COMPONENT program EXCLUDE_FROM_ALL)
install(FILES ${printed}/tcalc.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT plain)
install(FILES ${printed}/tcalc.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program EXCLUDE_FROM_ALL)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT plain)
if(TCALC_MPI)
  tcalc_gzip(tcalc-mpi.1.gz ${CMAKE_CURRENT_SOURCE_DIR}/mpi/tcalc-mpi.1)
  install(FILES mpi/tcalc-mpi.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT plain)
  install(FILES ${printed}/tcalc-mpi.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT mpi EXCLUDE_FROM_ALL)
endif()

include(install/debian.cmake)
get_property(files GLOBAL PROPERTY TCALC_PRINTED)
add_custom_target(tcalc_printed ALL DEPENDS ${files})
