# embed_files(TARGET tidegate_sqlite FUNCTION tidegate::sqlite::migrations BASE folder FILES a.sql ...)
# Puts files into TARGET as `std::span<const util::EmbeddedFile> FUNCTION()` (src/util/embedded.hpp),
# in the order given, paths relative to BASE. The header that declares FUNCTION is written by hand.
# The same file is the script that the build runs (cmake -P): no shell, no other language.
function(embed_files)
  cmake_parse_arguments(ARG "" "TARGET;FUNCTION;BASE" "FILES" ${ARGN})
  string(MAKE_C_IDENTIFIER "${ARG_FUNCTION}" name)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/embedded_${name}.cpp")
  cmake_path(ABSOLUTE_PATH ARG_BASE BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  set(inputs "")
  foreach(file IN LISTS ARG_FILES)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    list(APPEND inputs "${file}")
  endforeach()
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DFUNCTION=${ARG_FUNCTION}" "-DBASE=${ARG_BASE}" "-DOUTPUT=${source}"
            "-DFILES=${inputs}" -P "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
    DEPENDS ${inputs} "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
    COMMENT "embedding the files of ${ARG_FUNCTION}" VERBATIM)
  target_sources(${ARG_TARGET} PRIVATE "${source}")
endfunction()

if(NOT CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  return()
endif()

# Bytes, not string literals: no delimiter to clash with, no length limit.
string(REGEX MATCH "^(.*)::([^:]+)$" matched "${FUNCTION}")
set(namespace "${CMAKE_MATCH_1}")
set(function "${CMAKE_MATCH_2}")
set(data "")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  cmake_path(RELATIVE_PATH file BASE_DIRECTORY "${BASE}" OUTPUT_VARIABLE path)
  string(APPEND data "constexpr char file_${number}[] = {${bytes}'\\0'};\n")
  string(APPEND rows "    {\"${path}\", {file_${number}, sizeof(file_${number}) - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// Made by scripts/cmake/embed_files.cmake.
#include \"util/embedded.hpp\"

#include <array>
#include <span>

namespace {

${data}
constexpr std::array<tidegate::util::EmbeddedFile, ${number}> files{{
${rows}}};

} // namespace

namespace ${namespace} {

std::span<const tidegate::util::EmbeddedFile> ${function}();
std::span<const tidegate::util::EmbeddedFile> ${function}() { return files; }

} // namespace ${namespace}
")
