#include "Library.h"

CURLcode eg_global_init(long flags) { return CURL_FUNCTION(global_init)(flags); }

CURL *eg_easy_init(void) { return CURL_FUNCTION(easy_init)(); }

void eg_easy_cleanup(CURL *easy) { CURL_FUNCTION(easy_cleanup)(easy); }

const char *eg_easy_strerror(CURLcode code) { return CURL_FUNCTION(easy_strerror)(code); }

CURLM *eg_multi_init(void) { return CURL_FUNCTION(multi_init)(); }

CURLMcode eg_multi_cleanup(CURLM *multi) { return CURL_FUNCTION(multi_cleanup)(multi); }

CURLMcode eg_multi_add_handle(CURLM *multi, CURL *easy) { return CURL_FUNCTION(multi_add_handle)(multi, easy); }

CURLMcode eg_multi_remove_handle(CURLM *multi, CURL *easy) { return CURL_FUNCTION(multi_remove_handle)(multi, easy); }

CURLMcode eg_multi_socket_action(CURLM *multi, curl_socket_t socket, int events, int *running) {
  return CURL_FUNCTION(multi_socket_action)(multi, socket, events, running);
}

const char *eg_multi_strerror(CURLMcode code) { return CURL_FUNCTION(multi_strerror)(code); }

struct curl_slist *eg_slist_append(struct curl_slist *list, const char *line) {
  return CURL_FUNCTION(slist_append)(list, line);
}

void eg_slist_free_all(struct curl_slist *list) { CURL_FUNCTION(slist_free_all)(list); }

CURLcode eg_easy_setopt_long(CURL *easy, CURLoption option, long value) {
  return CURL_FUNCTION(easy_setopt)(easy, option, value);
}

CURLcode eg_easy_setopt_offset(CURL *easy, CURLoption option, int64_t value) {
  return CURL_FUNCTION(easy_setopt)(easy, option, (curl_off_t)value);
}

CURLcode eg_easy_setopt_string(CURL *easy, CURLoption option, const char *value) {
  return CURL_FUNCTION(easy_setopt)(easy, option, value);
}

CURLcode eg_easy_setopt_pointer(CURL *easy, CURLoption option, void *value) {
  return CURL_FUNCTION(easy_setopt)(easy, option, value);
}

CURLcode eg_easy_setopt_bytes(CURL *easy, CURLoption option, const void *value) {
  return CURL_FUNCTION(easy_setopt)(easy, option, value);
}

CURLcode eg_easy_setopt_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return CURL_FUNCTION(easy_setopt)(easy, option, value);
}

CURLcode eg_easy_setopt_data_function(CURL *easy, CURLoption option, eg_data_function value) {
  return CURL_FUNCTION(easy_setopt)(easy, option, value);
}

CURLcode eg_easy_setopt_prereq_function(CURL *easy, curl_prereq_callback value) {
  return CURL_FUNCTION(easy_setopt)(easy, CURLOPT_PREREQFUNCTION, value);
}

CURLcode eg_easy_getinfo_long(CURL *easy, CURLINFO info, long *value) {
  return CURL_FUNCTION(easy_getinfo)(easy, info, value);
}

CURLcode eg_easy_getinfo_offset(CURL *easy, CURLINFO info, int64_t *value) {
  curl_off_t offset = 0;
  CURLcode code = CURL_FUNCTION(easy_getinfo)(easy, info, &offset);
  *value = (int64_t)offset;
  return code;
}

CURLcode eg_easy_getinfo_pointer(CURL *easy, CURLINFO info, void **value) {
  return CURL_FUNCTION(easy_getinfo)(easy, info, value);
}

CURLMcode eg_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
  return CURL_FUNCTION(multi_setopt)(multi, option, value);
}

CURLMcode eg_multi_setopt_pointer(CURLM *multi, CURLMoption option, void *value) {
  return CURL_FUNCTION(multi_setopt)(multi, option, value);
}

CURLMcode eg_multi_setopt_socket_function(CURLM *multi, curl_socket_callback value) {
  return CURL_FUNCTION(multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, value);
}

CURLMcode eg_multi_setopt_timer_function(CURLM *multi, curl_multi_timer_callback value) {
  return CURL_FUNCTION(multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, value);
}

int eg_multi_next_done(CURLM *multi, CURL **easy, CURLcode *result) {
  CURLMsg *message;
  int left = 0;
  while ((message = CURL_FUNCTION(multi_info_read)(multi, &left)) != NULL) {
    if (message->msg != CURLMSG_DONE) continue;
    *easy = message->easy_handle;
    *result = message->data.result;
    return 1;
  }
  return 0;
}
