import StrictJSON

/// Overwrites credentials in bytes that are about to be kept.
///
/// Providers never hand a credential on, but a server's error message or a program's answer may quote one.
public struct SecretMask: Sendable {
  /// As they stand within a JSON string.
  private let patterns: [[UInt8]]

  /// Nothing is secret.
  public static let none = SecretMask([])

  /// - Parameter secrets: values of the variables that the configuration names. Short ones and plain numbers are left alone:
  ///   they would be found by chance and keep nothing secret.
  public init(_ secrets: [String]) {
    patterns = secrets.filter { $0.utf8.count >= 12 && $0.utf8.contains { !Self.isNumeric($0) } }.map { secret in
      var writer = JSONWriter()
      writer.string(secret)
      return Array(writer.bytes.dropFirst().dropLast())
    }
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
  }

  /// The line with every secret in it replaced by as many asterisks; the line itself where there is none.
  public func masked(_ line: [UInt8]) -> [UInt8] {
    var line = line
    for pattern in patterns {
      while let start = line.firstOffset(of: pattern) {
        for place in start..<start + pattern.count { line[place] = UInt8(ascii: "*") }
      }
    }
    return line
  }
}
