// A model server that knows one answer: keep-alive HTTP/1.1 on loopback, each answer sent a fixed time after its request.
//
// usage: server DELAY_MS ANSWER_FILE [events]
//
// With `events` the file is a stream of server-sent events, which are sent one by one, each as a chunk and in a write of its
// own. Prints its port, then serves until standard input ends, at most 15 minutes. `GET /stats` answers what came since the last
// such question, {"requests":N,"connections":N,"in_flight":N,"sample":N}, the third being the most at one time; `GET
// /sample` the bytes of the newest POST. One thread, epoll: Linux only.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 4096, MOST_REQUEST_BYTES = 1 << 20, MOST_PIECES = 1024 };

typedef struct {
  char *bytes;
  size_t count, capacity;
  uint32_t generation;  // tells a waiting answer that its connection is gone and the descriptor another one's
  int waits, open;
} Connection;

typedef struct {
  int descriptor;
  uint32_t generation;
  int64_t due;
} Answer;

static Connection connections[MOST_CONNECTIONS];
static Answer waiting[MOST_CONNECTIONS];  // a ring: the delay is one for all, so first come is first due
static unsigned first, past;
typedef struct {
  char *bytes;
  size_t count;
} Piece;

static Piece pieces[MOST_PIECES];  // the answer, in the writes it takes
static int piece_count;
static char *sample;
static size_t sample_count;
static int64_t delay;
static long requests, accepted, in_flight, most_in_flight;
static int timer;

static void stop(const char *what) {
  perror(what);
  exit(1);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void hang_up(int descriptor) {
  Connection *connection = &connections[descriptor];
  if (connection->waits) in_flight--;
  connection->generation++;
  connection->waits = connection->open = 0;
  connection->count = 0;
  close(descriptor);
}

// Answers are far smaller than a socket's buffer; a client that does not read is cut off.
static void reply(int descriptor, const char *bytes, size_t count) {
  if (write(descriptor, bytes, count) != (ssize_t)count) hang_up(descriptor);
}

static void send_answer(int descriptor) {
  for (int i = 0; i < piece_count && connections[descriptor].open; i++)
    reply(descriptor, pieces[i].bytes, pieces[i].count);
}

static void reply_with_body(int descriptor, const char *body, size_t count) {
  char *text = malloc(count + 128);
  if (!text) stop("malloc");
  int head = snprintf(text, 128, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", count);
  memcpy(text + head, body, count);
  reply(descriptor, text, head + count);
  free(text);
}

static void reply_to_question(int descriptor, const char *path) {
  if (!strncmp(path, "/sample ", 8)) return reply_with_body(descriptor, sample, sample_count);
  char text[160];
  int count = snprintf(text, sizeof text, "{\"requests\":%ld,\"connections\":%ld,\"in_flight\":%ld,\"sample\":%zu}",
                       requests, accepted, most_in_flight, sample_count);
  requests = accepted = most_in_flight = 0;
  reply_with_body(descriptor, text, count);
}

static void set_timer(void) {
  struct itimerspec time = {0};
  if (first != past) {
    int64_t due = waiting[first % MOST_CONNECTIONS].due;
    time.it_value.tv_sec = due / 1000000000;
    time.it_value.tv_nsec = due % 1000000000;
  }
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &time, NULL);
}

static void answer_due(void) {
  int64_t time = now();
  while (first != past && waiting[first % MOST_CONNECTIONS].due <= time) {
    Answer next = waiting[first++ % MOST_CONNECTIONS];
    Connection *connection = &connections[next.descriptor];
    if (!connection->open || connection->generation != next.generation) continue;
    connection->waits = 0;
    in_flight--;
    send_answer(next.descriptor);
  }
  set_timer();
}

static void take_request(int descriptor, size_t count) {
  Connection *connection = &connections[descriptor];
  if (!strncmp(connection->bytes, "GET ", 4)) return reply_to_question(descriptor, connection->bytes + 4);
  requests++;
  if (++in_flight > most_in_flight) most_in_flight = in_flight;
  memcpy(sample, connection->bytes, count);
  sample_count = count;
  if (delay == 0) {
    in_flight--;
    return send_answer(descriptor);
  }
  connection->waits = 1;
  waiting[past % MOST_CONNECTIONS] = (Answer){descriptor, connection->generation, now() + delay};
  if (past++ == first) set_timer();
}

// How long the request at the start of the buffer is; 0 while some of it is missing. The buffer ends in a zero byte.
static size_t request_count(const Connection *connection) {
  char *head_end = memmem(connection->bytes, connection->count, "\r\n\r\n", 4);
  if (!head_end) return 0;
  size_t count = head_end + 4 - connection->bytes;
  char *length = strcasestr(connection->bytes, "\r\ncontent-length:");
  if (length && length < head_end) count += strtoul(length + 17, NULL, 10);
  return count <= connection->count ? count : 0;
}

static void receive(int descriptor) {
  Connection *connection = &connections[descriptor];
  for (;;) {
    if (connection->capacity - connection->count < 4096) {
      if (connection->capacity > MOST_REQUEST_BYTES) return hang_up(descriptor);
      connection->capacity = connection->capacity ? 2 * connection->capacity : 16384;
      connection->bytes = realloc(connection->bytes, connection->capacity);
      if (!connection->bytes) stop("realloc");
    }
    size_t room = connection->capacity - connection->count - 1;
    ssize_t got = read(descriptor, connection->bytes + connection->count, room);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return hang_up(descriptor);
    connection->count += got;
    connection->bytes[connection->count] = 0;
    size_t count = request_count(connection);
    if (!count) continue;
    take_request(descriptor, count);
    if (!connection->open) return;
    // One request at a time on a connection: what follows is kept, and what is sent ahead is not served by this server.
    connection->count -= count;
    memmove(connection->bytes, connection->bytes + count, connection->count + 1);
    if ((size_t)got < room) return;
  }
}

static void greet(int epoll, int listener) {
  int descriptor;
  while ((descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    if (descriptor >= MOST_CONNECTIONS) {
      close(descriptor);
      continue;
    }
    int one = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    connections[descriptor].open = 1;
    accepted++;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)) stop("epoll_ctl");
  }
}

static int listen_on_loopback(void) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1024)) stop("listen");
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

static void add_piece(const char *head, const char *body, size_t count, const char *tail) {
  if (piece_count == MOST_PIECES) exit(fprintf(stderr, "too many events\n"));
  Piece *piece = &pieces[piece_count++];
  size_t head_count = strlen(head), tail_count = strlen(tail);
  piece->count = head_count + count + tail_count;
  piece->bytes = malloc(piece->count);
  if (!piece->bytes) stop("malloc");
  memcpy(piece->bytes, head, head_count);
  memcpy(piece->bytes + head_count, body, count);
  memcpy(piece->bytes + head_count + count, tail, tail_count);
}

static void read_answer(const char *path, int events) {
  static char body[65536];
  char head[160];
  FILE *file = fopen(path, "r");
  if (!file) stop(path);
  size_t count = fread(body, 1, sizeof body - 1, file);
  fclose(file);
  sample = malloc(2 * MOST_REQUEST_BYTES + 16384);
  if (!sample) stop("malloc");
  if (!events) {
    snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", count);
    return add_piece(head, body, count, "");
  }
  add_piece("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n", "", 0, "");
  for (char *event = body, *end; (end = strstr(event, "\n\n")); event = end + 2) {
    snprintf(head, sizeof head, "%zx\r\n", (size_t)(end + 2 - event));
    add_piece(head, event, end + 2 - event, "\r\n");
  }
  add_piece("0\r\n\r\n", "", 0, "");
}

int main(int count, char **arguments) {
  if (count != 3 && count != 4) return fprintf(stderr, "usage: server DELAY_MS ANSWER_FILE [events]\n"), 2;
  delay = (int64_t)(atof(arguments[1]) * 1e6);
  read_answer(arguments[2], count == 4);
  signal(SIGPIPE, SIG_IGN);
  alarm(15 * 60);

  int epoll = epoll_create1(EPOLL_CLOEXEC), listener = listen_on_loopback();
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  int watched[] = {STDIN_FILENO, listener, timer};
  for (int i = 0; i < 3; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = watched[i]};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, watched[i], &event)) stop("epoll_ctl");
  }
  for (;;) {
    struct epoll_event events[256];
    int ready = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      int descriptor = events[i].data.fd;
      if (descriptor == STDIN_FILENO) {
        char byte;
        if (read(STDIN_FILENO, &byte, 1) <= 0) return 0;
      } else if (descriptor == listener) {
        greet(epoll, listener);
      } else if (descriptor == timer) {
        uint64_t times;
        if (read(timer, &times, sizeof times) > 0) answer_due();
      } else if (connections[descriptor].open) {
        receive(descriptor);
      }
    }
  }
}
