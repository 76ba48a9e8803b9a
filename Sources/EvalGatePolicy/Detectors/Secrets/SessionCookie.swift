/// Cookies that keep a session, in a header that sends or sets them (RFC 6265, section 4): `Cookie: theme=dark; session=…`.
///
/// Elsewhere a name such as `session` says too little: programs call objects, rooms and counts so.
enum SessionCookie {
  /// How their names end.
  static let words = "session sessionid session_id session-id sessid sid"

  /// Whether a name in a text is that of such a cookie.
  ///
  /// - Parameter textName: what the whole text is called, `Cookie` where it is the value of that header.
  static func isOne(_ name: Range<Int>, in bytes: [UInt8], named textName: [UInt8]) -> Bool {
    let lowered = bytes[name].map(\.lowered)
    guard endings.contains(where: { ends(lowered, $0) }) else { return false }
    var place = name.lowerBound
    // A header of many cookies is not looked through to its beginning, or a text of them would cost the square of its length.
    let limit = max(0, place - longestBefore)
    while place > limit, !endsBefore.contains(bytes[place - 1]) { place -= 1 }
    if place == 0 { return isHeader(textName[...]) }
    let nearest = max(0, place - 12)
    while place > nearest, between.contains(bytes[place - 1]) { place -= 1 }
    return isHeader(bytes[..<place])
  }

  private static func isHeader(_ text: ArraySlice<UInt8>) -> Bool {
    text.suffix(6).map(\.lowered).elementsEqual("cookie".utf8)
  }

  /// `sid` is a name or a last word, and ends many others.
  private static func ends(_ name: [UInt8], _ ending: [UInt8]) -> Bool {
    guard name.count >= ending.count, name.suffix(ending.count).elementsEqual(ending) else { return false }
    return ending.count > 3 || name.count == ending.count || !name[name.count - ending.count - 1].isAlphanumeric
  }

  private static let endings = words.listed.map { Array($0.utf8) }
  private static let longestBefore = 512
  /// What stands before the first cookie and within none, nearly always.
  private static let endsBefore = Array("\n\r\"'`:".utf8)
  /// What may stand between the header's name and its first cookie.
  private static let between = Array(" \t\"'`\\:=,".utf8)
}
