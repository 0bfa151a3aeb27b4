// SPDX-License-Identifier: Apache-2.0
// One line of a person at a terminal, with arrow keys and what was typed before, by libedit.
#pragma once
#include <stdbool.h>
#include <stdint.h>

// What comes of a line.
enum keeplocal_line_end { KEEPLOCAL_LINE_TYPED, KEEPLOCAL_LINE_ENDED, KEEPLOCAL_LINE_UNEDITED };

struct keeplocal_line {
    enum keeplocal_line_end end;
    // NULL unless a line was typed; with its line end.
    char *text;
    // What came at once behind it, a paste; else NULL.
    char *behind;
};

// How many of these characters are the last one of them, or the first, as a person counts.
typedef int (*keeplocal_cluster)(const uint32_t *text, int count, bool isBefore);

// Asks at the end of `prompt`, which has one line; `former` are the lines before, the oldest first.
// The texts are the caller's to free.
struct keeplocal_line keeplocal_line_read(
    const char *prompt, const char *const *former, int formerCount, keeplocal_cluster cluster);
