/* SPDX-License-Identifier: Apache-2.0
 * Preloaded by clock_test.sh: the time of the day is off by as many seconds as the file $JUMPING_CLOCK_FILE says (8 bytes,
 * mapped, so that it jumps under a running program); other clocks are not. libfaketime does the same, but a program with
 * the address sanitizer hangs with it before main. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t* offset;

__attribute__((constructor)) static void map_offset(void) {
  const char* const path = getenv("JUMPING_CLOCK_FILE");
  const int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return;
  }
  void* const mapped = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED) {
    offset = mapped;
  }
  close(file);
}

int clock_gettime(clockid_t clock, struct timespec* time) {
  const long done = syscall(SYS_clock_gettime, clock, time);
  const int of_the_day = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (done == 0 && of_the_day && offset != NULL) {
    time->tv_sec += *offset;
  }
  return (int)done;
}
