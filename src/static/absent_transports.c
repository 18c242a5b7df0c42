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
#define REFUSED(name)                                                                              \
  int __wrap_##name(void);                                                                         \
  int __wrap_##name(void) {                                                                        \
    return -1;                                                                                     \
  }

NOTHING_TO_START(git_mbedtls_stream_global_init)
NOTHING_TO_START(git_transport_ssh_global_init)
REFUSED(git_mbedtls__set_cert_location)
REFUSED(git_http_auth_negotiate)
REFUSED(git_smart_subtransport_http)
REFUSED(git_smart_subtransport_ssh)
REFUSED(git_tls_stream_new)
REFUSED(git_tls_stream_wrap)

// Beside them what belongs to a work tree and to remotes: here objects are made and read, and a
// configuration and ignore files are asked. Its regular expressions would be PCRE's.
#define ANSWERS(name, value)                                                                       \
  long name(void);                                                                                 \
  long name(void) {                                                                                \
    return value;                                                                                  \
  }
#define ABSENT(name) ANSWERS(name, -1)
#define NOTHING(name) ANSWERS(name, 0)

char git_http__expect_continue = 0;
char git_smart__ofs_delta_enabled = 1;
ABSENT(git_branch_create)
ABSENT(git_branch_is_checked_out)
ABSENT(git_checkout_head)
NOTHING(git_diff_driver_registry_free)
ABSENT(git_diff_foreach)
NOTHING(git_diff_free)
ABSENT(git_diff_index_to_workdir)
NOTHING(git_diff_is_sorted_icase)
ABSENT(git_mailmap_resolve_signature)
ABSENT(git_remote_create)
NOTHING(git_remote_free)
ABSENT(git_revparse)
ABSENT(git_revparse_single)
ABSENT(git_submodule_add_to_index)
NOTHING(git_submodule_cache_free)
NOTHING(git_submodule_cache_init)
NOTHING(git_submodule_foreach)
NOTHING(git_submodule_free)
ABSENT(git_submodule_lookup)
ABSENT(git_submodule_open)

NOTHING(pcre2_code_free_8)
NOTHING(pcre2_compile_8)
NOTHING(pcre2_get_error_message_8)
NOTHING(pcre2_get_ovector_pointer_8)
ABSENT(pcre2_match_8)
NOTHING(pcre2_match_data_create_8)
NOTHING(pcre2_match_data_free_8)
