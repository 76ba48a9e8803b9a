#include "Library.h"

#if defined(__linux__)

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

struct eg_library eg_library;

static char problem[256];

static void load(void) {
  // The name of the interface that curl.h describes, the same in every distribution since 2006.
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(problem, sizeof problem, "libcurl cannot be loaded (package libcurl4 on Debian and Ubuntu): %s", dlerror());
    return;
  }
#define EG_FIND(name)                                                                                                  \
  eg_library.name = (__typeof__(eg_library.name))dlsym(library, "curl_" #name);                                        \
  if (eg_library.name == NULL) snprintf(problem, sizeof problem, "this libcurl is too old: it lacks curl_" #name);
  EG_EACH_FUNCTION(EG_FIND)
#undef EG_FIND
}

const char *eg_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return problem[0] == 0 ? NULL : problem;
}

#else

const char *eg_load(void) { return NULL; }

#endif
