import CPCRE2

/// One search by PCRE2: the scratch memory that threads must not share.
struct PCRE2Search: TextSearch, ~Copyable {
  private let regex: SafeRegex
  private let compiled: CompiledPattern
  private let budget: Int
  private let data: OpaquePointer
  private let capturing: Bool
  private let meter: UnsafeMutablePointer<WorkMeter>
  /// The limits with the meter, made when the counting code is needed.
  private var metered: OpaquePointer?

  init(_ regex: SafeRegex, _ compiled: CompiledPattern, capturing: Bool, bytes: Int) throws(RegexLimit) {
    // One pair is enough to know whether and where; groups would only cost memory.
    let pairs = capturing ? UInt32(regex.groupCount + 1) : 1
    guard let data = pcre2_match_data_create_8(pairs, nil) else {
      throw RegexLimit(reason: .memory, pattern: regex.pattern)
    }
    self.regex = regex
    self.compiled = compiled
    self.data = data
    self.capturing = capturing
    meter = .allocate(capacity: 1)
    budget = WorkMeter.budget(bytes)
    meter.initialize(to: WorkMeter(bytes: bytes, hasBackreferences: compiled.hasBackreferences))
  }

  deinit {
    if let metered { pcre2_match_context_free_8(metered) }
    meter.deinitialize(count: 1)
    meter.deallocate()
    pcre2_match_data_free_8(data)
  }

  /// The work that was counted; 0 for a text so short that none needs to be.
  var work: Int { budget - meter.pointee.left }

  mutating func find(
    in utf8: UnsafeBufferPointer<UInt8>, from offset: Int, notEmptyAtStart: Bool
  ) throws(RegexLimit) -> RegexMatch? {
    guard offset <= utf8.count else { return nil }
    var start = max(0, offset)
    while start < utf8.count, utf8[start] & 0xC0 == 0x80 { start += 1 }

    // A Swift string is valid UTF-8 already; checking again on every call would make many matches quadratic.
    var flags = UInt32(PCRE2_NO_UTF_CHECK)
    if notEmptyAtStart { flags |= UInt32(PCRE2_NOTEMPTY_ATSTART) }
    var status = PCRE2_ERROR_MATCHLIMIT
    if utf8.count <= CompiledPattern.shortText {
      status = match(compiled.plain, compiled.quick, utf8, start, flags)
    }
    if status == PCRE2_ERROR_MATCHLIMIT { status = try count(utf8, start, flags) }
    if status == PCRE2_ERROR_NOMATCH { return nil }
    guard status >= 0 else { throw RegexLimit(reason: .init(status), pattern: regex.pattern) }
    return match(pairs: capturing ? regex.groupCount + 1 : 1)
  }

  /// Searches with the code that counts its work.
  private mutating func count(
    _ utf8: UnsafeBufferPointer<UInt8>, _ start: Int, _ flags: UInt32
  ) throws(RegexLimit) -> Int32 {
    if metered == nil {
      metered = pcre2_match_context_copy_8(compiled.full)
      if let metered { _ = pcre2_set_callout_8(metered, countWork, meter) }
    }
    guard let metered, let code = compiled.countingCode() else {
      throw RegexLimit(reason: .memory, pattern: regex.pattern)
    }
    meter.pointee.restart(at: start)
    return match(code, metered, utf8, start, flags)
  }

  /// Compiled code starts with 32 KiB of machine stack; only a search that outgrows it pays for a stack of its own.
  private func match(
    _ code: OpaquePointer, _ context: OpaquePointer, _ utf8: UnsafeBufferPointer<UInt8>, _ start: Int, _ flags: UInt32
  ) -> Int32 {
    let status = pcre2_match_8(code, utf8.baseAddress, utf8.count, start, flags, data, context)
    guard status == PCRE2_ERROR_JIT_STACKLIMIT else { return status }
    let ceiling = max(64, Int(regex.limits.memoryKiB)) * 1_024
    guard let stack = pcre2_jit_stack_create_8(64 * 1_024, ceiling, nil) else { return PCRE2_ERROR_NOMEMORY }
    defer { pcre2_jit_stack_free_8(stack) }
    guard let own = pcre2_match_context_copy_8(context) else { return PCRE2_ERROR_NOMEMORY }
    defer { pcre2_match_context_free_8(own) }
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
