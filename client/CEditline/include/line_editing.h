// SPDX-License-Identifier: Apache-2.0
// One line of a person at a terminal, with arrow keys and what was typed before, by libedit.
#pragma once
#include <stdbool.h>

// What comes of a line.
enum keeplocal_line_end { KEEPLOCAL_LINE_TYPED, KEEPLOCAL_LINE_ENDED, KEEPLOCAL_LINE_UNEDITED };

struct keeplocal_line {
    enum keeplocal_line_end end;
    // NULL unless a line was typed; with its line end.
    char *text;
    // What came at once behind it, a paste; else NULL.
    char *behind;
};

// Asks at the end of `prompt`, which has one line; `former` are the lines before, the oldest first.
// The texts are the caller's to free.
struct keeplocal_line keeplocal_line_read(
    const char *prompt, const char *const *former, int formerCount);
