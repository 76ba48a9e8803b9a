import EvalGateCore
import StrictJSON
import Synchronization

/// Overwrites credentials in bytes that are about to be kept.
///
/// Providers never hand a credential on, but a server's error message or a program's answer may quote one.
public struct SecretMask: Sendable {
  private struct Known: Sendable {
    var secrets: Set<String> = []
    /// As they stand within a JSON string.
    var patterns: [[UInt8]] = []
    /// As they are.
    var plain: [[UInt8]] = []

    mutating func add(_ secret: String) {
      guard secrets.insert(secret).inserted else { return }
      // The arguments of a tool call are JSON within a text, so there what needs an escape has one already.
      let escaped = Self.escaped(secret)
      plain += Set([secret, escaped]).map { Array($0.utf8) }
      patterns += Set([escaped, Self.escaped(escaped)]).map { Array($0.utf8) }
      // The longest first, so that one within another leaves nothing behind.
      plain.sort { $0.count > $1.count }
      patterns.sort { $0.count > $1.count }
    }

    private static func escaped(_ text: String) -> String {
      var writer = JSONWriter()
      writer.string(text)
      return String(decoding: writer.bytes.dropFirst().dropLast(), as: UTF8.self)
    }
  }

  /// Shared by all copies: what one place learns every place hides.
  private final class Book: Sendable {
    let known = Mutex(Known())
  }

  private let book = Book()

  /// Nothing is secret.
  public static var none: SecretMask { SecretMask([]) }

  /// - Parameter secrets: values of the variables that the configuration names. Short ones and plain numbers are left alone:
  ///   they would be found by chance and keep nothing secret.
  public init(_ secrets: [String]) {
    for secret in secrets { add(secret, shortest: 12) }
  }

  /// Hides a credential from now on, in every copy of this mask.
  ///
  /// - Parameter secret: what opened a door, rather than what a variable's name says of it; so a shorter one is hidden too.
  public func learn(_ secret: String) { add(secret, shortest: 8) }

  private func add(_ secret: String, shortest: Int) {
    guard secret.utf8.count >= shortest, secret.utf8.contains(where: { !Self.isNumeric($0) }) else { return }
    book.known.withLock { $0.add(secret) }
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
  }

  /// The line with every secret in it replaced by as many asterisks; the line itself where there is none.
  public func masked(_ line: [UInt8]) -> [UInt8] { Self.masked(line, book.known.withLock { $0.patterns }) }

  /// A text that is not within JSON, before anything in it is escaped.
  public func masked(_ text: String) -> String {
    let plain = book.known.withLock { $0.plain }
    guard !plain.isEmpty else { return text }
    return String(decoding: Self.masked(Array(text.utf8), plain), as: UTF8.self)
  }

  /// A message that quotes somebody and may have been cut on the way: what is left of a secret there is hidden as well.
  public func maskedQuote(_ text: String) -> String {
    let plain = book.known.withLock { $0.plain }
    var bytes = Array(text.utf8)
    for pattern in plain {
      for place in SecretPlaces(pattern).ranges(in: bytes) {
        for index in place { bytes[index] = UInt8(ascii: "*") }
      }
    }
    return plain.isEmpty ? text : String(decoding: bytes, as: UTF8.self)
  }

  /// Whether there is anything to look for.
  public var isEmpty: Bool { book.known.withLock { $0.plain.isEmpty } }

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
