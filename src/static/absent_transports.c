// SPDX-License-Identifier: Apache-2.0
// libgit2 only makes objects here; tidegate talks to servers itself (adapters/git/smart_http).
// These take the place of its own transports (`ld --wrap`), so that neither mbedTLS and SSH nor
// Kerberos are linked, and git_libgit2_init does not read all certificates of the machine.
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

// What libgit2 calls when it starts: nothing to do.
#define NOTHING_TO_START(name)                                                                     \
  int __wrap_##name(void);                                                                         \
  int __wrap_##name(void) {                                                                        \
    return 0;                                                                                      \
  }

// What nobody calls: fails.
#define ABSENT(name)                                                                               \
  int __wrap_##name(void);                                                                         \
  int __wrap_##name(void) {                                                                        \
    return -1;                                                                                     \
  }

NOTHING_TO_START(git_mbedtls_stream_global_init)
NOTHING_TO_START(git_transport_ssh_global_init)
ABSENT(git_mbedtls__set_cert_location)
ABSENT(git_http_auth_negotiate)
ABSENT(git_smart_subtransport_http)
ABSENT(git_smart_subtransport_ssh)
ABSENT(git_tls_stream_new)
ABSENT(git_tls_stream_wrap)
