// Runs a command and writes what it used: wall, user and system seconds, peak resident bytes and the exit status.
//
// usage: meter FILE COMMAND…
//
// A program of its own, because Linux counts the memory of whoever starts a process into the peak of that process: started from
// Python, nothing seems to need less than Python does.

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int count, char **arguments) {
  if (count < 3) return 2;
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t child = fork();
  if (child == 0) {
    alarm(300);  // the longest that a command may take
    execvp(arguments[2], arguments + 2);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  FILE *file = fopen(arguments[1], "w");
  if (!file) return 1;
#ifdef __APPLE__
  long unit = 1;
#else
  long unit = 1024;
#endif
  fprintf(file, "%.6f %.6f %.6f %ld %d\n", end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) / 1e9,
          seconds(usage.ru_utime), seconds(usage.ru_stime), usage.ru_maxrss * unit,
          WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return fclose(file) ? 1 : 0;
}
