// SPDX-License-Identifier: Apache-2.0

#include "quiet_sqlite.h"

#include <sqlite3.h>

// `sqlite3_config` takes a variable number of arguments, which Swift cannot call.
int sqlite_without_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
