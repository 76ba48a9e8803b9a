import EvalGateCore
import StrictJSON

/// What a plain scalar is by the core schema of YAML 1.2.2 (section 10.3.2): `yes`, `no`, `on` and `off` are text.
enum YAMLScalar {
  case content(Node.Content)
  /// A number that JSON cannot say, with what it is.
  case unsayable(String)

  init(plain text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .content(.null)
    case "true", "True", "TRUE": self = .content(.bool(true))
    case "false", "False", "FALSE": self = .content(.bool(false))
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF": self = .unsayable("infinity")
    case ".nan", ".NaN", ".NAN": self = .unsayable("not-a-number")
    default: self = Self.number(text) ?? .content(.string(text))
    }
  }

  /// Reads an integer (decimal, `0o17`, `0x1F`) or a float; nil for text.
  private static func number(_ text: String) -> YAMLScalar? {
    guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first), text.utf8.count <= 4096 else { return nil }
    for (prefix, radix) in [("0o", 8), ("0x", 16)] where text.hasPrefix(prefix) {
      let digits = text.dropFirst(2)
      guard !digits.isEmpty, digits.utf8.allSatisfy({ isDigit($0, radix) }) else { return nil }
      guard let value = Int(digits, radix: radix) else { return .unsayable("larger than 64 bits") }
      return .content(.number(JSONNumber(value)))
    }
    return decimal(text).flatMap { JSONNumber(text: $0) }.map { .content(.number($0)) }
  }

  /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?` rewritten in JSON's grammar, or nil.
  private static func decimal(_ text: String) -> String? {
    var rest = Substring(text)
    let isNegative = rest.hasPrefix("-")
    if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
    let whole = rest.prefix { $0.isASCII && $0.isWholeNumber }
    rest = rest.dropFirst(whole.count)
    var fraction = Substring()
    if rest.first == "." {
      rest.removeFirst()
      fraction = rest.prefix { $0.isASCII && $0.isWholeNumber }
      rest = rest.dropFirst(fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    var exponent = ""
    if let mark = rest.first, mark == "e" || mark == "E" {
      let digits = rest.dropFirst().drop { $0 == "+" || $0 == "-" }
      guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isWholeNumber }), rest.count - digits.count <= 2
      else {
        return nil
      }
      exponent = String(rest)
      rest = Substring()
    }
    guard rest.isEmpty else { return nil }
    let significant = whole.drop { $0 == "0" }
    return (isNegative ? "-" : "") + (significant.isEmpty ? "0" : String(significant))
      + (fraction.isEmpty ? "" : "." + fraction) + exponent
  }

  private static func isDigit(_ byte: UInt8, _ radix: Int) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "7"): true
    case UInt8(ascii: "8"), UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      radix == 16
    default: false
    }
  }
}
