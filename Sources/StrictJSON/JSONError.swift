/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable {
  /// What is wrong.
  public let reason: Reason
  /// The byte at which it is wrong, from 0; the length of the text where something is missing at its end.
  public let offset: Int
  /// The line of `offset`, from 1. Lines end with LF, CR LF or CR.
  public let line: Int
  /// The column of `offset`, from 1, in Unicode scalars.
  public let column: Int
  /// A second byte that belongs to it: the first of two equal keys, where what was cut off began, or where the JSON
  /// begins that stands in a fence or after prose.
  public let otherOffset: Int?
  /// Where the Markdown code fence begins that stands around the text: a second flaw, which the reason does not name.
  public let fenceOffset: Int?
  /// Where words begin that stand before the text, where that has a flaw of its own: another flaw, which the reason does not name.
  public let proseOffset: Int?
}

extension JSONError {
  /// The closed vocabulary of what can be wrong with a JSON text. The raw value stands in machine-readable reports.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// Nothing, or nothing but white space.
    case empty
    /// The text ends within a value, as an answer does that was cut off by a length limit.
    case truncated
    /// Something follows the value that is no prose: another value, a stray bracket.
    case trailingText = "trailing_text"
    /// Valid JSON, but within a Markdown code fence.
    case markdownFence = "markdown_fence"
    /// Words stand before valid JSON.
    case proseBefore = "prose_before"
    /// Words stand after valid JSON.
    case proseAfter = "prose_after"
    /// A comma before a closing bracket.
    case trailingComma = "trailing_comma"
    /// A comment, which JSON does not have.
    case comment
    /// A string or key in single quotes.
    case singleQuotes = "single_quotes"
    /// A key without quotes.
    case unquotedKey = "unquoted_key"
    /// A key that the object has already.
    case duplicateKey = "duplicate_key"
    /// `NaN`, `Infinity` or `-Infinity`.
    case nonFiniteNumber = "non_finite_number"
    /// A byte order mark at the start (RFC 8259 section 8.1).
    case byteOrderMark = "byte_order_mark"
    /// A control character, in a string without an escape or between tokens.
    case controlCharacter = "control_character"
    /// A backslash that begins no escape of RFC 8259 section 7.
    case badEscape = "bad_escape"
    /// An escaped half of a surrogate pair without its other half.
    case loneSurrogate = "lone_surrogate"
    /// Bytes that are not UTF-8 (RFC 3629).
    case invalidUTF8 = "invalid_utf8"
    /// A number that breaks the grammar of RFC 8259 section 6: `01`, `.5`, `1.`, `+1`, `0x1F`.
    case malformedNumber = "malformed_number"
    /// A word that is none of `true`, `false` and `null`.
    case unknownWord = "unknown_word"
    /// Two values or members without a comma between them.
    case missingComma = "missing_comma"
    /// A key without a colon after it.
    case missingColon = "missing_colon"
    /// Any other character that cannot stand where it does.
    case unexpectedCharacter = "unexpected_character"
    /// Nested more deeply than `JSONLimits.depth`.
    case depthLimit = "depth_limit"
    /// Longer than `JSONLimits.bytes`.
    case sizeLimit = "size_limit"
  }

  /// The reason in words: lower case, no full stop, nothing of the text itself (which may be hostile).
  public var message: String {
    switch (fenceOffset, proseOffset) {
    case (nil, nil): reason.message
    case (.some, nil): reason.message + ", inside a Markdown code fence"
    case (nil, .some): reason.message + ", after prose"
    case (.some, .some): reason.message + ", inside a Markdown code fence after prose"
    }
  }
}

extension JSONError.Reason {
  /// The reason in words, without a place.
  public var message: String {
    switch self {
    case .empty: "empty, expected a JSON value"
    case .truncated: "cut off before the JSON value ends"
    case .trailingText: "text after the JSON value"
    case .markdownFence: "JSON inside a Markdown code fence"
    case .proseBefore: "prose before the JSON value"
    case .proseAfter: "prose after the JSON value"
    case .trailingComma: "trailing comma"
    case .comment: "comment, which JSON does not allow"
    case .singleQuotes: "single quotes, expected double quotes"
    case .unquotedKey: "key without quotes"
    case .duplicateKey: "duplicate key"
    case .nonFiniteNumber: "NaN or Infinity, which JSON cannot express"
    case .byteOrderMark: "byte order mark at the start"
    case .controlCharacter: "unescaped control character"
    case .badEscape: "invalid escape in a string"
    case .loneSurrogate: "lone surrogate in a string"
    case .invalidUTF8: "invalid UTF-8"
    case .malformedNumber: "malformed number"
    case .unknownWord: "unknown word, expected true, false or null"
    case .missingComma: "missing comma"
    case .missingColon: "missing colon after a key"
    case .unexpectedCharacter: "unexpected character"
    case .depthLimit: "nested too deeply"
    case .sizeLimit: "too long"
    }
  }
}

extension JSONError: CustomStringConvertible {
  /// Line, column and message: `3:14: trailing comma`.
  public var description: String { "\(line):\(column): \(message)" }
}

/// A reason and a place, before anybody has asked for line and column.
struct Fault: Error {
  let reason: JSONError.Reason
  let offset: Int
  let other: Int?
  /// Where a fence and where prose begins that stands around the text or before it.
  var fence: Int?
  var prose: Int?

  init(_ reason: JSONError.Reason, at offset: Int, other: Int? = nil) {
    (self.reason, self.offset, self.other) = (reason, offset, other)
  }

  /// This fault of a part of the text that begins at `base`.
  func shifted(by base: Int) -> Fault { Fault(reason, at: offset + base, other: other.map { $0 + base }) }
}

extension JSONError {
  init(_ fault: Fault, in source: Span<UInt8>) {
    let place = TextPosition(of: fault.offset, in: source)
    self.init(
      reason: fault.reason, offset: fault.offset, line: place.line, column: place.column, otherOffset: fault.other,
      fenceOffset: fault.fence, proseOffset: fault.prose)
  }
}
