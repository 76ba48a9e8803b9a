/// What looks like somebody's secret, whoever's it is, kept out of every text that is made to be shown.
///
/// Sees more than the detector that blocks: beside every form that `SecretScanner` knows, whatever goes on like a key after a prefix
/// that an issuer gave to keys alone, and keys of which only the beginning is left because a text was cut. A word too many that is
/// masked costs little; half a key that is shown is a key half lost.
public enum SecretTraces {
  /// The text with each of them replaced by its kind, its ends and its length; the text itself where there is none.
  public static func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let found = ranges(in: bytes)
    return found.isEmpty ? text : Masked.text(bytes, found.map { ($0, "secret", nil) })
  }

  /// Where they stand: in order of place, without overlaps.
  public static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    guard mayHold(bytes) || PlainForm(of: bytes).map({ mayHold($0.bytes) }) ?? false else { return [] }
    let matches = SecretScanner.matches(in: bytes).lazy.filter { $0.confidence > .weak }.map(\.range)
    return (Array(matches) + prefixed(in: bytes)).joinedWhereTheyTouch
  }

  private static func mayHold(_ bytes: [UInt8]) -> Bool { SecretScanner.mayHold(bytes, anything) }

  /// What either look begins with, so that a text in which there is nothing is passed over once.
  private static let anything = SecretMarks(
    prefixes: prefixes + TokenForms.shipped.all.map(\.prefix) + StructuredSecrets.prefixes, shortest: 8, joins: true)

  // MARK: By their beginning

  /// Of keys, in all lengths down to a few signs after the prefix.
  private static let beginnings = SecretMarks(prefixes: prefixes, shortest: 8, joins: true)

  /// Those of the known prefixes that nothing but a key begins with.
  private static let prefixes: [[UInt8]] = {
    let ordinary: Set = [
      "00", "4b1d", "A3-", "API-", "SK", "YC", "fw_", "key-", "live_", "live_pub_", "oy2", "pa-", "pat", "pat.", "pk.",
      "pubkey-", "s.", "sat.", "secret_", "sha256~", "sk.", "sl.", "t1.", "test_", "test_pub_", "v1.0-",
      "discord.com/api/webhooks/",
    ]
    let known = TokenForms.shipped.all.map(\.prefix).filter { !ordinary.contains(String(decoding: $0, as: UTF8.self)) }
    // The longest first, so that what follows it is not taken for a part of the prefix.
    return Set(known + [Array("sk-".utf8)]).sorted { left, right in
      left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count > right.count
    }
  }()

  private static let byFirstByte: [[[UInt8]]] = {
    var byFirstByte = [[[UInt8]]](repeating: [], count: 256)
    for prefix in prefixes { byFirstByte[Int(prefix[0])].append(prefix) }
    return byFirstByte
  }()

  private static func prefixed(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var place = 0
    let structured = StructuredSecrets(bytes)
    while let next = bytes.withUnsafeBufferPointer({ beginnings.next(in: $0, from: place) }) {
      place = next + 1
      if let key = structured.privateKey(at: next, least: 1) {
        found.append(key.range)
        place = key.range.upperBound
      } else if !bytes.at(next - 1).isAlphanumeric, let range = key(in: bytes, at: next) ?? webToken(bytes, next) {
        found.append(range)
        place = range.upperBound
      }
    }
    return found
  }

  /// A prefix and what goes on after it, unless that is made of words.
  private static func key(in bytes: [UInt8], at start: Int) -> Range<Int>? {
    for prefix in byFirstByte[Int(bytes[start])] where bytes[start...].starts(with: prefix) {
      let first = start + prefix.count
      let end = end(of: bytes, from: first)
      let least = isCut(bytes, at: end) ? 4 : 12
      guard end - first >= least, !isWords(bytes[first..<end]) else { return nil }
      return start..<end
    }
    return nil
  }

  /// A header of a signed token with at least the beginning of its payload.
  private static func webToken(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard bytes.has("eyJ", at: start) else { return nil }
    let end = end(of: bytes, from: start)
    guard let dot = bytes[start..<end].firstIndex(of: UInt8(ascii: ".")), dot - start >= 12, end - dot >= 8 else {
      return nil
    }
    return start..<end
  }

  private static func end(of bytes: [UInt8], from start: Int) -> Int {
    var end = start
    while end < bytes.count, end - start < 4_096, TokenForm.Alphabet.parts.contains(bytes[end]) { end += 1 }
    // Signs that end a sentence, or tell that something was left out.
    while end > start, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    return end
  }

  /// Whether the text ends at a place or something is left out of it there, perhaps with a quote before the dots.
  private static func isCut(_ bytes: [UInt8], at end: Int) -> Bool {
    guard end < bytes.count else { return true }
    let dots = "`\"'".utf8.contains(bytes[end]) ? end + 1 : end
    return bytes.has("…", at: dots) || bytes.has("...", at: dots)
  }

  /// Words and small numbers with signs between them, as names of packages and variables are: `learn-0-24-intro`.
  private static func isWords(_ body: ArraySlice<UInt8>) -> Bool {
    body.split(whereSeparator: { !$0.isAlphanumeric }).allSatisfy { part in
      part.count <= 3 || part.count <= 4 && part.allSatisfy(\.isDigit)
        || part.count <= 20 && (part.dropFirst().allSatisfy(\.isLower) && part.first?.isLetter == true)
    }
  }
}

extension [Range<Int>] {
  /// In order, with those that overlap made one.
  fileprivate var joinedWhereTheyTouch: [Range<Int>] {
    var joined: [Range<Int>] = []
    for range in sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound < last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}
