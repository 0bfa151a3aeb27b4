// SPDX-License-Identifier: Apache-2.0

#ifndef QUIET_SQLITE_H
#define QUIET_SQLITE_H

/// Stops SQLite from counting its memory, which takes one lock for all threads at each allocation.
///
/// To be called before anything else is asked of SQLite. Returns 0, or SQLite's code for why not.
int sqlite_without_statistics(void);

#endif
