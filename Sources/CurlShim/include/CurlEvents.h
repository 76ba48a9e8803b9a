/// Waits for what a multi handle's sockets and timers ask for, and lets libcurl look at those alone.
///
/// `curl_multi_perform` looks at every open exchange in every round, with a `poll` for each; with 32 of them in flight that
/// costs more than all else. Here one `poll` finds the sockets that are ready, and `curl_multi_socket_action`
/// (https://curl.se/libcurl/c/curl_multi_socket_action.html) is called for those.
#ifndef EVALGATE_CURL_EVENTS_H
#define EVALGATE_CURL_EVENTS_H

#include <curl/curl.h>

typedef struct eg_events eg_events;

/// Takes over a multi handle's socket and timer callbacks; NULL when the system gives no pipe or memory.
eg_events *eg_events_create(CURLM *multi);

/// Lets libcurl work, waiting at most so many milliseconds for a reason to.
///
/// `added` is how many exchanges are in the multi handle: while one of them is finished and was not taken from it, nothing
/// is waited for. Only for the thread that owns the multi handle, and never from one of its callbacks.
void eg_events_wait(eg_events *events, int added, int milliseconds);

/// Ends a wait that is under way or comes next. From any thread.
void eg_events_wake(eg_events *events);

/// To be called after the multi handle is gone, since that closes sockets.
void eg_events_destroy(eg_events *events);

#endif
