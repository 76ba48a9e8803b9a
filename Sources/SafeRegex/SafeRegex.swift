import CPCRE2
import Synchronization

/// A compiled regular expression that gives up instead of running away.
///
/// PCRE2 with its just-in-time compiler does the work. A pattern of ECMA-262 is read by that grammar, and what PCRE2 sees
/// otherwise or cannot run is matched by the letter of ECMA-262. Matching is bounded by steps and by memory, and reaching a bound
/// throws `RegexLimit`: a pattern that is too expensive is never mistaken for one that does not match, nor for one that is none.
/// Offsets are UTF-8 bytes throughout. One value may be used by many threads at once.
public final class SafeRegex: Sendable {
  /// Which language a pattern is written in.
  public enum Dialect: Hashable, Sendable {
    /// Perl-compatible, as `pcre2pattern(3)` describes it, on code points. `\w`, `\d` and `\s` are ASCII unless the
    /// pattern says `(*UCP)`.
    case pcre
    /// ECMA-262 with the `u` flag, in the 11th edition, which JSON Schema asks for (2020-12 core, section 6.4). Whether a text
    /// is such a pattern does not depend on what can be run. Takes no `Options.caseInsensitive`, the flag `i`.
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
    /// Longest pattern for PCRE2 in UTF-8 bytes.
    public var patternBytes: Int
    /// Backtracking steps from one start position, as `pcre2_set_match_limit` counts them.
    public var steps: UInt32
    /// Backtracking memory of PCRE2 in KiB, for the interpreter's heap and for the stack of compiled code alike. What runs without
    /// PCRE2 may take eight times as much.
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

  private let engine: Engine
  /// Nil for a pattern of PCRE2's own.
  private let tree: ECMAScriptTree?
  /// What finds captures where `engine` finds other ones than ECMA-262, made when somebody asks for them.
  private let exact = AtomicLazyReference<MatchProgram>()

  /// Compiles `pattern`.
  /// - Throws: `RegexError` with the byte offset in `pattern` where it stops making sense.
  public init(
    _ pattern: String, dialect: Dialect = .pcre, options: Options = [], limits: Limits = .default
  ) throws(RegexError) {
    self.pattern = pattern
    self.dialect = dialect
    self.options = options
    self.limits = limits
    switch dialect {
    case .pcre:
      tree = nil
      let code = try Self.compile(pattern, options, limits)
      engine = .pcre2(code)
      (groupCount, groupNames) = (code.captureCount, code.captureNames)
    case .ecma262:
      guard !options.contains(.caseInsensitive) else {
        throw RegexError(message: "the flag i is not supported in ECMA-262 patterns", offset: 0)
      }
      let tree = try ECMAScriptParser.parse(pattern, options: options)
      self.tree = tree
      engine = Self.engine(for: tree, pattern, limits)
      groupCount = Int(tree.captureCount)
      groupNames = Dictionary(
        tree.captureNames.map { (String(String.UnicodeScalarView($0.key)), $0.value) }, uniquingKeysWith: { a, _ in a })
    }
  }

  private static func compile(
    _ pattern: String, _ options: Options, _ limits: Limits
  ) throws(RegexError) -> CompiledPattern {
    guard pattern.utf8.count <= limits.patternBytes else {
      throw RegexError(message: "pattern is longer than \(limits.patternBytes) bytes", offset: limits.patternBytes)
    }
    var flags = PCRE2Code.flags
    if options.contains(.caseInsensitive) { flags |= UInt32(PCRE2_CASELESS) }
    if options.contains(.dotMatchesNewline) { flags |= UInt32(PCRE2_DOTALL) }
    if options.contains(.multiline) { flags |= UInt32(PCRE2_MULTILINE) }
    do throws(PCRE2Refusal) {
      return try CompiledPattern(Array(pattern.utf8), flags: flags, limits: limits)
    } catch {
      throw RegexError(message: error.message, offset: error.offset)
    }
  }

  /// Whether `text` is a pattern of ECMA-262 as `Dialect.ecma262` reads it. Linear in the text, and nothing is compiled.
  public static func isECMAScript(_ text: String) -> Bool {
    do throws(RegexError) {
      _ = try ECMAScriptParser.parse(text, options: [])
      return true
    } catch {
      return false
    }
  }

  /// Whether no text at all can match, such as `a^`, `$a` or an empty class. False where that is not seen: of a pattern of PCRE2's own
  /// only what ECMA-262 writes and means alike is looked at.
  public var isImpossible: Bool {
    treeOfMeaning?.promise(endsBeforeLineFeed: dialect == .pcre) == .nothing
  }

  /// Whether every text matches, such as of `.*`. False where that is not seen, as above.
  public var matchesEverything: Bool {
    treeOfMeaning?.promise(endsBeforeLineFeed: dialect == .pcre) == .everything
  }

  /// The pattern as a tree; nil for one of PCRE2's own that ECMA-262 does not write or means otherwise.
  private var treeOfMeaning: ECMAScriptTree? {
    if let tree { return tree }
    // A bracket that follows an opening one closes nothing in PCRE2.
    guard !pattern.contains("[]"), !pattern.contains("[^]") else { return nil }
    return try? ECMAScriptParser.parse(pattern, options: options)
  }

  // MARK: Searching

  /// Whether the pattern occurs in `text`.
  public func isMatch(_ text: String) throws(RegexLimit) -> Bool {
    var work = 0
    return try isMatch(text, work: &work)
  }

  /// The same, adding to `work` what it took: bytes gone over and items tried, as far as that was worth counting.
  ///
  /// Who searches many texts for one purpose keeps the sum within bounds of its own.
  public func isMatch(_ text: String, work: inout Int) throws(RegexLimit) -> Bool {
    try isMatch(text, with: engine, work: &work)
  }

  /// The first match that starts at `byteOffset` or later; text before it is still seen by look-behind and `\b`.
  ///
  /// An offset inside a scalar moves to the next one, and one past the end finds nothing.
  public func firstMatch(in text: String, from byteOffset: Int = 0) throws(RegexLimit) -> RegexMatch? {
    let engine = capturingEngine
    return try text.searched { utf8 throws(RegexLimit) in
      switch engine {
      case .pcre2(let code):
        var search = try PCRE2Search(self, code, capturing: true, bytes: utf8.count)
        return try search.find(in: utf8, from: byteOffset, notEmptyAtStart: false)
      case .backtracking(let program):
        var search = Matcher(self, program, bytes: utf8.count)
        return try search.find(in: utf8, from: byteOffset, notEmptyAtStart: false)
      case .none(let number): throw RegexLimit(reason: .other(number), pattern: pattern)
      }
    }
  }

  /// The matches in order, none overlapping another, at most `limit`. All of them together share the bounds of one search.
  public func matches(in text: String, limit: Int = .max) throws(RegexLimit) -> [RegexMatch] {
    let engine = capturingEngine
    return try text.searched { utf8 throws(RegexLimit) in
      switch engine {
      case .pcre2(let code):
        var search = try PCRE2Search(self, code, capturing: true, bytes: utf8.count)
        return try search.findAll(in: utf8, limit: limit)
      case .backtracking(let program):
        var search = Matcher(self, program, bytes: utf8.count)
        return try search.findAll(in: utf8, limit: limit)
      case .none(let number): throw RegexLimit(reason: .other(number), pattern: pattern)
      }
    }
  }

  // MARK: Engines

  /// What runs a pattern.
  private enum Engine {
    case pcre2(CompiledPattern)
    case backtracking(MatchProgram)
    /// Nothing: PCRE2 does not know a property that the pattern asks for, and says so by this number.
    case none(Int32)

    init(following tree: ECMAScriptTree) {
      do throws(PCRE2Refusal) { self = .backtracking(try MatchProgram(tree)) } catch { self = .none(error.number) }
    }
  }

  /// PCRE2 where it gives the answer of ECMA-262 to whether there is a match, and what follows that to the letter where it does
  /// not or refuses.
  private static func engine(for tree: ECMAScriptTree, _ pattern: String, _ limits: Limits) -> Engine {
    guard tree.agreesOnMatches, let code = pcre2Code(for: tree, pattern, limits) else { return Engine(following: tree) }
    return .pcre2(code)
  }

  private static func pcre2Code(for tree: ECMAScriptTree, _ pattern: String, _ limits: Limits) -> CompiledPattern? {
    let advice = tree.advice()
    guard pattern.utf8.count <= limits.patternBytes, advice.looksBehindByFixedLengths else { return nil }
    var flags = PCRE2Code.ecmaScriptFlags
    if !advice.startsAsItSeems { flags |= UInt32(PCRE2_NO_START_OPTIMIZE) }
    return try? CompiledPattern(PCRE2Text.bytes(of: tree), flags: flags, limits: limits)
  }

  private var capturingEngine: Engine {
    guard let tree, !tree.agreesOnCaptures, case .pcre2 = engine else { return engine }
    if let program = exact.load() { return .backtracking(program) }
    let engine = Engine(following: tree)
    guard case .backtracking(let program) = engine else { return engine }
    return .backtracking(exact.storeIfNil(program))
  }

  private func isMatch(_ text: String, with engine: Engine, work: inout Int) throws(RegexLimit) -> Bool {
    var spent = 0
    defer { work += spent }
    return try text.searched { utf8 throws(RegexLimit) in
      switch engine {
      case .pcre2(let code):
        var search = try PCRE2Search(self, code, capturing: false, bytes: utf8.count)
        defer { spent = search.work }
        return try search.find(in: utf8, from: 0, notEmptyAtStart: false) != nil
      case .backtracking(let program):
        var search = Matcher(self, program, bytes: utf8.count)
        defer { spent = search.work }
        return try search.find(in: utf8, from: 0, notEmptyAtStart: false) != nil
      case .none(let number): throw RegexLimit(reason: .other(number), pattern: pattern)
      }
    }
  }

  // MARK: For tests

  /// Whether PCRE2 gives the answer of the dialect to `isMatch`, should it take the pattern.
  package var agreesWithPCRE2: Bool { tree?.agreesOnMatches ?? true }

  /// Whether a pattern of ECMA-262 occurs in `text`, by PCRE2 or without it whichever is the right one; nil where PCRE2 refuses.
  package func isMatch(_ text: String, byPCRE2: Bool) throws(RegexLimit) -> Bool? {
    guard let tree else { return nil }
    let engine =
      byPCRE2 ? Self.pcre2Code(for: tree, pattern, limits).map { Engine.pcre2($0) } : Engine(following: tree)
    var work = 0
    return try engine.map { engine throws(RegexLimit) in try isMatch(text, with: engine, work: &work) }
  }
}
