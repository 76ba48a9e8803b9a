import CPCRE2

/// A compiled regular expression that gives up instead of running away.
///
/// PCRE2 with its just-in-time compiler does the work. Matching is bounded by steps and by memory, and reaching a bound
/// throws `RegexLimit`: a pattern that is too expensive is never mistaken for one that does not match.
/// Offsets are UTF-8 bytes throughout. One value may be used by many threads at once.
public final class SafeRegex: Sendable {
  /// Which language a pattern is written in.
  public enum Dialect: Hashable, Sendable {
    /// Perl-compatible, as `pcre2pattern(3)` describes it, on code points. `\w`, `\d` and `\s` are ASCII unless the
    /// pattern says `(*UCP)`.
    case pcre
    /// ECMA-262 with the `u` flag, which JSON Schema asks for (2020-12 core, section 6.4). Escapes of punctuation that
    /// need none (`\@`) and lone `]`, `{` and `}` are taken literally, as browsers do; an unknown letter escape is an error.
    case ecma262
  }

  /// What changes the meaning of a pattern.
  public struct Options: OptionSet, Hashable, Sendable {
    /// One bit an option.
    public let rawValue: UInt8
    /// The options of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Letters match regardless of case, by Unicode simple case folding.
    public static let caseInsensitive = Options(rawValue: 1)
    /// `^` and `$` also match at line ends.
    public static let multiline = Options(rawValue: 2)
    /// `.` also matches line ends.
    public static let dotMatchesNewline = Options(rawValue: 4)
  }

  /// How much a pattern may cost.
  public struct Limits: Hashable, Sendable {
    /// Longest pattern in UTF-8 bytes.
    public var patternBytes: Int
    /// Backtracking steps from one start position, as `pcre2_set_match_limit` counts them.
    public var steps: UInt32
    /// Backtracking memory in KiB, for the interpreter's heap and for the stack of compiled code alike.
    public var memoryKiB: UInt32

    /// Limits; those that are left out suit patterns written by people.
    public init(patternBytes: Int = 32_768, steps: UInt32 = 100_000, memoryKiB: UInt32 = 1_024) {
      self.patternBytes = patternBytes
      self.steps = steps
      self.memoryKiB = memoryKiB
    }
    /// Limits that suit patterns written by people.
    public static let `default` = Limits()
  }

  /// The pattern as it was written.
  public let pattern: String
  /// The language it is written in.
  public let dialect: Dialect
  /// What changes its meaning.
  public let options: Options
  /// How much it may cost.
  public let limits: Limits
  /// How many capture groups the pattern has, not counting the whole match.
  public let groupCount: Int
  /// The numbers of the named groups.
  public let groupNames: [String: Int]

  let compiled: CompiledPattern

  /// Compiles `pattern`.
  /// - Throws: `RegexError` with the byte offset in `pattern` where it stops making sense.
  public init(
    _ pattern: String, dialect: Dialect = .pcre, options: Options = [], limits: Limits = .default
  ) throws(RegexError) {
    guard pattern.utf8.count <= limits.patternBytes else {
      throw RegexError(message: "pattern is longer than \(limits.patternBytes) bytes", offset: limits.patternBytes)
    }
    var source = TranslatedPattern(untranslated: pattern)
    var flags = UInt32(PCRE2_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C)
    if dialect == .ecma262 {
      source = try ECMAScriptTranslator.translate(pattern, options: options)
      flags |= UInt32(PCRE2_DOLLAR_ENDONLY) | UInt32(PCRE2_MATCH_UNSET_BACKREF) | UInt32(PCRE2_ALLOW_EMPTY_CLASS)
    }
    if options.contains(.caseInsensitive) { flags |= UInt32(PCRE2_CASELESS) }
    if options.contains(.dotMatchesNewline) { flags |= UInt32(PCRE2_DOTALL) }
    // ECMA-262 has its own line ends, so the translator spells multiline anchors out.
    if options.contains(.multiline), dialect == .pcre { flags |= UInt32(PCRE2_MULTILINE) }

    compiled = try CompiledPattern(source, flags: flags, limits: limits)
    self.pattern = pattern
    self.dialect = dialect
    self.options = options
    self.limits = limits
    var count: UInt32 = 0
    pcre2_pattern_info_8(compiled.plain, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    groupCount = Int(count)
    groupNames = Self.names(of: compiled.plain)
  }

  /// Whether the pattern occurs in `text`.
  public func isMatch(_ text: String) throws(RegexLimit) -> Bool {
    var work = 0
    return try isMatch(text, work: &work)
  }

  /// The same, adding to `work` what it took: bytes gone over and items tried, as far as that was worth counting.
  ///
  /// Who searches many texts for one purpose keeps the sum within bounds of its own.
  public func isMatch(_ text: String, work: inout Int) throws(RegexLimit) -> Bool {
    var spent = 0
    defer { work += spent }
    return try text.searched { utf8 throws(RegexLimit) in
      var search = try Search(self, capturing: false, bytes: utf8.count)
      defer { spent = search.work(bytes: utf8.count) }
      return try search.find(in: utf8, from: 0, notEmptyAtStart: false) != nil
    }
  }

  /// The first match that starts at `byteOffset` or later; text before it is still seen by look-behind and `\b`.
  ///
  /// An offset inside a scalar moves to the next one, and one past the end finds nothing.
  public func firstMatch(in text: String, from byteOffset: Int = 0) throws(RegexLimit) -> RegexMatch? {
    try text.searched { utf8 throws(RegexLimit) in
      var search = try Search(self, capturing: true, bytes: utf8.count)
      return try search.find(in: utf8, from: byteOffset, notEmptyAtStart: false)
    }
  }

  /// The matches in order, none overlapping another, at most `limit`. All of them together share the bounds of one search.
  public func matches(in text: String, limit: Int = .max) throws(RegexLimit) -> [RegexMatch] {
    try text.searched { utf8 throws(RegexLimit) in
      var search = try Search(self, capturing: true, bytes: utf8.count)
      var found: [RegexMatch] = []
      var offset = 0
      var afterEmpty = false
      while found.count < limit, let match = try search.find(in: utf8, from: offset, notEmptyAtStart: afterEmpty) {
        found.append(match)
        // After an empty match the next one may start here but must not be empty, as in Perl.
        afterEmpty = match.range.isEmpty
        offset = max(offset, match.range.upperBound)
      }
      return found
    }
  }

  /// Reads the name table: entries of equal size, each a big-endian group number and a NUL-terminated name.
  private static func names(of code: OpaquePointer) -> [String: Int] {
    var count: UInt32 = 0
    var size: UInt32 = 0
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    guard let table, size > 2 else { return [:] }
    var names: [String: Int] = [:]
    for index in 0..<Int(count) {
      let entry = UnsafeBufferPointer(start: table + index * Int(size), count: Int(size))
      let name = String(decoding: entry[2...].prefix { $0 != 0 }, as: UTF8.self)
      names[name] = Int(entry[0]) << 8 | Int(entry[1])
    }
    return names
  }
}
