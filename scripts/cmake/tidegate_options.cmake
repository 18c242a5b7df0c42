# Compiler settings for everything: language, warnings as errors, sanitizers, include root.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_SKIP_RPATH ON) # a DT_RUNPATH makes a glibc 2.36 static-pie crash at start

# Small first: most of this code runs once in a build. What is hot asks for speed (tidegate_module.cmake).
set(CMAKE_CXX_FLAGS_RELEASE "-Os -DNDEBUG")
set(CMAKE_C_FLAGS_RELEASE "-Os -DNDEBUG")

if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set(branch_protection -fcf-protection=full)
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
  set(branch_protection -mbranch-protection=standard)
  set(one_char -fsigned-char) # as it is on amd64, where nearly all tests run
endif()

add_library(tidegate_options INTERFACE)
target_compile_features(tidegate_options INTERFACE cxx_std_20)
target_include_directories(tidegate_options INTERFACE "${CMAKE_SOURCE_DIR}/src")
target_compile_definitions(tidegate_options INTERFACE TIDEGATE_VERSION="${PROJECT_VERSION}")
target_compile_options(tidegate_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual>
  -fstack-protector-strong ${one_char}
  "$<$<CONFIG:Release>:-ffunction-sections;-fdata-sections;-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3;${branch_protection}>"
  # g++ 12 sees overlapping copies in std::string where there are none (GCC bug 105651)
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict>)
if(TIDEGATE_SANITIZE)
  target_compile_options(tidegate_options INTERFACE
    -fsanitize=${TIDEGATE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(tidegate_options INTERFACE -fsanitize=${TIDEGATE_SANITIZE})
endif()
if(TIDEGATE_FUZZ) # every module is watched; libFuzzer itself comes in with the targets (tests/fuzz)
  # -w: clang warns about what g++ 12's own headers do; g++ judges this code in every other build
  target_compile_options(tidegate_options INTERFACE
    -w -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(tidegate_options INTERFACE -fsanitize=address,undefined)
endif()
