#ifndef C_BYTE_BLOCKS_H
#define C_BYTE_BLOCKS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Sixteen bytes of a text looked at together, in the vectors that every processor of this program has (SSE2, NEON).
///
/// In C because there a comparison of vectors is one instruction wherever it stands; those of Swift's `SIMD16` become loops over
/// single bytes where the compiler does not see through them. All of it is in this header, so that it is part of its callers.

typedef uint8_t cbb_block __attribute__((vector_size(16)));
typedef uint8_t cbb_half __attribute__((vector_size(8)));
typedef int8_t cbb_marks __attribute__((vector_size(16)));
typedef uint64_t cbb_words __attribute__((vector_size(16)));

static inline cbb_block cbb_load(const uint8_t *bytes) {
  cbb_block block;
  memcpy(&block, bytes, sizeof block);
  return block;
}

/// The index of the first byte that is marked, 16 when none is.
static inline size_t cbb_first(cbb_marks marks) {
#if defined(__SSE2__)
  unsigned bits = (unsigned)__builtin_ia32_pmovmskb128((__attribute__((vector_size(16))) char)marks);
  return bits == 0 ? 16 : (size_t)__builtin_ctz(bits);
#else
  cbb_words words = (cbb_words)marks;
  if ((words[0] | words[1]) == 0) return 16;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return words[0] != 0 ? (size_t)__builtin_ctzll(words[0]) / 8 : 8 + (size_t)__builtin_ctzll(words[1]) / 8;
#else
  return words[0] != 0 ? (size_t)__builtin_clzll(words[0]) / 8 : 8 + (size_t)__builtin_clzll(words[1]) / 8;
#endif
#endif
}

/// What has to be escaped in a JSON string (RFC 8259 section 7).
static inline cbb_marks cbb_special(cbb_block block) {
  return (cbb_marks)(block < 0x20) | (cbb_marks)(block == '"') | (cbb_marks)(block == '\\');
}

/// The first byte from `start` on that has to be escaped in a JSON string, or a place less than sixteen bytes before `end`.
static inline size_t cbb_unescaped_end(const uint8_t *bytes, size_t start, size_t end) {
  while (end - start >= 16) {
    size_t first = cbb_first(cbb_special(cbb_load(bytes + start)));
    if (first < 16) return start + first;
    start += 16;
  }
  return start;
}

/// Whether nothing in a text has to be escaped in a JSON string. What is left of blocks is looked at with bytes that were looked at
/// before, because most texts are keys of a few bytes.
static inline int cbb_is_plain(const uint8_t *bytes, size_t count) {
  if (count >= 16) {
    size_t start = 0;
    for (; count - start > 16; start += 16) {
      if (cbb_first(cbb_special(cbb_load(bytes + start))) < 16) return 0;
    }
    return cbb_first(cbb_special(cbb_load(bytes + count - 16))) == 16;
  }
  if (count >= 8) {
    cbb_half front, back;
    memcpy(&front, bytes, sizeof front);
    memcpy(&back, bytes + count - 8, sizeof back);
    uint64_t marks;
    cbb_half special = (cbb_half)((front < 0x20) | (front == '"') | (front == '\\') | (back < 0x20) | (back == '"') | (back == '\\'));
    memcpy(&marks, &special, sizeof marks);
    return marks == 0;
  }
  if (count >= 4) {
    uint32_t ends[2];
    memcpy(ends, bytes, sizeof ends[0]);
    memcpy(ends + 1, bytes + count - 4, sizeof ends[1]);
    cbb_half both;
    memcpy(&both, ends, sizeof both);
    uint64_t marks;
    cbb_half special = (cbb_half)((both < 0x20) | (both == '"') | (both == '\\'));
    memcpy(&marks, &special, sizeof marks);
    return marks == 0;
  }
  for (size_t place = 0; place < count; place++) {
    if (bytes[place] < 0x20 || bytes[place] == '"' || bytes[place] == '\\') return 0;
  }
  return 1;
}

/// As `cbb_unescaped_end`, with the bytes on the way checked to be UTF-8 (RFC 3629 section 4) without a branch that text can
/// mislead. It stops as well at a character of more than two bytes, at a byte that can begin or continue none, and at one that
/// stands where a character has to go on. There is a byte before `start`, and it begins no character.
static inline size_t cbb_text_end(const uint8_t *bytes, size_t start, size_t end) {
  while (end - start >= 16) {
    cbb_block block = cbb_load(bytes + start);
    cbb_marks begun = (cbb_marks)(cbb_load(bytes + start - 1) >= 0xC0);
    cbb_marks goes_on = (cbb_marks)((cbb_marks)block < (int8_t)0xC0);
    // C0 and C1 would begin a second way of writing ASCII.
    cbb_marks apart = (cbb_marks)((block & 0xFE) == 0xC0) | (cbb_marks)(block >= 0xE0);
    size_t first = cbb_first(cbb_special(block) | (begun ^ goes_on) | apart);
    if (first < 16) return start + first;
    start += 16;
  }
  return start;
}

#endif
