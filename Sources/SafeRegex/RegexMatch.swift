/// Where a pattern matched and what its groups caught.
public struct RegexMatch: Hashable, Sendable {
  /// The whole match, in UTF-8 bytes of the text.
  public let range: Range<Int>
  /// The groups by number, in UTF-8 bytes; number 0 is the whole match, and nil took no part in it.
  public let groups: [Range<Int>?]
  /// The numbers of the named groups.
  public let names: [String: Int]

  /// What a group caught, or nil when there is no such group, when it took no part, or when `text` is not the text
  /// that was searched.
  public func text(of group: Int, in text: String) -> String? {
    guard groups.indices.contains(group), let range = groups[group] else { return nil }
    let utf8 = text.utf8
    guard let lower = utf8.index(utf8.startIndex, offsetBy: range.lowerBound, limitedBy: utf8.endIndex),
      let upper = utf8.index(lower, offsetBy: range.count, limitedBy: utf8.endIndex)
    else { return nil }
    return String(utf8[lower..<upper])
  }

  /// What a named group caught, or nil as for a number.
  public func text(of name: String, in text: String) -> String? {
    names[name].flatMap { self.text(of: $0, in: text) }
  }

  /// Where a named group matched.
  public func range(of name: String) -> Range<Int>? {
    names[name].flatMap { groups.indices.contains($0) ? groups[$0] : nil }
  }
}
