# tidegate_archives: every library that the static release stands on, from Debian's own archives, in one
# group that the linker searches until nothing is missing.
add_library(tidegate_static_parts STATIC
  "${CMAKE_SOURCE_DIR}/src/static/absent_features.c" "${CMAKE_SOURCE_DIR}/src/static/absent_formats.c"
  "${CMAKE_SOURCE_DIR}/src/static/absent_transports.c"
  "${CMAKE_SOURCE_DIR}/src/static/resolver.c")
set_target_properties(tidegate_static_parts PROPERTIES POSITION_INDEPENDENT_CODE ON C_STANDARD 11)

add_library(tidegate_archives INTERFACE)
target_link_libraries(tidegate_archives INTERFACE
  "$<LINK_GROUP:RESCAN,tidegate_static_parts,curl,ssh2,idn2,unistring,psl,brotlidec,brotlicommon,zstd,nghttp2,ssl,crypto,z,cares,sqlite3,yaml-cpp,archive,git2,http_parser,pcre2-8,mbedcrypto>")

# tidegate_static(TARGET): links TARGET into one static-pie file.
# -static-pie, not -static: the first C++ throw of a plain static program sorts all frames (8 ms).
# --fatal-warnings: a new use of glibc's loadable resolver or dlopen is a link error.
function(tidegate_static target)
  set(wraps)
  foreach(symbol getaddrinfo freeaddrinfo getnameinfo gethostbyname getservbyname getservbyport_r getpwuid_r dlopen
      git_mbedtls_stream_global_init git_transport_ssh_global_init git_mbedtls__set_cert_location
      git_http_auth_negotiate git_smart_subtransport_http git_smart_subtransport_ssh git_tls_stream_new git_tls_stream_wrap)
    list(APPEND wraps "-Wl,--wrap=${symbol}")
  endforeach()
  target_link_options(${target} PRIVATE -static-pie -Wl,--fatal-warnings ${wraps})
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    target_link_options(${target} PRIVATE -Wl,-z,pack-relative-relocs)
  endif()
endfunction()
