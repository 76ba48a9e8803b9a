import CPCRE2

/// One search with one pattern: the scratch memory that threads must not share.
struct Search: ~Copyable {
  private let regex: SafeRegex
  private let data: OpaquePointer
  private let capturing: Bool

  init(_ regex: SafeRegex, capturing: Bool) throws(RegexLimit) {
    // One pair is enough to know whether and where; groups would only cost memory.
    let pairs = capturing ? UInt32(regex.groupCount + 1) : 1
    guard let data = pcre2_match_data_create_8(pairs, nil) else {
      throw RegexLimit(reason: .memory, pattern: regex.pattern)
    }
    self.regex = regex
    self.data = data
    self.capturing = capturing
  }

  deinit { pcre2_match_data_free_8(data) }

  /// Hands the UTF-8 of `text` to `body`.
  func run<Result>(
    _ text: String, _ body: (UnsafeBufferPointer<UInt8>) throws(RegexLimit) -> Result
  ) throws(RegexLimit) -> Result {
    var text = text
    var outcome: Swift.Result<Result, RegexLimit>?
    // `withUTF8` is untyped in what it throws, hence the detour.
    text.withUTF8 { utf8 in
      do throws(RegexLimit) { outcome = .success(try body(utf8)) } catch { outcome = .failure(error) }
    }
    guard let outcome else { throw RegexLimit(reason: .other(0), pattern: regex.pattern) }
    return try outcome.get()
  }

  /// The next match at or after `offset`.
  func find(
    in utf8: UnsafeBufferPointer<UInt8>, from offset: Int, notEmptyAtStart: Bool
  ) throws(RegexLimit) -> RegexMatch? {
    guard offset <= utf8.count else { return nil }
    var start = max(0, offset)
    while start < utf8.count, utf8[start] & 0xC0 == 0x80 { start += 1 }

    // A Swift string is valid UTF-8 already; checking again on every call would make many matches quadratic.
    var flags = UInt32(PCRE2_NO_UTF_CHECK)
    if notEmptyAtStart { flags |= UInt32(PCRE2_NOTEMPTY_ATSTART) }
    let (code, context) = regex.compiled
    var status = pcre2_match_8(code, utf8.baseAddress, utf8.count, start, flags, data, context)
    if status == PCRE2_ERROR_JIT_STACKLIMIT { status = try retryWithLargerStack(utf8, start, flags) }
    if status == PCRE2_ERROR_NOMATCH { return nil }
    guard status >= 0 else { throw RegexLimit(reason: .init(status), pattern: regex.pattern) }
    return match(pairs: capturing ? regex.groupCount + 1 : 1)
  }

  /// Compiled code starts with 32 KiB of machine stack; only a search that outgrows it pays for a stack of its own.
  private func retryWithLargerStack(
    _ utf8: UnsafeBufferPointer<UInt8>, _ start: Int, _ flags: UInt32
  ) throws(RegexLimit) -> Int32 {
    let (code, context) = regex.compiled
    let ceiling = max(64, Int(regex.limits.memoryKiB)) * 1_024
    guard let stack = pcre2_jit_stack_create_8(64 * 1_024, ceiling, nil),
      let own = pcre2_match_context_copy_8(context)
    else { throw RegexLimit(reason: .memory, pattern: regex.pattern) }
    defer {
      pcre2_match_context_free_8(own)
      pcre2_jit_stack_free_8(stack)
    }
    pcre2_jit_stack_assign_8(own, nil, UnsafeMutableRawPointer(stack))
    return pcre2_match_8(code, utf8.baseAddress, utf8.count, start, flags, data, own)
  }

  private func match(pairs: Int) -> RegexMatch? {
    guard let offsets = pcre2_get_ovector_pointer_8(data) else { return nil }
    let groups = (0..<pairs).map { index -> Range<Int>? in
      let lower = offsets[2 * index]
      let upper = offsets[2 * index + 1]
      // An unset group holds PCRE2_UNSET, all bits set, in both places.
      guard 0 <= lower, lower <= upper else { return nil }
      return lower..<upper
    }
    guard let whole = groups.first ?? nil else { return nil }
    return RegexMatch(range: whole, groups: groups, names: regex.groupNames)
  }
}
