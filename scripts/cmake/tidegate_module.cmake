# tidegate_module(NAME analysis SOURCES a.cpp ... DEPENDS tidegate::model ...)
# One static library per module; what it does not list it cannot link: the layers are real.
# HOT names those of the sources that a long log, a long history or a long series goes through: the release
# compiles them for speed, all others for size (half of it).
function(tidegate_module)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;HOT;DEPENDS" ${ARGN})
  add_library(tidegate_${ARG_NAME} STATIC ${ARG_HOT} ${ARG_SOURCES})
  set_property(SOURCE ${ARG_HOT} APPEND PROPERTY COMPILE_OPTIONS $<$<CONFIG:Release>:-O3>)
  add_library(tidegate::${ARG_NAME} ALIAS tidegate_${ARG_NAME})
  target_link_libraries(tidegate_${ARG_NAME} PUBLIC tidegate_options ${ARG_DEPENDS})
endfunction()
