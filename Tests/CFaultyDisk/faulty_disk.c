// SPDX-License-Identifier: Apache-2.0
// A library to preload into a program under test. It counts what the program does to the files of
// one folder, lets any of it fail, and writes down all of it in the exact order: the writes, the
// syncs, and what the program says on its sockets and its standard output.

#define _GNU_SOURCE
#include "faulty_disk.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static struct faulty_disk *disk;
static char folder[PATH_MAX];
static size_t folder_length;
static int trace = -1;
// Held from before an operation until it is written down, so that the order is exact.
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static ssize_t (*next_write)(int, const void *, size_t);
static ssize_t (*next_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*next_writev)(int, const struct iovec *, int);
static ssize_t (*next_send)(int, const void *, size_t, int);
static ssize_t (*next_sendmsg)(int, const struct msghdr *, int);
static ssize_t (*next_sendfile)(int, int, off_t *, size_t);
static int (*next_ftruncate)(int, off_t);
static int (*next_fsync)(int);
static int (*next_fdatasync)(int);
static int (*next_unlink)(const char *);
static int (*next_rename)(const char *, const char *);
static int (*next_openat)(int, const char *, int, ...);

__attribute__((constructor)) static void start(void) {
    next_write = NEXT(write);
    next_pwrite = NEXT(pwrite);
    next_writev = NEXT(writev);
    next_send = NEXT(send);
    next_sendmsg = NEXT(sendmsg);
    next_sendfile = NEXT(sendfile);
    next_ftruncate = NEXT(ftruncate);
    next_fsync = NEXT(fsync);
    next_fdatasync = NEXT(fdatasync);
    next_unlink = NEXT(unlink);
    next_rename = NEXT(rename);
    next_openat = NEXT(openat);
    const char *name = getenv("FAULTY_DISK_FOLDER");
    if (!name || strlen(name) >= sizeof folder) return;
    strcpy(folder, name);
    folder_length = strlen(folder);
    const char *control = getenv("FAULTY_DISK_CONTROL");
    if (control) {
        int descriptor = next_openat(AT_FDCWD, control, O_RDWR | O_CLOEXEC);
        if (descriptor < 0) abort();
        void *page =
            mmap(NULL, sizeof *disk, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        if (page == MAP_FAILED) abort();
        disk = page;
        close(descriptor);
    }
    const char *path = getenv("FAULTY_DISK_TRACE");
    if (path) {
        trace = next_openat(
            AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (trace < 0) abort();
    }
}

// The path within the folder; NULL for what lies elsewhere.
static const char *inside(const char *path) {
    if (folder_length == 0 || strncmp(path, folder, folder_length) != 0) return NULL;
    if (path[folder_length] == 0) return path + folder_length;
    return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static const char *name_of(int descriptor, char *buffer) {
    if (folder_length == 0) return NULL;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    int before = errno;
    ssize_t length = readlink(link, buffer, PATH_MAX - 1);
    errno = before;
    if (length < 0) return NULL;
    buffer[length] = 0;
    const char *found = inside(buffer);
    // A file that has no name any more cannot come back.
    size_t end = found ? strlen(found) : 0;
    if (end >= 10 && strcmp(found + end - 10, " (deleted)") == 0) return NULL;
    return found;
}

static const char *absolute(int at, const char *path, char *buffer) {
    if (folder_length == 0) return NULL;
    if (path[0] == '/') return inside(path);
    char base[PATH_MAX];
    if (at == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return NULL;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t length = readlink(link, base, sizeof base - 1);
        if (length < 0) return NULL;
        base[length] = 0;
    }
    int length = snprintf(buffer, PATH_MAX, "%s/%s", base, path);
    return length > 0 && length < PATH_MAX ? inside(buffer) : NULL;
}

static void put(const void *bytes, size_t count) {
    const char *rest = bytes;
    while (count > 0) {
        ssize_t written = next_write(trace, rest, count);
        // A trace with a hole would pass for a whole one.
        if (written <= 0) abort();
        rest += written;
        count -= (size_t)written;
    }
}

struct head {
    uint32_t operation, name_length;
    uint64_t place, count;
};

// Writes down one operation; `more` bytes of it follow by `put`.
static void note(char operation, const char *name, uint64_t place, uint64_t count) {
    struct head head = {(uint32_t)operation, (uint32_t)strlen(name), place, count};
    put(&head, sizeof head);
    put(name, head.name_length);
}

static void note_bytes(
    char operation, const char *name, uint64_t place, const void *bytes, size_t count) {
    if (trace < 0) return;
    note(operation, name, place, count);
    put(bytes, count);
}

// The fault that comes now. One that kills does not return.
static uint64_t fault(uint64_t operation) {
    if (!disk || !(disk->operations & operation)) return FAULTY_DISK_NONE;
    uint64_t number = __atomic_add_fetch(&disk->count, 1, __ATOMIC_SEQ_CST);
    uint64_t kind = __atomic_load_n(&disk->fault, __ATOMIC_SEQ_CST);
    if (kind == FAULTY_DISK_NONE || number < disk->first || number > disk->last) {
        return FAULTY_DISK_NONE;
    }
    __atomic_add_fetch(&disk->met, 1, __ATOMIC_SEQ_CST);
    if (kind == FAULTY_DISK_KILL || (kind == FAULTY_DISK_TEAR && operation != FAULTY_DISK_WRITE)) {
        for (;;) kill(getpid(), SIGKILL);
    }
    return kind;
}

static int is_refused(uint64_t kind) {
    if (kind == FAULTY_DISK_FULL) errno = ENOSPC;
    if (kind == FAULTY_DISK_FAIL) errno = EIO;
    return kind == FAULTY_DISK_FULL || kind == FAULTY_DISK_FAIL;
}

static int is_spoken(int descriptor) {
    if (trace < 0) return 0;
    if (descriptor == 1) return 1;
    struct stat status;
    int before = errno;
    int known = fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
    errno = before;
    return known;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t place) {
    char buffer[PATH_MAX];
    const char *name = name_of(descriptor, buffer);
    if (!name) return next_pwrite(descriptor, bytes, count, place);
    pthread_mutex_lock(&order);
    uint64_t kind = fault(FAULTY_DISK_WRITE);
    ssize_t written = -1;
    if (!is_refused(kind)) {
        written = next_pwrite(
            descriptor, bytes, kind == FAULTY_DISK_TEAR ? count / 2 : count, place);
        if (kind == FAULTY_DISK_TEAR) for (;;) kill(getpid(), SIGKILL);
        if (written > 0) note_bytes('w', name, (uint64_t)place, bytes, (size_t)written);
    }
    pthread_mutex_unlock(&order);
    return written;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t place) {
    return pwrite(descriptor, bytes, count, place);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    char buffer[PATH_MAX];
    const char *name = name_of(descriptor, buffer);
    if (name) {
        int flags = fcntl(descriptor, F_GETFL);
        off_t place = lseek(descriptor, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
        if (place >= 0) {
            ssize_t written = pwrite(descriptor, bytes, count, place);
            if (written > 0 && !(flags & O_APPEND)) lseek(descriptor, written, SEEK_CUR);
            return written;
        }
    }
    if (!is_spoken(descriptor)) return next_write(descriptor, bytes, count);
    pthread_mutex_lock(&order);
    // Before it is said: nothing that is synced after this may count as said in time.
    note_bytes('o', "", (uint64_t)descriptor, bytes, count);
    ssize_t written = next_write(descriptor, bytes, count);
    pthread_mutex_unlock(&order);
    return written;
}

// A copy within the system is a write like any other.
ssize_t sendfile(int descriptor, int source, off_t *place, size_t count) {
    char buffer[PATH_MAX], bytes[4096];
    if (!name_of(descriptor, buffer)) return next_sendfile(descriptor, source, place, count);
    off_t start = place ? *place : lseek(source, 0, SEEK_CUR);
    ssize_t found = pread(source, bytes, count < sizeof bytes ? count : sizeof bytes, start);
    if (found <= 0) return found;
    ssize_t written = write(descriptor, bytes, (size_t)found);
    if (written <= 0) return written;
    if (place) *place = start + written;
    else lseek(source, start + written, SEEK_SET);
    return written;
}

ssize_t sendfile64(int descriptor, int source, off64_t *place, size_t count) {
    return sendfile(descriptor, source, place, count);
}

static void note_pieces(int descriptor, const struct iovec *pieces, size_t count) {
    for (size_t index = 0; index < count; index++) {
        note_bytes(
            'o', "", (uint64_t)descriptor, pieces[index].iov_base, pieces[index].iov_len);
    }
}

ssize_t writev(int descriptor, const struct iovec *pieces, int count) {
    if (!is_spoken(descriptor)) return next_writev(descriptor, pieces, count);
    pthread_mutex_lock(&order);
    note_pieces(descriptor, pieces, (size_t)count);
    ssize_t written = next_writev(descriptor, pieces, count);
    pthread_mutex_unlock(&order);
    return written;
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
    if (!is_spoken(descriptor)) return next_sendmsg(descriptor, message, flags);
    pthread_mutex_lock(&order);
    note_pieces(descriptor, message->msg_iov, message->msg_iovlen);
    ssize_t written = next_sendmsg(descriptor, message, flags);
    pthread_mutex_unlock(&order);
    return written;
}

ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
    if (!is_spoken(descriptor)) return next_send(descriptor, bytes, count, flags);
    pthread_mutex_lock(&order);
    note_bytes('o', "", (uint64_t)descriptor, bytes, count);
    ssize_t written = next_send(descriptor, bytes, count, flags);
    pthread_mutex_unlock(&order);
    return written;
}

int ftruncate(int descriptor, off_t size) {
    char buffer[PATH_MAX];
    const char *name = name_of(descriptor, buffer);
    if (!name) return next_ftruncate(descriptor, size);
    pthread_mutex_lock(&order);
    int result = -1;
    if (!is_refused(fault(FAULTY_DISK_TRUNCATE))) {
        result = next_ftruncate(descriptor, size);
        if (result == 0 && trace >= 0) note('t', name, (uint64_t)size, 0);
    }
    pthread_mutex_unlock(&order);
    return result;
}

int ftruncate64(int descriptor, off64_t size) { return ftruncate(descriptor, size); }

static uint64_t kind_of_sync(int descriptor) {
    struct stat status;
    int before = errno;
    int is_folder = fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
    errno = before;
    return is_folder ? FAULTY_DISK_SYNC_FOLDER : FAULTY_DISK_SYNC;
}

static int synced(int descriptor, int (*sync)(int)) {
    char buffer[PATH_MAX];
    const char *name = name_of(descriptor, buffer);
    if (!name) return sync(descriptor);
    pthread_mutex_lock(&order);
    int result = -1;
    if (!is_refused(fault(kind_of_sync(descriptor)))) {
        result = sync(descriptor);
        if (result == 0 && trace >= 0) {
            // A folder's name ends with a slash; that of the outermost one is empty.
            char folder[PATH_MAX + 2];
            int is_folder = kind_of_sync(descriptor) == FAULTY_DISK_SYNC_FOLDER && *name;
            snprintf(folder, sizeof folder, "%s%s", name, is_folder ? "/" : "");
            note('s', folder, 0, 0);
        }
    }
    pthread_mutex_unlock(&order);
    return result;
}

int fsync(int descriptor) { return synced(descriptor, next_fsync); }

int fdatasync(int descriptor) { return synced(descriptor, next_fdatasync); }

int unlink(const char *path) {
    char buffer[PATH_MAX];
    const char *name = absolute(AT_FDCWD, path, buffer);
    if (!name) return next_unlink(path);
    pthread_mutex_lock(&order);
    int result = -1;
    if (!is_refused(fault(FAULTY_DISK_REMOVE))) {
        result = next_unlink(path);
        if (result == 0 && trace >= 0) note('u', name, 0, 0);
    }
    pthread_mutex_unlock(&order);
    return result;
}

int rename(const char *from, const char *to) {
    char first[PATH_MAX], second[PATH_MAX];
    const char *old = absolute(AT_FDCWD, from, first), *new = absolute(AT_FDCWD, to, second);
    if (!old && !new) return next_rename(from, to);
    pthread_mutex_lock(&order);
    int result = -1;
    if (!is_refused(fault(FAULTY_DISK_RENAME))) {
        result = next_rename(from, to);
        // What leaves the folder is gone from it; what comes into it from outside is not known.
        if (result == 0 && !old) abort();
        if (result == 0 && new) note_bytes('r', old, 0, new, strlen(new));
        if (result == 0 && !new && trace >= 0) note('u', old, 0, 0);
    }
    pthread_mutex_unlock(&order);
    return result;
}

int openat(int at, const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    // Others may open files before this library was started.
    if (!next_openat) next_openat = NEXT(openat);
    char buffer[PATH_MAX];
    const char *name = flags & (O_CREAT | O_TRUNC) ? absolute(at, path, buffer) : NULL;
    if (!name) return next_openat(at, path, flags, mode);
    pthread_mutex_lock(&order);
    int before = errno, descriptor = -1;
    int is_new = faccessat(at, path, F_OK, 0) != 0;
    errno = before;
    if (!is_new || !is_refused(fault(FAULTY_DISK_CREATE))) {
        descriptor = next_openat(at, path, flags, mode);
        if (descriptor >= 0 && trace >= 0) {
            if (is_new) note('c', name, 0, 0);
            else if (flags & O_TRUNC) note('t', name, 0, 0);
        }
    }
    pthread_mutex_unlock(&order);
    return descriptor;
}

int openat64(int at, const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openat(at, path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openat(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openat(AT_FDCWD, path, flags, mode);
}
