// The thinnest client on libcurl: sends one request over and over on kept connections and looks at nothing but the length
// of the answer. What evalgate costs above it is evalgate's.
//
// usage: floor PORT COUNT CONCURRENCY REQUEST_FILE
//
// REQUEST_FILE holds the bytes of a POST as a server received them.
#define _GNU_SOURCE
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t receive(char *bytes, size_t size, size_t count, void *total) {
  (void)bytes;
  *(size_t *)total += size * count;
  return size * count;
}

static char *read_file(const char *path, size_t *count) {
  FILE *file = fopen(path, "r");
  char *bytes = calloc(1, 1 << 21);
  if (!file || !bytes) return NULL;
  *count = fread(bytes, 1, (1 << 21) - 1, file);
  fclose(file);
  return bytes;
}

int main(int argument_count, char **arguments) {
  if (argument_count != 5) return fprintf(stderr, "usage: floor PORT COUNT CONCURRENCY REQUEST_FILE\n"), 2;
  long count = atol(arguments[2]), concurrency = atol(arguments[3]);
  size_t request_count = 0;
  char *request = read_file(arguments[4], &request_count);
  char *head_end = request ? memmem(request, request_count, "\r\n\r\n", 4) : NULL;
  if (!head_end || strncmp(request, "POST ", 5)) return fprintf(stderr, "no request in %s\n", arguments[4]), 2;
  char *body = head_end + 4;
  long body_count = request + request_count - body;
  *head_end = 0;

  char *rest = NULL, *line = strtok_r(request, "\r\n", &rest), url[512];
  snprintf(url, sizeof url, "http://127.0.0.1:%s%.*s", arguments[1], (int)strcspn(line + 5, " "), line + 5);
  struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
  while ((line = strtok_r(NULL, "\r\n", &rest)))
    if (strncasecmp(line, "Host:", 5) && strncasecmp(line, "Content-Length:", 15)) headers = curl_slist_append(headers, line);

  CURLM *multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 2 * concurrency);
  size_t *totals = calloc(concurrency, sizeof *totals);
  long started = 0, done = 0;
  for (; started < concurrency && started < count; started++) {
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, body_count);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &totals[started]);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &totals[started]);
    curl_multi_add_handle(multi, easy);
  }
  while (done < count) {
    int running, left;
    curl_multi_perform(multi, &running);
    long before = done;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
      CURL *easy = message->easy_handle;
      size_t *total = NULL;
      curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&total);
      if (message->data.result || !*total) return fprintf(stderr, "%s\n", curl_easy_strerror(message->data.result)), 1;
      *total = 0;
      done++;
      curl_multi_remove_handle(multi, easy);
      if (started < count) {
        curl_multi_add_handle(multi, easy);
        started++;
      }
    }
    if (done == before) curl_multi_poll(multi, NULL, 0, 1000, NULL);
  }
  return 0;
}
