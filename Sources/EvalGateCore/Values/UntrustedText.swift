/// Text from a model, a user's file or a server, which no sink may print before it has made it safe for itself.
///
/// There is deliberately no `description`: interpolating one into a report does not show its content.
public struct UntrustedText: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The text as it came. Only a sink's escaping function and a pure check should ask for it.
  public let unsafeText: String

  public init(_ text: String) { unsafeText = text }
  public init(stringLiteral value: String) { unsafeText = value }

  public var description: String { "(untrusted text of \(unsafeText.utf8.count) bytes)" }
  public var isEmpty: Bool { unsafeText.isEmpty }

  /// At most `limit` Unicode scalars, with an ellipsis when something was left out.
  public func excerpt(_ limit: Int) -> UntrustedText {
    guard unsafeText.unicodeScalars.count > limit else { return self }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: unsafeText.unicodeScalars.prefix(limit))
    return UntrustedText(String(view) + "…")
  }

  /// The last of it, at most `limit` Unicode scalars, with an ellipsis when something was left out, from the beginning of a word: a
  /// key that was cut at its front is still a key, and nobody could tell any more that it was to be masked. Nothing of a word that is
  /// longer.
  public func ending(_ limit: Int) -> UntrustedText {
    let scalars = unsafeText.unicodeScalars
    guard let start = scalars.index(scalars.endIndex, offsetBy: -limit, limitedBy: scalars.startIndex),
      start > scalars.startIndex
    else { return self }
    let isWhole = scalars[scalars.index(before: start)].properties.isWhitespace
    let tail = isWhole ? scalars[start...] : scalars[start...].drop { !$0.properties.isWhitespace }
    return UntrustedText("…" + String(String.UnicodeScalarView(tail)))
  }

  /// At most `limit` Unicode scalars, with an ellipsis when something was left out, and nothing at the end of which only a part is
  /// shown: no half word, and no groups of digits that may go on, as those of a card do. Of half a number nobody can tell any more that
  /// it was to be masked. What has no such place in its second half is cut like an `excerpt`.
  public func excerptOfWords(_ limit: Int) -> UntrustedText {
    let head = Array(unsafeText.unicodeScalars.prefix(limit + 1))
    guard head.count > limit else { return self }
    var kept = Self.isInWord(head[limit]) ? Self.wordStart(head, before: limit) : limit
    while true {
      let wordEnd = kept > 0 && !Self.isInWord(head[kept - 1]) ? kept - 1 : kept
      let start = Self.wordStart(head, before: wordEnd)
      let hasDigits = head[start..<wordEnd].contains { $0.properties.numericType != nil }
      guard hasDigits, start >= limit / 2 else { break }
      kept = start
    }
    guard kept >= limit / 2 else { return excerpt(limit) }
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: head[..<kept])
    return UntrustedText(String(shown) + "…")
  }

  /// Where the word begins that ends at a place.
  private static func wordStart(_ scalars: [Unicode.Scalar], before end: Int) -> Int {
    (scalars[..<end].lastIndex { !isInWord($0) } ?? -1) + 1
  }

  private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return "0"..."9" ~= scalar || "a"..."z" ~= scalar || "A"..."Z" ~= scalar
        || "_@.+-".unicodeScalars.contains(scalar)
    }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
