// SPDX-License-Identifier: Apache-2.0
// What a test and the disk that it put under a program share: one page of memory in a file.

#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

#include <stdint.h>

// What may fail, as bits.
enum faulty_disk_operation {
    FAULTY_DISK_WRITE = 1,
    FAULTY_DISK_CREATE = 2,
    FAULTY_DISK_TRUNCATE = 4,
    FAULTY_DISK_SYNC = 8,
    FAULTY_DISK_REMOVE = 16,
    FAULTY_DISK_RENAME = 32,
    // Of the folder itself, or one in it. SQLite does not tell when that of a journal's name fails.
    FAULTY_DISK_SYNC_FOLDER = 64,
};

enum faulty_disk_fault {
    FAULTY_DISK_NONE = 0,
    // The program is killed before the operation.
    FAULTY_DISK_KILL = 1,
    // A write is done by half, and then the program is killed.
    FAULTY_DISK_TEAR = 2,
    FAULTY_DISK_FULL = 3,
    FAULTY_DISK_FAIL = 4,
};

struct faulty_disk {
    // Operations of the kinds that are counted, by all threads and by one program after another.
    uint64_t count;
    // How many of them met the fault.
    uint64_t met;
    // The kinds that are counted.
    uint64_t operations;
    uint64_t fault;
    // The fault comes at these operations, counted from 1.
    uint64_t first, last;
};

#endif
