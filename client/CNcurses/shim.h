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
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// True when the terminal's text is UTF-8; else it is asked for where the system has it.
static inline bool keeplocal_locale(void) {
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
    return setlocale(LC_CTYPE, "C.UTF-8") != NULL;
}

static const int keeplocal_pair_blue = 1;
static const int keeplocal_pair_orange = 2;

// What the terminal says around a paste (xterm's bracketed paste).
static const int keeplocal_key_paste_start = KEY_MAX + 1;
static const int keeplocal_key_paste_end = KEY_MAX + 2;

static inline void keeplocal_screen_paste(bool on) {
    fputs(on ? "\033[?2004h" : "\033[?2004l", stdout);
    fflush(stdout);
}

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
    define_key("\033[200~", KEY_MAX + 1);
    define_key("\033[201~", KEY_MAX + 2);
    keeplocal_screen_paste(true);
    // Ctrl-C is a key like others: nobody loses a screen by the habit of copying with it.
    struct termios state;
    if (tcgetattr(STDIN_FILENO, &state) == 0) {
        state.c_cc[VINTR] = _POSIX_VDISABLE;
        tcsetattr(STDIN_FILENO, TCSANOW, &state);
        def_prog_mode();
    }
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

static inline void keeplocal_screen_resume(void) {
    reset_prog_mode();
    keeplocal_screen_paste(true);
    clearok(stdscr, TRUE);
    refresh();
}

static inline void keeplocal_screen_stop(void) {
    keeplocal_screen_paste(false);
    endwin();
}

static const int keeplocal_key_resize = KEY_RESIZE;
static const int keeplocal_key_up = KEY_UP;
static const int keeplocal_key_down = KEY_DOWN;
static const int keeplocal_key_left = KEY_LEFT;
static const int keeplocal_key_right = KEY_RIGHT;
static const int keeplocal_key_page_up = KEY_PPAGE;
static const int keeplocal_key_page_down = KEY_NPAGE;
static const int keeplocal_key_home = KEY_HOME;
static const int keeplocal_key_end = KEY_END;
static const int keeplocal_key_enter = KEY_ENTER;
static const int keeplocal_key_backspace = KEY_BACKSPACE;
static const int keeplocal_key_delete = KEY_DC;
static const int keeplocal_key_back_tab = KEY_BTAB;
static const int keeplocal_key_function = KEY_F0;
