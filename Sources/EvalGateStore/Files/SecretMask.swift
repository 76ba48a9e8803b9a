public import EvalGateCore
import StrictJSON
import Synchronization

/// Overwrites credentials in bytes that are about to be kept.
///
/// Providers never hand a credential on, but a server's error message or a program's answer may quote one.
public struct SecretMask: Sendable {
  private struct Pattern: Sendable {
    let bytes: [UInt8]
    /// The environment variable that holds it; nil for what was learnt.
    let variable: String?
  }

  private struct Known: Sendable {
    var secrets: Set<String> = []
    /// As they stand within a JSON string.
    var patterns: [Pattern] = []
    /// As they are.
    var plain: [Pattern] = []

    mutating func add(_ secret: String, of variable: String?) {
      guard secrets.insert(secret).inserted else { return }
      // The arguments of a tool call are JSON within a text, so there what needs an escape has one already.
      let escaped = Self.escaped(secret)
      plain += Set([secret, escaped]).map { Pattern(bytes: Array($0.utf8), variable: variable) }
      patterns += Set([escaped, Self.escaped(escaped)]).map { Pattern(bytes: Array($0.utf8), variable: variable) }
      // The longest first, so that one within another leaves nothing behind.
      plain.sort { $0.bytes.count > $1.bytes.count }
      patterns.sort { $0.bytes.count > $1.bytes.count }
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

  /// - Parameter secrets: values of the variables that the configuration names. Short ones, plain numbers and dummies are left
  ///   alone: they would be found by chance and keep nothing secret.
  public init(_ secrets: [String]) {
    for secret in secrets { add(secret, shortest: 12) }
  }

  /// - Parameter variables: values by the names of the environment variables that hold them.
  public init(of variables: [String: String]) {
    // In order, so that of two that hold the same always the same one is named.
    for (name, secret) in variables.sorted(by: { $0.key < $1.key }) { add(secret, of: name, shortest: 12) }
  }

  /// Hides a credential from now on, in every copy of this mask.
  ///
  /// - Parameter secret: what opened a door, rather than what a variable's name says of it; so a shorter one is hidden too.
  public func learn(_ secret: String) { add(secret, shortest: 8) }

  private func add(_ secret: String, of variable: String? = nil, shortest: Int) {
    guard secret.utf8.count >= shortest, secret.utf8.contains(where: { !Self.isNumeric($0) }), !DummyKey.isOne(secret)
    else { return }
    book.known.withLock { $0.add(secret, of: variable) }
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
  }

  /// The line with a mark in the place of every secret; the line itself where there is none.
  public func masked(_ line: [UInt8]) -> [UInt8] {
    Self.masked(line, book.known.withLock { $0.patterns })?.line ?? line
  }

  /// A text that is not within JSON, before anything in it is escaped.
  public func masked(_ text: String) -> String { search(text)?.text ?? text }

  /// Looks for secrets in a text that is not within JSON; nil where there are none.
  public func search(_ text: String) -> HiddenSecret? {
    let plain = book.known.withLock { $0.plain }
    guard !plain.isEmpty, let (line, first) = Self.masked(Array(text.utf8), plain) else { return nil }
    return HiddenSecret(text: String(decoding: line, as: UTF8.self), variable: first.variable)
  }

  /// A message that quotes somebody and may have been cut on the way: what is left of a secret there is hidden as well.
  public func maskedQuote(_ text: String) -> String {
    let plain = book.known.withLock { $0.plain }
    return plain.reduce(text) { SecretPlaces($1.bytes).replaced(in: $0, by: HiddenSecret.mark) }
  }

  /// Whether there is anything to look for.
  public var isEmpty: Bool { book.known.withLock { $0.plain.isEmpty } }

  /// - Returns: the line without what was found, and the first pattern that was; nil where none is in it.
  private static func masked(_ line: [UInt8], _ patterns: [Pattern]) -> (line: [UInt8], first: Pattern)? {
    var masked: (line: [UInt8], first: Pattern)?
    for pattern in patterns {
      guard let line = replaced(pattern.bytes, in: masked?.line ?? line) else { continue }
      masked = (line, masked?.first ?? pattern)
    }
    return masked
  }

  private static func replaced(_ pattern: [UInt8], in line: [UInt8]) -> [UInt8]? {
    guard var found = line.firstOffset(of: pattern) else { return nil }
    var (shown, rest): ([UInt8], Int) = ([], 0)
    while true {
      shown += line[rest..<found] + HiddenSecret.mark.utf8
      rest = found + pattern.count
      guard let next = line.firstOffset(of: pattern, in: rest..<line.count) else { return shown + line[rest...] }
      found = next
    }
  }
}
