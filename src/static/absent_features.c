// SPDX-License-Identifier: Apache-2.0
// What Debian's libcurl.a can do and tidegate never asks for: Kerberos (Debian has no static
// library of it), LDAP, SSH, names of hosts beyond ASCII, cookies, brotli. Requests are limited to
// http and https (adapters/curl) and accept gzip only. Each fails here, so that the libraries
// behind it are not linked; a symbol that a later libcurl adds shows as a link error.
#pragma GCC diagnostic ignored "-Wbuiltin-declaration-mismatch"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

#define ANSWERS(name, value)                                                                       \
  long name(void);                                                                                 \
  long name(void) {                                                                                \
    return value;                                                                                  \
  }
#define ABSENT(name) ANSWERS(name, -1)
#define NOTHING(name) ANSWERS(name, 0) // a null pointer, "no", or nothing to start and to free

long GSS_C_NT_HOSTBASED_SERVICE = 0;
ABSENT(gss_delete_sec_context)
ABSENT(gss_display_name)
ABSENT(gss_display_status)
ABSENT(gss_import_name)
ABSENT(gss_init_sec_context)
ABSENT(gss_inquire_context)
ABSENT(gss_release_buffer)
ABSENT(gss_release_name)
ABSENT(gss_unwrap)
ABSENT(gss_wrap)

NOTHING(Curl_ldap_version)
NOTHING(Curl_ssh_cleanup)
NOTHING(Curl_ssh_init)
NOTHING(Curl_ssh_version)

// Without it libcurl takes a host's name as it is.
NOTHING(idn2_check_version)
NOTHING(idn2_free)
ABSENT(idn2_lookup_ul)

NOTHING(psl_builtin)
NOTHING(psl_free)
NOTHING(psl_get_version)
NOTHING(psl_is_cookie_domain_acceptable)
NOTHING(psl_latest)

NOTHING(BrotliDecoderCreateInstance)
NOTHING(BrotliDecoderDecompressStream)
NOTHING(BrotliDecoderDestroyInstance)
NOTHING(BrotliDecoderGetErrorCode)
NOTHING(BrotliDecoderVersion)
