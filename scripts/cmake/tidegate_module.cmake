# tidegate_module(NAME analysis SOURCES a.cpp ... DEPENDS tidegate::model ...)
# One static library per module; what it does not list it cannot link: the layers are real.
function(tidegate_module)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPENDS" ${ARGN})
  add_library(tidegate_${ARG_NAME} STATIC ${ARG_SOURCES})
  add_library(tidegate::${ARG_NAME} ALIAS tidegate_${ARG_NAME})
  target_link_libraries(tidegate_${ARG_NAME} PUBLIC tidegate_options ${ARG_DEPENDS})
endfunction()
