/* A model whose cases flake: the stand-in of Benchmarks/simulate. Speaks the JSON lines of docs/exec.md.
 *
 * Case c-000 … of n: the first nine tenths pass mostly, the rest fail mostly, and every answer is the other one with probability
 * FLAKE. With UNEVEN a fifth of the cases, spread over all, carries all of the flake: five times as much each, and the others
 * none. In `version 2` of the prompt the first BREAKS cases fail mostly; with HALF they pass every other time. With DRIFT, that
 * share of the cases fails mostly on both arms since the baseline was made: the provider moved. An answer follows from SEED, arm,
 * case and trial alone.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t mix(uint64_t z) { /* SplitMix64's finaliser (Steele, Lea & Flood 2014) */
  z += 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

static double uniform(uint64_t seed, uint64_t a, uint64_t b, uint64_t c) {
  return (double)(mix(mix(mix(mix(seed) ^ a) ^ b) ^ c) >> 11) * 0x1p-53;
}

static double number(const char *name, double otherwise) {
  const char *text = getenv(name);
  return text && *text ? strtod(text, NULL) : otherwise;
}

int main(void) {
  static char line[1 << 20];
  const char *seed_text = getenv("SEED"), *arm_text = getenv("EVALGATE_ARM");
  const uint64_t seed = seed_text ? strtoull(seed_text, NULL, 10) : 0;
  const uint64_t arm = arm_text && strcmp(arm_text, "base") == 0;
  const int cases = (int)number("CASES", 200), breaks = (int)number("BREAKS", 0);
  const double flake = number("FLAKE", 0.05), drift = number("DRIFT", 0);
  const int uneven = number("UNEVEN", 0) > 0, half = number("HALF", 0) > 0;
  if (!fgets(line, sizeof line, stdin)) return 1;
  /* Each side says which it is, so that the two versions are known to differ. */
  printf("{\"name\":\"flaky\",\"revisions\":{\"side\":\"%s\"},\"concurrency\":64}\n", arm ? "base" : "head");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    char id[64] = "";
    int index = 0, trial = 1;
    const char *start = strstr(line, "\"id\":\"");
    if (!start || sscanf(start, "\"id\":\"%63[^\"]\"", id) != 1) return 1;
    sscanf(id, "c-%d#%d", &index, &trial);
    int passes = index < cases * 9 / 10;
    double chance = flake;
    if (uneven) chance = uniform(0, 4, (uint64_t)index, 0) < 0.2 ? 5 * flake : 0;
    if (strstr(line, "version 2") && index < breaks) {
      passes = 0;
      if (half) chance = 0.5;
    }
    if (uniform(seed, 1, (uint64_t)index, 0) < drift) passes = 0;
    if (uniform(seed, 2 + arm, (uint64_t)index, (uint64_t)trial) < chance) passes = !passes;
    printf("{\"id\":\"%s\",\"text\":\"%s\",\"usage\":{\"input\":10,\"output\":1}}\n", id, passes ? "yes" : "no");
    fflush(stdout);
  }
  return 0;
}
