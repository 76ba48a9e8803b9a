import CPCRE2

/// A set of code points as the backtracking matcher asks it.
struct ScalarSet: Sendable {
  /// The members below 128, a bit each.
  private let ascii: (low: UInt64, high: UInt64)
  private let ranges: CodePoints.Ranges
  /// What decides instead where the set has a property that only PCRE2 knows.
  let tested: TestedSet?

  init(_ set: ECMAScriptTree.CharacterSet) throws(PCRE2Refusal) {
    var ranges: CodePoints.Ranges = []
    var isKnown = true
    for item in set.items {
      switch item {
      case .range(let low, let high): ranges.append(low...high)
      case .escape(let escape):
        guard let spelled = escape.ranges else {
          isKnown = false
          continue
        }
        ranges += spelled
      }
    }
    let union = CodePoints.union(of: ranges)
    self.ranges = set.isNegated ? CodePoints.complement(of: union) : union
    tested = isKnown ? nil : try TestedSet(set)
    var bits: (low: UInt64, high: UInt64) = (0, 0)
    for range in self.ranges {
      for value in range.prefix(while: { $0 < 128 }) {
        if value < 64 { bits.low |= 1 << UInt64(value) } else { bits.high |= 1 << UInt64(value - 64) }
      }
    }
    ascii = bits
  }

  /// Whether a code point is a member, where PCRE2 is not needed.
  @inline(__always)
  func contains(_ value: UInt32) -> Bool {
    if value < 64 { return ascii.low >> UInt64(value) & 1 == 1 }
    if value < 128 { return ascii.high >> UInt64(value - 64) & 1 == 1 }
    return containsBeyondASCII(value)
  }

  private func containsBeyondASCII(_ value: UInt32) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= value
  }
}

/// A set that PCRE2 is asked about, a character at a time.
final class TestedSet: Sendable {
  private nonisolated(unsafe) let code: OpaquePointer

  init(_ set: ECMAScriptTree.CharacterSet) throws(PCRE2Refusal) {
    code = try PCRE2Code.compile(
      PCRE2Text.bytes(of: set), flags: PCRE2Code.ecmaScriptFlags | UInt32(PCRE2_ANCHORED))
  }

  deinit { pcre2_code_free_8(code) }

  /// Whether the character whose bytes these are is a member.
  func contains(_ bytes: UnsafeBufferPointer<UInt8>, scratch: OpaquePointer) -> Bool {
    pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, UInt32(PCRE2_NO_UTF_CHECK), scratch, nil) >= 0
  }
}
