import StrictJSON

/// Overwrites credentials in bytes that are about to be kept.
///
/// Providers never hand a credential on, but a server's error message or a program's answer may quote one.
public struct SecretMask: Sendable {
  /// As they stand within a JSON string.
  private let patterns: [[UInt8]]
  /// As they are.
  private let plain: [[UInt8]]

  /// Nothing is secret.
  public static let none = SecretMask([])

  /// - Parameter secrets: values of the variables that the configuration names. Short ones and plain numbers are left alone:
  ///   they would be found by chance and keep nothing secret.
  public init(_ secrets: [String]) {
    let found = secrets.filter { $0.utf8.count >= 12 && $0.utf8.contains { !Self.isNumeric($0) } }
    plain = found.map { Array($0.utf8) }
    patterns = found.map { secret in
      var writer = JSONWriter()
      writer.string(secret)
      return Array(writer.bytes.dropFirst().dropLast())
    }
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
  }

  /// The line with every secret in it replaced by as many asterisks; the line itself where there is none.
  public func masked(_ line: [UInt8]) -> [UInt8] { Self.masked(line, patterns) }

  /// A text that is not within JSON, before anything in it is escaped.
  public func masked(_ text: String) -> String {
    guard !plain.isEmpty else { return text }
    return String(decoding: Self.masked(Array(text.utf8), plain), as: UTF8.self)
  }

  /// Whether there is anything to look for.
  public var isEmpty: Bool { plain.isEmpty }

  private static func masked(_ line: [UInt8], _ patterns: [[UInt8]]) -> [UInt8] {
    var line = line
    for pattern in patterns {
      while let start = line.firstOffset(of: pattern) {
        for place in start..<start + pattern.count { line[place] = UInt8(ascii: "*") }
      }
    }
    return line
  }
}
