# tidegate_archives: every library that the static release stands on, from Debian's own archives, in one
# group that the linker searches until nothing is missing. libssh2, libidn2, libpsl, PCRE and brotli are
# not among them: src/static says why nothing misses them.
add_library(tidegate_archives INTERFACE)
target_link_libraries(tidegate_archives INTERFACE
  "$<LINK_GROUP:RESCAN,curl,zstd,nghttp2,ssl,crypto,z,cares,sqlite3,yaml-cpp,archive,git2,http_parser,mbedcrypto>")

# Objects, not an archive: what is defined here comes before what an archive would have.
set(static_folder "${CMAKE_SOURCE_DIR}/src/static")
add_library(tidegate_static_parts OBJECT
  "${static_folder}/absent_features.c" "${static_folder}/absent_formats.c" "${static_folder}/absent_sql.c"
  "${static_folder}/absent_transports.c" "${static_folder}/crypto_choice.c" "${static_folder}/resolver.c")
set_target_properties(tidegate_static_parts PROPERTIES POSITION_INDEPENDENT_CODE ON C_STANDARD 11)
target_compile_options(tidegate_static_parts PRIVATE
  -ffunction-sections -fdata-sections -fstack-protector-strong -fno-builtin -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 ${branch_protection})

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
  # libcurl finds the handler of a scheme by its name: where each is that of http, no other scheme is known,
  # and what speaks the others is not linked.
  set(aliases)
  foreach(scheme dict file ftp ftps gopher gophers imap imaps ldap ldaps mqtt pop3 pop3s rtmp rtmpe rtmps rtmpt rtmpte
      rtmpts rtsp scp sftp smb smbs smtp smtps telnet tftp)
    list(APPEND aliases "-Wl,--defsym=Curl_handler_${scheme}=Curl_handler_http")
  endforeach()
  # Else an exception that nobody caught would be told with its name, by a demangler of 50 kB.
  list(APPEND aliases "-Wl,--defsym=_ZN9__gnu_cxx27__verbose_terminate_handlerEv=abort")
  target_sources(${target} PRIVATE "$<TARGET_OBJECTS:tidegate_static_parts>")
  target_link_options(${target} PRIVATE
    -static-pie -Wl,--fatal-warnings -Wl,--gc-sections -Wl,-z,relro,-z,now,-z,noexecstack "-Wl,-T,${static_folder}/unwind.ld"
    "-Wl,--dependency-file=$<TARGET_FILE:${target}>.inputs" ${wraps} ${aliases}) # for the SBOM: what was linked
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${static_folder}/unwind.ld")
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    target_link_options(${target} PRIVATE -Wl,-z,pack-relative-relocs)
    # OpenSSL has the curve P-256 twice here; the faster one keeps a table of 150 kB for a tenth of a millisecond.
    target_link_options(${target} PRIVATE -Wl,--defsym=EC_GFp_nistz256_method=EC_GFp_nistp256_method)
  endif()
endfunction()
