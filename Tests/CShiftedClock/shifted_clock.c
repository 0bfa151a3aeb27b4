// SPDX-License-Identifier: Apache-2.0
// Preloaded into a program, it moves the time of day by SHIFTED_CLOCK_SECONDS. The clocks that
// measure how long something takes stay as they are, and with them every wait.

#define _GNU_SOURCE
#include "shifted_clock.h"

#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long shift;

__attribute__((constructor)) static void begin(void) {
    const char *seconds = getenv("SHIFTED_CLOCK_SECONDS");
    if (seconds) shift = strtol(seconds, NULL, 10);
}

// The system itself is asked: the library's own functions are what these stand in front of.
int clock_gettime(clockid_t clock, struct timespec *now) {
    int code = (int)syscall(SYS_clock_gettime, clock, now);
    if (code == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        now->tv_sec += shift;
    }
    return code;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int code = (int)syscall(SYS_gettimeofday, now, zone);
    if (code == 0 && now) now->tv_sec += shift;
    return code;
}

time_t time(time_t *result) {
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
