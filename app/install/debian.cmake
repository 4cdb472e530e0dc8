# What Debian asks of every package: its licence in a fixed form, and its changelogs.

# The licence's text, indented, with a point on empty lines.
file(READ ${PROJECT_SOURCE_DIR}/LICENSE license_text)
string(REGEX MATCH "Copyright \\(c\\) ([^\n]*)" ignored "${license_text}")
set(copyright_holders ${CMAKE_MATCH_1})
string(STRIP "${license_text}" license_text)
string(REPLACE "\n" "\n " license_text " ${license_text}")
string(REPLACE "\n \n" "\n .\n" license_text "${license_text}")
configure_file(install/copyright.in ${printed}/copyright @ONLY)

string(TIMESTAMP changelog_date "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(install/changelog.in ${printed}/changelog.Debian @ONLY)
tcalc_gzip(changelog.Debian.gz ${printed}/changelog.Debian)
tcalc_gzip(changelog.gz ${PROJECT_SOURCE_DIR}/CHANGELOG.md)

set(packages program:tcalc development:libtcalc-dev)
if(BUILD_SHARED_LIBS)
  list(APPEND packages library:libtcalc0)
endif()
if(TCALC_MPI)
  list(APPEND packages mpi:tcalc-mpi)
endif()
if(TCALC_PYTHON)
  list(APPEND packages python:python3-tcalc)
endif()
foreach(pair IN LISTS packages)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  install(FILES ${printed}/copyright ${printed}/changelog.Debian.gz ${printed}/changelog.gz
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component} EXCLUDE_FROM_ALL)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/samples/attention.cpp DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libtcalc-dev/examples
        COMPONENT development EXCLUDE_FROM_ALL)
