// SPDX-License-Identifier: Apache-2.0
// What the full screen needs of ncurses, as functions: its macros and its variables cannot be
// called from Swift, and its wide characters need these two names before the header.
#pragma once
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

// True when the terminal's text is UTF-8; else it is asked for where the system has it.
static inline bool keeplocal_locale(void) {
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
    return setlocale(LC_CTYPE, "C.UTF-8") != NULL;
}

enum { keeplocal_pair_blue = 1, keeplocal_pair_orange = 2 };

// Takes the terminal over; false when it cannot be used.
static inline bool keeplocal_screen_start(bool coloured) {
    SCREEN *screen = newterm(NULL, stdout, stdin);
    if (screen == NULL) return false;
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(50);
    // What is written in the last column of the last row must not scroll.
    scrollok(stdscr, FALSE);
    if (coloured && has_colors()) {
        start_color();
        use_default_colors();
        bool many = COLORS >= 256;
        init_pair(keeplocal_pair_blue, many ? 33 : COLOR_BLUE, -1);
        init_pair(keeplocal_pair_orange, many ? 208 : COLOR_YELLOW, -1);
    }
    return true;
}

static inline void keeplocal_screen_size(int *rows, int *columns) {
    getmaxyx(stdscr, *rows, *columns);
}

static inline void keeplocal_screen_put(
    int row, int column, const char *text, bool bold, bool dim, bool reversed, bool underlined,
    int pair) {
    attr_t look = (bold ? A_BOLD : 0) | (dim ? A_DIM : 0) | (reversed ? A_REVERSE : 0)
        | (underlined ? A_UNDERLINE : 0);
    wattr_set(stdscr, look, (short)pair, NULL);
    mvwaddstr(stdscr, row, column, text);
}

static inline void keeplocal_screen_clear(void) {
    wattr_set(stdscr, 0, 0, NULL);
    werase(stdscr);
}

// A row or column below 0 hides the cursor.
static inline void keeplocal_screen_show(int row, int column) {
    bool shown = row >= 0 && column >= 0;
    curs_set(shown ? 1 : 0);
    if (shown) wmove(stdscr, row, column);
    wrefresh(stdscr);
}

// ERR when nothing was typed, KEY_CODE_YES for a named key, OK for a character.
static inline int keeplocal_screen_key(wint_t *code) { return wget_wch(stdscr, code); }

static inline void keeplocal_screen_redraw(void) { clearok(stdscr, TRUE); }
static inline void keeplocal_screen_stop(void) { endwin(); }

enum {
    keeplocal_key_resize = KEY_RESIZE, keeplocal_key_up = KEY_UP, keeplocal_key_down = KEY_DOWN,
    keeplocal_key_left = KEY_LEFT, keeplocal_key_right = KEY_RIGHT,
    keeplocal_key_page_up = KEY_PPAGE, keeplocal_key_page_down = KEY_NPAGE,
    keeplocal_key_home = KEY_HOME, keeplocal_key_end = KEY_END,
    keeplocal_key_enter = KEY_ENTER, keeplocal_key_backspace = KEY_BACKSPACE,
    keeplocal_key_delete = KEY_DC, keeplocal_key_back_tab = KEY_BTAB,
    keeplocal_key_function = KEY_F0
};
