/// What reads more than was asked for, or leaves out the rest of the statement that a value is put into.
enum SQLAddition {
  /// - Parameter bytes: a folded text with one space for white space and comments.
  static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    [ending(of: bytes), rows(in: bytes)].compactMap(\.self) + queries.compactMap { query(Array($0.utf8), in: bytes) }
  }

  // MARK: Comments

  /// The comment that a value ends with, `--` or `#`, where a quotation was ended before it: `x' OR true --`, `x'; SHUTDOWN --`.
  private static func ending(of bytes: [UInt8]) -> Range<Int>? {
    var start = bytes.count
    while start > 0, " +-".utf8.contains(bytes[start - 1]) { start -= 1 }
    if start > 1, bytes[start - 1] == UInt8(ascii: "#"), !ByteClass.isAlphanumeric(bytes[start - 2]) {
      start -= 1
    } else if !ByteSearch.contains(Array("--".utf8), in: bytes[start...]) {
      return nil
    }
    let isEnded = [UInt8(ascii: "'"), UInt8(ascii: "\"")].contains { !isPaired($0, in: bytes[..<start]) }
    return isEnded ? start..<bytes.count : nil
  }

  /// Whether a sign of quotation comes in pairs. Those within a word, as in `O'Brien`, are none.
  private static func isPaired(_ sign: UInt8, in text: ArraySlice<UInt8>) -> Bool {
    func isWithin(_ place: Int) -> Bool {
      place > 0 && place + 1 < text.endIndex && ByteClass.isAlphanumeric(text[place - 1])
        && ByteClass.isAlphanumeric(text[place + 1])
    }
    return text.indices.count { text[$0] == sign && !isWithin($0) }.isMultiple(of: 2)
  }

  // MARK: Queries

  /// What adds the rows of another query to those that were asked for, or compares with them.
  private static let queries = [
    "union select ", "union all select ", "union distinct select ", "except select ", "except all select ",
    "intersect select ", "intersect all select ",
  ]

  /// One that has the form of a query: `Union select committee` and `all days except select holidays` have none.
  private static func query(_ words: [UInt8], in bytes: [UInt8]) -> Range<Int>? {
    guard let start = ByteSearch.first(words, in: bytes) else { return nil }
    let end = start + words.count
    // Nothing is united with what nothing stands before.
    let isUnion = words.starts(with: "union".utf8) && bytes[..<start].contains { $0 != 0x20 }
    return isUnion || isQuery(bytes[end...]) ? start..<end : nil
  }

  /// `1 UNION TABLE users`, `x' UNION ALL VALUES (1)`: rows without a query. After words it is a union of something else.
  private static func rows(in bytes: [UInt8]) -> Range<Int>? {
    for start in bytes.indices where bytes.holds("union", at: start) {
      guard let last = bytes[..<start].last(where: { $0 != 0x20 }),
        ByteClass.isDigit(last) || "'\"`)".utf8.contains(last)
      else { continue }
      func isBetween(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x28 }
      var place = bytes.end(from: start + 5, while: isBetween)
      if bytes.holds("all ", at: place) || bytes.holds("all(", at: place) {
        place = bytes.end(from: place + 3, while: isBetween)
      } else if bytes.holds("distinct ", at: place) || bytes.holds("distinct(", at: place) {
        place = bytes.end(from: place + 8, while: isBetween)
      }
      if bytes.holds("table ", at: place) { return start..<place + 5 }
      let row = bytes.end(from: place + 6) { $0 == 0x20 }
      if bytes.holds("values", at: place), bytes.holds("(", at: row) || bytes.holds("row", at: row) {
        return start..<place + 6
      }
    }
    return nil
  }

  private static func isQuery(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.contains { ByteClass.isDigit($0) || ",(*@'\"#=;".utf8.contains($0) }
      || ByteSearch.contains(Array("--".utf8), in: rest)
      || rest.split(separator: 0x20).contains { $0.elementsEqual("from".utf8) || $0.elementsEqual("null".utf8) }
  }
}
