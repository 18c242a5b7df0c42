// SPDX-License-Identifier: Apache-2.0
// glibc's resolver loads modules of the machine's own glibc into a static program and crashes where
// they differ (SIGFPE, abort). The release link answers getaddrinfo with c-ares instead and refuses
// what else would load modules; `--wrap` sends the callers here
// (scripts/cmake/tidegate_static.cmake).
#include <ares.h>
#include <errno.h>
#include <netdb.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

enum { lookup_limit_ms = 5000, lookup_tries = 2 };

struct answer {
  int status;
  struct ares_addrinfo* found;
};

static void keep(void* target, int status, int timeouts, struct ares_addrinfo* found) {
  (void)timeouts;
  struct answer* answer = target;
  answer->status = status;
  answer->found = found;
}

static void wait_for(ares_channel channel) {
  for (;;) {
    fd_set readers;
    fd_set writers;
    FD_ZERO(&readers);
    FD_ZERO(&writers);
    const int count = ares_fds(channel, &readers, &writers);
    if (count == 0) {
      return;
    }
    struct timeval limit;
    select(count, &readers, &writers, NULL, ares_timeout(channel, NULL, &limit));
    ares_process(channel, &readers, &writers);
  }
}

// One block per entry: the address lies behind its addrinfo.
static struct addrinfo* to_entry(const struct ares_addrinfo_node* node,
                                 const struct addrinfo* hints) {
  struct addrinfo* entry = calloc(1, sizeof(struct addrinfo) + node->ai_addrlen);
  if (entry == NULL) {
    return NULL;
  }
  entry->ai_family = node->ai_family;
  entry->ai_socktype = hints != NULL && hints->ai_socktype != 0 ? hints->ai_socktype : SOCK_STREAM;
  entry->ai_protocol = hints != NULL ? hints->ai_protocol : 0;
  entry->ai_addrlen = node->ai_addrlen;
  entry->ai_addr = (struct sockaddr*)(entry + 1);
  memcpy(entry->ai_addr, node->ai_addr, node->ai_addrlen);
  return entry;
}

static int to_error(int status) {
  switch (status) {
  case ARES_SUCCESS:
    return 0;
  case ARES_ENOMEM:
    return EAI_MEMORY;
  case ARES_ETIMEOUT:
  case ARES_ECONNREFUSED:
    return EAI_AGAIN;
  default:
    return EAI_NONAME;
  }
}

void __wrap_freeaddrinfo(struct addrinfo* list);

void __wrap_freeaddrinfo(struct addrinfo* list) {
  while (list != NULL) {
    struct addrinfo* next = list->ai_next;
    free(list);
    list = next;
  }
}

static int look_up(ares_channel channel,
                   const char* host,
                   const char* service,
                   const struct addrinfo* hints,
                   struct addrinfo** result) {
  struct ares_addrinfo_hints wanted = {0};
  wanted.ai_family = hints != NULL ? hints->ai_family : AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = ARES_AI_NOSORT | ARES_AI_NUMERICSERV;
  struct answer answer = {ARES_ENOTFOUND, NULL};
  ares_getaddrinfo(channel, host, service, &wanted, keep, &answer);
  wait_for(channel);
  int error = to_error(answer.status);
  struct addrinfo** end = result;
  for (struct ares_addrinfo_node* node = answer.found != NULL ? answer.found->nodes : NULL;
       error == 0 && node != NULL;
       node = node->ai_next) {
    *end = to_entry(node, hints);
    error = *end == NULL ? EAI_MEMORY : 0;
    end = *end != NULL ? &(*end)->ai_next : end;
  }
  if (answer.found != NULL) {
    ares_freeaddrinfo(answer.found);
  }
  if (error != 0) {
    __wrap_freeaddrinfo(*result);
    *result = NULL;
    return error;
  }
  return *result != NULL ? 0 : EAI_NONAME;
}

int __wrap_getaddrinfo(const char* host,
                       const char* service,
                       const struct addrinfo* hints,
                       struct addrinfo** result);

int __wrap_getaddrinfo(const char* host,
                       const char* service,
                       const struct addrinfo* hints,
                       struct addrinfo** result) {
  *result = NULL;
  if (host == NULL) {
    return EAI_NONAME; // only a server would ask for its own address
  }
  struct ares_options options = {0};
  options.timeout = lookup_limit_ms;
  options.tries = lookup_tries;
  ares_channel channel;
  if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS
      || ares_init_options(&channel, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES)
             != ARES_SUCCESS) {
    return EAI_MEMORY;
  }
  const int error = look_up(channel, host, service, hints, result);
  ares_destroy(channel);
  return error;
}

struct servent* __wrap_getservbyname(const char* name, const char* protocol);

struct servent* __wrap_getservbyname(const char* name, const char* protocol) {
  (void)name;
  (void)protocol;
  return NULL;
}

struct hostent* __wrap_gethostbyname(const char* name);

struct hostent* __wrap_gethostbyname(const char* name) {
  (void)name;
  h_errno = NO_RECOVERY;
  return NULL;
}

int __wrap_getservbyport_r(int port,
                           const char* protocol,
                           struct servent* entry,
                           char* buffer,
                           size_t size,
                           struct servent** result);

int __wrap_getservbyport_r(int port,
                           const char* protocol,
                           struct servent* entry,
                           char* buffer,
                           size_t size,
                           struct servent** result) {
  (void)port;
  (void)protocol;
  (void)entry;
  (void)buffer;
  (void)size;
  *result = NULL;
  return ENOENT;
}

int __wrap_getpwuid_r(
    uid_t user, struct passwd* entry, char* buffer, size_t size, struct passwd** result);

int __wrap_getpwuid_r(
    uid_t user, struct passwd* entry, char* buffer, size_t size, struct passwd** result) {
  (void)user;
  (void)entry;
  (void)buffer;
  (void)size;
  *result = NULL;
  return ENOENT;
}

void* __wrap_dlopen(const char* file, int mode);

void* __wrap_dlopen(const char* file, int mode) {
  (void)file;
  (void)mode;
  return NULL;
}

int __wrap_getnameinfo(const struct sockaddr* address,
                       socklen_t size,
                       char* host,
                       socklen_t host_size,
                       char* service,
                       socklen_t service_size,
                       int flags);

int __wrap_getnameinfo(const struct sockaddr* address,
                       socklen_t size,
                       char* host,
                       socklen_t host_size,
                       char* service,
                       socklen_t service_size,
                       int flags) {
  (void)address;
  (void)size;
  (void)host;
  (void)host_size;
  (void)service;
  (void)service_size;
  (void)flags;
  return EAI_FAIL;
}
