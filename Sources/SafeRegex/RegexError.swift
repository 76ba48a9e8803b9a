import CPCRE2

/// Why a pattern is not a regular expression.
public struct RegexError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Lower case, no full stop.
  public let message: String
  /// Where in the pattern, in UTF-8 bytes.
  public let offset: Int

  /// An error made of its parts.
  public init(message: String, offset: Int) {
    self.message = message
    self.offset = offset
  }

  /// The message and the place.
  public var description: String { "\(message) at byte \(offset) of the pattern" }
}

/// A search was given up, so whether the pattern matches is not known.
public struct RegexLimit: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which bound was reached.
  public struct Reason: Hashable, Sendable {
    let code: Int32
    /// Too many backtracking steps.
    public static let steps = Reason(code: PCRE2_ERROR_MATCHLIMIT)
    /// Too much backtracking memory.
    public static let memory = Reason(code: PCRE2_ERROR_HEAPLIMIT)
    /// Anything else PCRE2 reports, by its number.
    public static func other(_ code: Int32) -> Reason { Reason(code: code) }

    init(code: Int32) { self.code = code }

    init(_ status: Int32) {
      switch status {
      case PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT: self = .steps
      case PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_JIT_STACKLIMIT, PCRE2_ERROR_NOMEMORY: self = .memory
      default: self = .other(status)
      }
    }
  }

  /// Which bound was reached.
  public let reason: Reason
  /// The pattern that was too expensive.
  public let pattern: String

  /// The reason in words, lower case and without a full stop.
  public var description: String {
    switch reason {
    case .steps: "regex too expensive: step limit reached"
    case .memory: "regex too expensive: memory limit reached"
    default: "regex gave up with PCRE2 error \(reason.code)"
    }
  }
}
