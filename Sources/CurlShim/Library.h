// How a function of libcurl is reached: through a table that is filled when the library is loaded, or directly where it is
// loaded with the program.
#ifndef EVALGATE_CURL_LIBRARY_H
#define EVALGATE_CURL_LIBRARY_H

#include "CurlShim.h"

#if defined(__linux__)

// curl.h puts macros that check types over some of the names, which get in the way of the names themselves.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

// Every function that is used, by its name without `curl_`.
#define EG_EACH_FUNCTION(USE)                                                                                          \
  USE(global_init)                                                                                                     \
  USE(easy_init) USE(easy_cleanup) USE(easy_setopt) USE(easy_getinfo) USE(easy_strerror)                               \
  USE(multi_init) USE(multi_cleanup) USE(multi_add_handle) USE(multi_remove_handle) USE(multi_setopt)                  \
  USE(multi_socket_action) USE(multi_info_read) USE(multi_strerror)                                                    \
  USE(slist_append) USE(slist_free_all)

#define EG_FIELD(name) __typeof__(curl_##name) *name;
struct eg_library {
  EG_EACH_FUNCTION(EG_FIELD)
};
#undef EG_FIELD

extern struct eg_library eg_library __attribute__((visibility("hidden")));

#define CURL_FUNCTION(name) eg_library.name

#else

#define CURL_FUNCTION(name) curl_##name

#endif

#endif
