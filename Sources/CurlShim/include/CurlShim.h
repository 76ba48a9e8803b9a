/// The doors to libcurl: typed ones to its variadic functions, which Swift cannot call, and plain ones to the others.
///
/// Each hands its arguments on unchanged to the function of the same name; which option takes which type is said by
/// libcurl's manual (https://curl.se/libcurl/c/curl_easy_setopt.html).
///
/// On Linux the library is loaded by `eg_load` rather than with the program: with what it depends on in turn, it takes longer
/// to load than everything else takes to start, and most commands send nothing. Before `eg_load` has returned NULL no other
/// function may be called.
#ifndef EVALGATE_CURL_SHIM_H
#define EVALGATE_CURL_SHIM_H

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

/// Receives `size * count` bytes of a body or one header line; returns how many it took.
typedef size_t (*eg_data_function)(char *bytes, size_t size, size_t count, void *context);

/// Loads libcurl, once for the process. NULL, or why it cannot be used; the text lives as long as the process.
const char *eg_load(void);

CURLcode eg_global_init(long flags);

CURL *eg_easy_init(void);
void eg_easy_cleanup(CURL *easy);
const char *eg_easy_strerror(CURLcode code);

CURLM *eg_multi_init(void);
CURLMcode eg_multi_cleanup(CURLM *multi);
CURLMcode eg_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode eg_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode eg_multi_socket_action(CURLM *multi, curl_socket_t socket, int events, int *running);
const char *eg_multi_strerror(CURLMcode code);

struct curl_slist *eg_slist_append(struct curl_slist *list, const char *line);
void eg_slist_free_all(struct curl_slist *list);

CURLcode eg_easy_setopt_long(CURL *easy, CURLoption option, long value);
CURLcode eg_easy_setopt_offset(CURL *easy, CURLoption option, int64_t value);
CURLcode eg_easy_setopt_string(CURL *easy, CURLoption option, const char *value);
CURLcode eg_easy_setopt_pointer(CURL *easy, CURLoption option, void *value);
CURLcode eg_easy_setopt_bytes(CURL *easy, CURLoption option, const void *value);
CURLcode eg_easy_setopt_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode eg_easy_setopt_data_function(CURL *easy, CURLoption option, eg_data_function value);
CURLcode eg_easy_setopt_prereq_function(CURL *easy, curl_prereq_callback value);

CURLcode eg_easy_getinfo_long(CURL *easy, CURLINFO info, long *value);
CURLcode eg_easy_getinfo_offset(CURL *easy, CURLINFO info, int64_t *value);
CURLcode eg_easy_getinfo_pointer(CURL *easy, CURLINFO info, void **value);

CURLMcode eg_multi_setopt_long(CURLM *multi, CURLMoption option, long value);
CURLMcode eg_multi_setopt_pointer(CURLM *multi, CURLMoption option, void *value);
CURLMcode eg_multi_setopt_socket_function(CURLM *multi, curl_socket_callback value);
CURLMcode eg_multi_setopt_timer_function(CURLM *multi, curl_multi_timer_callback value);

/// Takes the next finished transfer from the multi handle: 1 and its handle and result, or 0 when there is none.
///
/// `CURLMsg` keeps the result in a union; the transfer's result is copied out before the handle is removed,
/// which is when the message dies.
int eg_multi_next_done(CURLM *multi, CURL **easy, CURLcode *result);

#endif
