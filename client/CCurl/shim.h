// SPDX-License-Identifier: Apache-2.0
// libcurl's setters take any type by `...`, which Swift cannot call: one typed function for each.
#pragma once
#include <curl/curl.h>

static inline CURLcode keeplocal_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode keeplocal_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode keeplocal_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode keeplocal_set_headers(CURL *handle, struct curl_slist *list) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
}

typedef size_t (*keeplocal_write)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode keeplocal_set_write(CURL *handle, keeplocal_write function, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

static inline CURLcode keeplocal_set_head(CURL *handle, keeplocal_write function, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

static inline CURLcode keeplocal_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode keeplocal_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

typedef int (*keeplocal_tick)(
    void *context, curl_off_t down_all, curl_off_t down, curl_off_t up_all, curl_off_t up);

static inline CURLcode keeplocal_set_tick(CURL *handle, keeplocal_tick function, void *context) {
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
    return curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
}

static inline CURLcode keeplocal_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
