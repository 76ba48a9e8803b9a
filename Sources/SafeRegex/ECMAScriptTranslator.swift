/// Rewrites an ECMA-262 pattern (ECMA-262, section 22.2.1, with the `u` flag) for PCRE2.
///
/// The two agree on most of the syntax. What differs: `.` and `$` and their line ends, `\s`, `\u` and `\c` escapes, long
/// property names, `[[`, and all the Perl escapes and groups that ECMA-262 does not have and that must be errors.
struct ECMAScriptTranslator {
  static let lineEnds = "\\n\\r\\x{2028}\\x{2029}"

  let input: [UInt8]
  let options: SafeRegex.Options
  var position = 0
  var output = TranslatedPattern()
  /// Whether what was just read can take a quantifier.
  private var repeatable = false

  static func translate(_ pattern: String, options: SafeRegex.Options) throws(RegexError) -> TranslatedPattern {
    var translator = ECMAScriptTranslator(pattern, options)
    while translator.position < translator.input.count { try translator.translateTerm() }
    translator.output.mark(translator.position)
    return translator.output
  }

  private init(_ pattern: String, _ options: SafeRegex.Options) {
    input = Array(pattern.utf8)
    self.options = options
  }

  private mutating func translateTerm() throws(RegexError) {
    output.mark(position)
    let byte = input[position]
    switch byte {
    case UInt8(ascii: "\\"): try translateEscape()
    case UInt8(ascii: "["):
      try translateClass()
      repeatable = true
    case UInt8(ascii: "("): try translateGroupStart()
    case UInt8(ascii: "|"):
      emit("|", consuming: 1, repeatable: false)
    case UInt8(ascii: "."):
      let any = options.contains(.dotMatchesNewline) ? "." : "[^\(Self.lineEnds)]"
      emit(any, consuming: 1, repeatable: true)
    case UInt8(ascii: "^"):
      emit(options.contains(.multiline) ? "(?<![^\(Self.lineEnds)])" : "^", consuming: 1, repeatable: false)
    case UInt8(ascii: "$"):
      emit(options.contains(.multiline) ? "(?![^\(Self.lineEnds)])" : "$", consuming: 1, repeatable: false)
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): try translateQuantifier(length: 1)
    case UInt8(ascii: "{"):
      if let length = braceQuantifierLength() {
        try translateQuantifier(length: length)
      } else {
        emit("\\{", consuming: 1, repeatable: true)
      }
    case UInt8(ascii: "]"): emit("\\]", consuming: 1, repeatable: true)
    case UInt8(ascii: "}"): emit("\\}", consuming: 1, repeatable: true)
    default:
      output.append(input[position..<position + 1])
      position += 1
      repeatable = true
    }
  }

  private mutating func emit(_ text: String, consuming count: Int, repeatable: Bool) {
    output.append(text)
    position += count
    self.repeatable = repeatable
  }

  // MARK: Quantifiers and groups

  private mutating func translateQuantifier(length: Int) throws(RegexError) {
    guard repeatable else { throw failure("quantifier does not follow a repeatable item") }
    var end = position + length
    if end < input.count, input[end] == UInt8(ascii: "?") { end += 1 }
    output.append(input[position..<end])
    position = end
    repeatable = false
  }

  /// The length of `{n}`, `{n,}` or `{n,m}` at the position, or nil when the brace is a plain character.
  private func braceQuantifierLength() -> Int? {
    var index = position + 1
    let digits = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let first = input[index...].prefix(while: digits).count
    guard first > 0 else { return nil }
    index += first
    if index < input.count, input[index] == UInt8(ascii: ",") {
      index += 1
      index += input[index...].prefix(while: digits).count
    }
    guard index < input.count, input[index] == UInt8(ascii: "}") else { return nil }
    return index + 1 - position
  }

  private mutating func translateGroupStart() throws(RegexError) {
    let rest = input[position...]
    for prefix in ["(?:", "(?=", "(?!", "(?<=", "(?<!"] where rest.starts(with: prefix.utf8) {
      return emit(prefix, consuming: prefix.utf8.count, repeatable: false)
    }
    guard rest.starts(with: "(?".utf8) else { return emit("(", consuming: 1, repeatable: false) }
    guard rest.starts(with: "(?<".utf8), let close = rest.firstIndex(of: UInt8(ascii: ">")) else {
      throw failure("unknown kind of group")
    }
    output.append(rest[...close])
    position = close + 1
    repeatable = false
  }

  // MARK: Escapes outside a class

  private mutating func translateEscape() throws(RegexError) {
    let start = position
    guard start + 1 < input.count else { throw failure("\\ at end of pattern") }
    repeatable = true
    switch input[start + 1] {
    case UInt8(ascii: "b"): emit("\\b", consuming: 2, repeatable: false)
    case UInt8(ascii: "B"): emit("\\B", consuming: 2, repeatable: false)
    case UInt8(ascii: "k"):
      guard let close = input[start...].firstIndex(of: UInt8(ascii: ">")),
        start + 2 < input.count, input[start + 2] == UInt8(ascii: "<")
      else { throw failure("\\k is not followed by a group name in angle brackets") }
      output.append(input[start...close])
      position = close + 1
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      let digits = input[(start + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      // Braces keep a digit that follows from joining the group number.
      output.append("\\g{" + String(decoding: digits, as: UTF8.self) + "}")
      position = digits.endIndex
    default:
      switch try readEscape(inClass: false) {
      case .codePoint(let value) where (0xD800...0xDFFF).contains(value):
        // Text that is valid Unicode holds no lone surrogate.
        output.append("(?!)")
      case .codePoint(let value): output.append(codePoint: value)
      case .space(let negated): output.append((negated ? "[^" : "[") + Self.spaces + "]")
      case .class(let text): output.append(text)
      }
    }
  }

  func failure(_ message: String, at offset: Int? = nil) -> RegexError {
    RegexError(message: message, offset: offset ?? position)
  }
}
