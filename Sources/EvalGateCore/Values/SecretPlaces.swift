/// Where a secret stands in a text that somebody else wrote: whole, and what a cut has left of it.
///
/// Whoever quotes a text cuts it, and a server breaks off where it likes; so a secret's beginning directly before such an end is taken
/// for the secret as well. A word that ends there and begins alike is no loss.
package struct SecretPlaces: Sendable {
  private let secret: [UInt8]

  /// How much of a beginning is looked for before a cut, and before a quotation's end, which may be a word's own.
  private static let shortest = (atCut: 4, atQuote: 8)

  private static let ellipsis = Array("…".utf8)
  private static let quote = UInt8(ascii: "`")

  package init(_ secret: [UInt8]) { self.secret = secret }

  package init(_ secret: String) { self.init(Array(secret.utf8)) }

  /// The text with another in the place of each.
  package func replaced(in text: String, by mark: String) -> String {
    let bytes = Array(text.utf8)
    let places = ranges(in: bytes)
    guard !places.isEmpty else { return text }
    var shown: [UInt8] = []
    var rest = 0
    for place in places {
      shown += bytes[rest..<place.lowerBound] + mark.utf8
      rest = place.upperBound
    }
    return String(decoding: shown + bytes[rest...], as: UTF8.self)
  }

  /// In order; none overlaps another.
  package func ranges(in text: [UInt8]) -> [Range<Int>] {
    guard let first = secret.first else { return [] }
    var places: [Range<Int>] = []
    var start = 0
    while let found = text[start...].firstIndex(of: first) {
      let length = text[found...].commonPrefix(with: secret)
      let isHidden = length == secret.count || isCut(text, at: found + length, having: length)
      if isHidden { places.append(found..<found + length) }
      start = isHidden ? found + length : found + 1
    }
    return places
  }

  private func isCut(_ text: [UInt8], at end: Int, having length: Int) -> Bool {
    guard length >= Self.shortest.atCut else { return false }
    let rest = text[end...]
    guard rest.first == Self.quote else { return rest.isEmpty || rest.starts(with: Self.ellipsis) }
    return length >= Self.shortest.atQuote || rest.dropFirst().starts(with: Self.ellipsis)
  }
}

extension ArraySlice<UInt8> {
  fileprivate func commonPrefix(with other: [UInt8]) -> Int {
    zip(self, other).prefix { $0 == $1 }.count
  }
}
