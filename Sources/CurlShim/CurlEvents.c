#include "CurlEvents.h"

#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/// The first entry of `polled` is the pipe's end that wakes a wait; the others are libcurl's sockets.
struct eg_events {
  CURLM *multi;
  struct pollfd *polled, *ready;
  nfds_t count, capacity;
  int64_t due;  // nanoseconds of the monotonic clock, or NEVER
  int bell;
};

static const int64_t NEVER = INT64_MAX;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/// Makes room for one more socket in both lists; 0 without memory, with both as they were.
static int make_room(eg_events *events) {
  if (events->count < events->capacity) return 1;
  nfds_t capacity = events->capacity ? 2 * events->capacity : 64;
  struct pollfd *polled = realloc(events->polled, capacity * sizeof *polled);
  if (polled) events->polled = polled;
  struct pollfd *ready = realloc(events->ready, capacity * sizeof *ready);
  if (ready) events->ready = ready;
  if (!polled || !ready) return 0;
  events->capacity = capacity;
  return 1;
}

static int socket_changed(CURL *easy, curl_socket_t socket, int what, void *context, void *unused) {
  (void)easy, (void)unused;
  eg_events *events = context;
  nfds_t place = 1;
  while (place < events->count && events->polled[place].fd != socket) place++;
  if (what == CURL_POLL_REMOVE) {
    if (place < events->count) events->polled[place] = events->polled[--events->count];
    return 0;
  }
  if (place == events->count) {
    if (!make_room(events)) return -1;
    events->count++;
  }
  short wanted = (what & CURL_POLL_IN ? POLLIN : 0) | (what & CURL_POLL_OUT ? POLLOUT : 0);
  events->polled[place] = (struct pollfd){.fd = socket, .events = wanted};
  return 0;
}

static int timer_changed(CURLM *multi, long milliseconds, void *context) {
  (void)multi;
  ((eg_events *)context)->due = milliseconds < 0 ? NEVER : now() + milliseconds * INT64_C(1000000);
  return 0;
}

static int open_bell(eg_events *events) {
  int ends[2];
  if (!make_room(events) || pipe(ends)) return 0;
  for (int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
  }
  events->polled[0] = (struct pollfd){.fd = ends[0], .events = POLLIN};
  events->count = 1;
  events->bell = ends[1];
  return 1;
}

eg_events *eg_events_create(CURLM *multi) {
  eg_events *events = calloc(1, sizeof *events);
  if (!events) return NULL;
  events->multi = multi;
  events->due = NEVER;
  if (!open_bell(events)) {
    free(events->polled);
    free(events->ready);
    free(events);
    return NULL;
  }
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket_changed);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, events);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer_changed);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, events);
  return events;
}

void eg_events_wake(eg_events *events) {
  // A full pipe wakes as well as one more byte would.
  ssize_t written = write(events->bell, "", 1);
  (void)written;
}

void eg_events_destroy(eg_events *events) {
  close(events->polled[0].fd);
  close(events->bell);
  free(events->polled);
  free(events->ready);
  free(events);
}

static void ring_off(int pipe_end) {
  char bytes[64];
  while (read(pipe_end, bytes, sizeof bytes) == (ssize_t)sizeof bytes) continue;
}

/// Lets libcurl look at the exchanges whose time has come; says how many are not finished.
static int act_on_timers(eg_events *events) {
  int running = 0;
  events->due = NEVER;
  curl_multi_socket_action(events->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  return running;
}

/// The readiness is copied first: libcurl's callbacks change the list while it is gone through.
static nfds_t take_ready(eg_events *events) {
  nfds_t ready = 0;
  for (nfds_t place = 1; place < events->count; place++)
    if (events->polled[place].revents) events->ready[ready++] = events->polled[place];
  return ready;
}

static void act_on_sockets(eg_events *events) {
  nfds_t ready = take_ready(events);
  for (nfds_t place = 0; place < ready; place++) {
    short seen = events->ready[place].revents;
    int what = (seen & (POLLIN | POLLHUP) ? CURL_CSELECT_IN : 0) | (seen & POLLOUT ? CURL_CSELECT_OUT : 0) |
               (seen & (POLLERR | POLLNVAL) ? CURL_CSELECT_ERR : 0);
    int running;
    // A socket that an earlier one of this round closed is unknown to libcurl by now, which is no error.
    curl_multi_socket_action(events->multi, events->ready[place].fd, what, &running);
  }
}

void eg_events_wait(eg_events *events, int added, int milliseconds) {
  int64_t time = now();
  if (events->due <= time) {
    if (act_on_timers(events) < added) milliseconds = 0;
    time = now();
  }
  if (events->due != NEVER) {
    // Rounded up: a timer that is asked about early is not set again.
    int64_t left = (events->due - time + 999999) / 1000000;
    if (left < milliseconds) milliseconds = left > 0 ? (int)left : 0;
  }
  int found = poll(events->polled, events->count, milliseconds);
  if (found > 0) {
    if (events->polled[0].revents) ring_off(events->polled[0].fd);
    act_on_sockets(events);
  }
  // Also after a wait that nothing ended, so that no timer can be missed for longer than one.
  if (found == 0 || events->due <= now()) act_on_timers(events);
}
