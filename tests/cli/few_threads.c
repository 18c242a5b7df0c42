// SPDX-License-Identifier: Apache-2.0
// Preloaded: of threads each FEW_THREADS-th cannot be made, as where a limit of processes is reached.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

typedef int Create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*), void* data) {
  static int count; // only one thread of the program makes others
  const char* const each = getenv("FEW_THREADS");
  const char* const error = getenv("FEW_THREADS_ERROR");
  if (each && error && ++count % atoi(each) == 0) {
    return atoi(error);
  }
  Create* real;
  *(void**)&real = dlsym(RTLD_NEXT, "pthread_create");
  return real(thread, attributes, work, data);
}
