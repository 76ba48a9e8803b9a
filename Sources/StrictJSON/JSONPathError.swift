/// Why a text is no JSONPath query that can be run, and where.
public struct JSONPathError: Error, Hashable, Sendable {
  /// What is wrong.
  public let reason: Reason
  /// The byte at which it is wrong, from 0.
  public let offset: Int

  /// The closed vocabulary of what can be wrong with a query.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// The query does not begin with `$`.
    case missingRoot = "missing_root"
    /// A filter (`?`), which this implementation does not take.
    case filter
    /// Nothing selects anything where a selector should stand.
    case missingSelector = "missing_selector"
    /// A name in dot notation that needs brackets and quotes.
    case badName = "bad_name"
    /// A quoted name without its closing quote.
    case unclosedString = "unclosed_string"
    /// A bracket without its closing bracket.
    case unclosedBracket = "unclosed_bracket"
    /// A control character in a quoted name.
    case controlCharacter = "control_character"
    /// A backslash that begins no escape, or half of a surrogate pair.
    case badEscape = "bad_escape"
    /// An integer with a leading zero, `-0`, a plus sign, or none where one should be.
    case badInteger = "bad_integer"
    /// An integer beyond ±(2^53 - 1).
    case integerOutOfRange = "integer_out_of_range"
    /// White space where RFC 9535 has none.
    case misplacedSpace = "misplaced_space"
    /// Any other character that cannot stand where it does.
    case unexpectedCharacter = "unexpected_character"
    /// Longer than `JSONPath.maximumLength`.
    case tooLong = "too_long"
  }

  /// The reason in words: lower case, no full stop.
  public var message: String {
    switch reason {
    case .missingRoot: "JSONPath must begin with `$`"
    case .filter: "filters (`?`) are not supported in JSONPath here"
    case .missingSelector: "JSONPath selector missing"
    case .badName: "name needs quotes and brackets in JSONPath, as in `$['a-b']`"
    case .unclosedString: "quote not closed in JSONPath"
    case .unclosedBracket: "bracket not closed in JSONPath"
    case .controlCharacter: "unescaped control character in JSONPath"
    case .badEscape: "invalid escape in JSONPath"
    case .badInteger: "malformed integer in JSONPath"
    case .integerOutOfRange: "integer in JSONPath beyond 2^53 - 1"
    case .misplacedSpace: "misplaced white space in JSONPath"
    case .unexpectedCharacter: "unexpected character in JSONPath"
    case .tooLong: "JSONPath longer than \(JSONPath.maximumLength) bytes"
    }
  }
}
