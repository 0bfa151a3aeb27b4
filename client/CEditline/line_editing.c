// SPDX-License-Identifier: Apache-2.0
#define _XOPEN_SOURCE 700
#include "line_editing.h"

#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

// What the editor carries for us: no variable outlives a line.
struct carried {
    const char *prompt;
    keeplocal_cluster cluster;
};

static const struct carried *carried_by(EditLine *line) {
    void *carried = NULL;
    return el_get(line, EL_CLIENTDATA, &carried) == 0 ? carried : NULL;
}

static char *prompt_of(EditLine *line) {
    const struct carried *carried = carried_by(line);
    return carried == NULL ? (char *)"" : (char *)carried->prompt;
}

// How many characters of the editor are the one that a person sees before or behind the cursor.
static int cluster(EditLine *line, bool isBefore) {
    enum { seen = 64 };
    const struct carried *carried = carried_by(line);
    const LineInfoW *info = el_wline(line);
    if (carried == NULL || info == NULL) return 0;
    ptrdiff_t all = isBefore ? info->cursor - info->buffer : info->lastchar - info->cursor;
    int count = all > seen ? seen : (int)all;
    if (count <= 0) return 0;
    const wchar_t *start = isBefore ? info->cursor - count : info->cursor;
    uint32_t text[seen];
    for (int index = 0; index < count; index++) text[index] = (uint32_t)start[index];
    int size = carried->cluster(text, count, isBefore);
    return size < 1 ? 1 : size > count ? count : size;
}

static unsigned char delete_before(EditLine *line, wint_t key) {
    (void)key;
    int size = cluster(line, true);
    if (size == 0) return CC_ERROR;
    el_deletestr(line, size);
    return CC_REFRESH;
}

static unsigned char delete_behind(EditLine *line, wint_t key) {
    (void)key;
    int size = cluster(line, false);
    if (size == 0) return CC_ERROR;
    el_cursor(line, size);
    el_deletestr(line, size);
    return CC_REFRESH;
}

static unsigned char move_left(EditLine *line, wint_t key) {
    (void)key;
    int size = cluster(line, true);
    if (size == 0) return CC_ERROR;
    el_cursor(line, -size);
    return CC_REFRESH;
}

static unsigned char move_right(EditLine *line, wint_t key) {
    (void)key;
    int size = cluster(line, false);
    if (size == 0) return CC_ERROR;
    el_cursor(line, size);
    return CC_REFRESH;
}

static bool is_utf8(void) {
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
    return setlocale(LC_CTYPE, "C.UTF-8") != NULL;
}

// Reads a character itself: what is no UTF-8 becomes a mark, and an interrupt ends the line.
static int read_character(EditLine *line, wchar_t *character) {
    (void)line;
    char bytes[4];
    for (size_t count = 1; count <= sizeof bytes; count++) {
        ssize_t got = read(STDIN_FILENO, bytes + count - 1, 1);
        if (got <= 0) return got == 0 ? 0 : -1;
        mbstate_t state;
        memset(&state, 0, sizeof state);
        size_t used = mbrtowc(character, bytes, count, &state);
        if (used == (size_t)-2) continue;
        if (used == (size_t)-1) *character = L'\uFFFD';
        return 1;
    }
    *character = L'\uFFFD';
    return 1;
}

static void bind_keys(EditLine *line) {
    el_wset(line, EL_ADDFN, L"keeplocal-delete-before", L"", delete_before);
    el_wset(line, EL_ADDFN, L"keeplocal-delete-behind", L"", delete_behind);
    el_wset(line, EL_ADDFN, L"keeplocal-left", L"", move_left);
    el_wset(line, EL_ADDFN, L"keeplocal-right", L"", move_right);
    static const char *const keys[][2] = {
        {"^?", "keeplocal-delete-before"}, {"^H", "keeplocal-delete-before"},
        {"\\e[D", "keeplocal-left"},       {"\\eOD", "keeplocal-left"},
        {"\\e[C", "keeplocal-right"},      {"\\eOC", "keeplocal-right"},
        {"^B", "keeplocal-left"},          {"^F", "keeplocal-right"},
        {"\\e[3~", "keeplocal-delete-behind"}, {"\\e[1~", "ed-move-to-beg"},
        {"\\e[4~", "ed-move-to-end"},      {"\\e[H", "ed-move-to-beg"},
        {"\\e[F", "ed-move-to-end"},       {"\\eOH", "ed-move-to-beg"},
        {"\\eOF", "ed-move-to-end"},       {"\\e[1;5D", "ed-prev-word"},
        {"\\e[1;5C", "em-next-word"},      {"^R", "em-inc-search-prev"},
        {"^W", "ed-delete-prev-word"},
    };
    for (size_t index = 0; index < sizeof keys / sizeof keys[0]; index++)
        el_set(line, EL_BIND, keys[index][0], keys[index][1], NULL);
}

// The lines of a paste come together; no person types one in so short a time. It is read before the
// editor ends, which throws away what waits.
static char *waiting_text(void) {
    size_t size = 0;
    char *text = NULL;
    struct pollfd request = {.fd = STDIN_FILENO, .events = POLLIN};
    while (size < 1 << 20 && poll(&request, 1, 20) == 1) {
        char *longer = realloc(text, size + 4097);
        if (longer == NULL) break;
        text = longer;
        ssize_t got = read(STDIN_FILENO, text + size, 4096);
        if (got <= 0) break;
        size += (size_t)got;
    }
    if (size == 0) {
        free(text);
        return NULL;
    }
    text[size] = 0;
    return text;
}

struct keeplocal_line keeplocal_line_read(
    const char *prompt, const char *const *former, int formerCount, keeplocal_cluster cluster) {
    struct keeplocal_line result = {KEEPLOCAL_LINE_UNEDITED, NULL, NULL};
    if (!is_utf8()) return result;
    EditLine *line = el_init("keeplocal", stdin, stderr, stderr);
    History *history_list = line == NULL ? NULL : history_init();
    if (history_list == NULL) {
        if (line != NULL) el_end(line);
        return result;
    }
    HistEvent event;
    history(history_list, &event, H_SETSIZE, formerCount + 1);
    for (int index = 0; index < formerCount; index++)
        history(history_list, &event, H_ENTER, former[index]);
    const struct carried carried = {prompt, cluster};
    el_set(line, EL_CLIENTDATA, (void *)&carried);
    el_set(line, EL_PROMPT, prompt_of);
    el_set(line, EL_EDITOR, "emacs");
    el_set(line, EL_HIST, history, history_list);
    el_set(line, EL_GETCFN, read_character);
    bind_keys(line);
    int count = 0;
    const char *typed = el_gets(line, &count);
    if (typed != NULL && count > 0) result.text = strndup(typed, (size_t)count);
    if (result.text != NULL) result.behind = waiting_text();
    result.end = result.text == NULL ? KEEPLOCAL_LINE_ENDED : KEEPLOCAL_LINE_TYPED;
    history_end(history_list);
    el_end(line);
    return result;
}
