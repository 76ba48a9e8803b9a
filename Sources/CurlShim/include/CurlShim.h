/// Typed doors to the variadic functions of libcurl, which Swift cannot call.
///
/// Each function hands its arguments on unchanged; which option takes which type is said by
/// libcurl's manual (https://curl.se/libcurl/c/curl_easy_setopt.html). Nothing here holds state.
#ifndef EVALGATE_CURL_SHIM_H
#define EVALGATE_CURL_SHIM_H

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

/// Receives `size * count` bytes of a body or one header line; returns how many it took.
typedef size_t (*eg_data_function)(char *bytes, size_t size, size_t count, void *context);

CURLcode eg_easy_setopt_long(CURL *easy, CURLoption option, long value);
CURLcode eg_easy_setopt_offset(CURL *easy, CURLoption option, int64_t value);
CURLcode eg_easy_setopt_string(CURL *easy, CURLoption option, const char *value);
CURLcode eg_easy_setopt_pointer(CURL *easy, CURLoption option, void *value);
CURLcode eg_easy_setopt_bytes(CURL *easy, CURLoption option, const void *value);
CURLcode eg_easy_setopt_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode eg_easy_setopt_data_function(CURL *easy, CURLoption option, eg_data_function value);

CURLcode eg_easy_getinfo_long(CURL *easy, CURLINFO info, long *value);
CURLcode eg_easy_getinfo_offset(CURL *easy, CURLINFO info, int64_t *value);
CURLcode eg_easy_getinfo_pointer(CURL *easy, CURLINFO info, void **value);

CURLMcode eg_multi_setopt_long(CURLM *multi, CURLMoption option, long value);

/// Takes the next finished transfer from the multi handle: 1 and its handle and result, or 0 when there is none.
///
/// `CURLMsg` keeps the result in a union; the transfer's result is copied out before the handle is removed,
/// which is when the message dies.
int eg_multi_next_done(CURLM *multi, CURL **easy, CURLcode *result);

#endif
