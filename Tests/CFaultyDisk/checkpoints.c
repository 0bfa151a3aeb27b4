// SPDX-License-Identifier: Apache-2.0
// When SQLite brings its log of writes into the database, as a test wants it: after so many pages,
// or, with 0, never by itself. SQLite has no setting for that outside of a program.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>

int sqlite3_open_v2(const char *name, void **database, int flags, const char *system);

int sqlite3_open_v2(const char *name, void **database, int flags, const char *system) {
    int (*next)(const char *, void **, int, const char *) = dlsym(RTLD_NEXT, "sqlite3_open_v2");
    if (!next) abort();
    int code = next(name, database, flags, system);
    const char *pages = getenv("FAULTY_DISK_CHECKPOINT");
    if (code != 0 || !pages) return code;
    int (*set)(void *, int) = dlsym(RTLD_NEXT, "sqlite3_wal_autocheckpoint");
    if (!set || set(*database, atoi(pages)) != 0) abort();
    return code;
}
