/// Secrets that a name tells without an operator between the two: in a sentence, on the line under it, after an option, in the member
/// beside it, in a statement of SQL.
///
/// The value has to look drawn at random, as everywhere, and a word such as `key` alone is no name here.
struct SaidSecrets {
  let bytes: [UInt8]
  private let assigned: AssignedSecrets

  static func append(to matches: inout [EntityMatch], _ bytes: [UInt8], _ marks: SecretMarks) {
    let said = SaidSecrets(bytes)
    var place = 0
    while let (name, value) = said.next(from: place, marks) {
      place = name.upperBound
      let kind = value.kind ?? SecretName.kind(saidBy: name, in: bytes)
      guard kind != .none, let match = said.assigned.value(at: value.start, kind, isWhole: value.isWhole) else {
        continue
      }
      matches.append(match)
      place = max(place, match.range.upperBound)
    }
  }

  /// Whether something that may be a value stands beside a word that may be a name, here or in a table.
  static func mayHold(_ bytes: [UInt8], _ marks: SecretMarks) -> Bool {
    let said = SaidSecrets(bytes)
    return bytes.withUnsafeBufferPointer { buffer in
      var place = 0
      while let end = marks.nextName(in: buffer, from: place) {
        if said.value(beside: end) != nil || TableSecrets.mayHold(buffer, after: end)
          || InsertedSecrets.mayHold(bytes, after: end)
        {
          return true
        }
        place = end
      }
      return false
    }
  }

  private init(_ bytes: [UInt8]) { (self.bytes, assigned) = (bytes, AssignedSecrets(bytes)) }

  /// Where a value would begin.
  struct Place {
    let start: Int
    /// Whether it has a line to itself.
    var isWhole = false
    /// What it is, where more than its name tells that.
    var kind: SecretName.Kind?
  }

  /// The next word that may be a name and has something beside it that may be its value.
  private func next(from start: Int, _ marks: SecretMarks) -> (name: Range<Int>, value: Place)? {
    var place = start
    while let end = bytes.withUnsafeBufferPointer({ marks.nextName(in: $0, from: place) }) {
      place = end
      if let value = value(beside: end) { return (SecretName.range(endingAt: end, in: bytes), value) }
    }
    return nil
  }

  private func value(beside end: Int) -> Place? {
    value(after: end) ?? (isTelling(end) ? value(before: end) ?? memberBefore(end) : nil)
  }

  /// Whether a name is no word that stands in any sentence, such as `key` or `pass`.
  private func isTelling(_ end: Int) -> Bool {
    let name = SecretName.range(endingAt: end, in: bytes)
    switch SecretName.kind(saidBy: name, in: bytes) {
    case .none: return false
    case .password: return !SecretName.isOrdinary(bytes[name])
    default: return true
    }
  }

  private func value(after end: Int) -> Place? {
    if let value = unspaced(end) { return value }
    let closed = closed(end)
    let next = skipped(closed, while: \.isBlank)
    switch bytes.at(next) {
    case UInt8(ascii: ":"):
      let after = skipped(next + 1, while: { $0.isBlank || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "_") })
      if isLineEnd(after) { return under(after) }
      // What stands in a tag is told from its name by the tag; all others are assigned to.
      let isTagged = bytes.at(closed - 1) == UInt8(ascii: ">") || bytes.at(after) == UInt8(ascii: "<")
      return isTagged ? Place(start: opened(after)) : nil
    case UInt8(ascii: "="): return pair(skipped(next + 1, while: \.isBlank), end)
    case UInt8(ascii: "(") where next == end: return pair(next, end)
    case UInt8(ascii: ","), UInt8(ascii: ";"): return member(next) ?? (isTelling(end) ? phrase(next) : nil)
    case 0x0A, 0x0D: return member(next) ?? (isHeading(end) ? under(next) : nil)
    default: break
    }
    guard next > closed, next < bytes.count else { return nil }
    if let granted = granted(end, next) { return granted }
    if closed == end, isOption(end) || isInstruction(end) { return Place(start: next) }
    if let said = said(next) { return said }
    if bytes[next] == UInt8(ascii: "-"), bytes.at(next + 1).isBlank { return Place(start: opened(next + 2)) }
    if "`\"'".utf8.contains(bytes[next]) { return Place(start: next) }
    if let member = member(next) { return member }
    return isTelling(end) ? phrase(next) ?? (isDrawn(next) ? Place(start: next) : nil) : nil
  }

  // MARK: What stands between

  /// After what closes emphasis, quotes and tags around a name.
  private func closed(_ end: Int) -> Int {
    var place = end
    for _ in 0..<3 {
      place = skipped(place, limit: 3, while: { "*_\"'`)]".utf8.contains($0) })
      guard bytes.has("</", at: place) else { break }
      let name = skipped(place + 2, limit: 10, while: \.isAlphanumeric)
      guard bytes.at(name) == UInt8(ascii: ">") else { break }
      place = name + 1
    }
    return place
  }

  /// After what opens emphasis and tags around a value.
  func opened(_ start: Int) -> Int {
    var place = start
    for _ in 0..<2 {
      place = skipped(place, limit: 4, while: { $0.isBlank || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "_") })
      guard bytes.at(place) == UInt8(ascii: "<") else { break }
      let name = skipped(place + 1, limit: 10, while: \.isAlphanumeric)
      let close = skipped(name, limit: 80, while: { $0 != UInt8(ascii: ">") && $0 != 0x0A })
      guard name > place + 1, bytes.at(close) == UInt8(ascii: ">") else { break }
      place = close + 1
    }
    return place
  }

  func skipped(_ start: Int, limit: Int = 16, while isSkipped: (UInt8) -> Bool) -> Int {
    var place = start
    while place < bytes.count, place < start + limit, isSkipped(bytes[place]) { place += 1 }
    return place
  }

  func isLineEnd(_ place: Int) -> Bool { bytes.at(place) == 0x0A || bytes.at(place) == 0x0D }

  // MARK: In a sentence, after an option

  /// `is`, `is now`, `has been changed to`, with a colon or without.
  func said(_ start: Int) -> Place? {
    var place = start
    var words = 0
    while words < 6 {
      let end = skipped(place, while: \.isLetter)
      guard end > place, bytes.at(end).isBlank || bytes.at(end) == UInt8(ascii: ":"),
        Self.verbs.contains(PackedWord(lowering: bytes[place..<end]))
      else { break }
      words += 1
      place = skipped(end, while: \.isBlank)
    }
    guard words > 0 else { return nil }
    if bytes.at(place) == UInt8(ascii: ":") {
      place = skipped(place + 1, while: { $0.isBlank || $0 == UInt8(ascii: "*") })
      if isLineEnd(place) { return under(place) }
    }
    return Place(start: opened(place))
  }

  private static let verbs = SecretName.words(
    """
    is are was be been has have will becomes became reads equals now still set changed updated rotated reset to as itself ist lautet jetzt selbst
    wurde es est sera sono
    """
  )

  /// Whether a name is that of an option, `--password`.
  private func isOption(_ end: Int) -> Bool {
    let name = SecretName.range(endingAt: end, in: bytes)
    return bytes.has("--", at: name.lowerBound) && !bytes.at(name.lowerBound - 1).isAlphanumeric
  }

  /// Whether a name is that of a variable in a file of Docker, `ENV DB_PASSWORD …`.
  private func isInstruction(_ end: Int) -> Bool {
    let start = SecretName.range(endingAt: end, in: bytes).lowerBound
    return start >= 4 && bytes[start - 1].isBlank && bytes.has("ENV", at: start - 4) && !bytes.at(start - 5).isWord
  }

  // MARK: On the next line

  /// The next line that is not empty, in a block of code, a quotation and a list too.
  func under(_ lineEnd: Int) -> Place? {
    var place = skipped(lineEnd, while: \.isSpace)
    if bytes.has("```", at: place) {
      place = skipped(place + 3, while: { $0 != 0x0A })
      guard isLineEnd(place) else { return nil }
      place = skipped(place, while: \.isSpace)
    }
    if bytes.at(place) == UInt8(ascii: ">") || bytes.at(place) == UInt8(ascii: "-") { place += 1 }
    return place < bytes.count ? Place(start: opened(place), isWhole: true) : nil
  }

  /// Whether nothing but a few words and the signs of headings stands before the end of a name on its line.
  private func isHeading(_ end: Int) -> Bool {
    var place = end
    while place > 0, bytes[place - 1] != 0x0A {
      place -= 1
      let byte = bytes[place]
      guard end - place <= 48, byte.isLetter || byte.isBlank || "#*_->".utf8.contains(byte) else { return false }
    }
    return bytes[place..<end].split(separator: 0x20).count <= 5
  }

  // MARK: In calls and statements

  /// The second text of a pair that is given as credentials: `auth=("name", "…")`, `HTTPBasicAuth("name", "…")`.
  private func pair(_ start: Int, _ end: Int) -> Place? {
    guard bytes.at(start) == UInt8(ascii: "("),
      SecretName.takesPair(bytes[SecretName.range(endingAt: end, in: bytes)])
    else { return nil }
    let open = skipped(start + 1, while: \.isSpace)
    guard bytes.at(open) == UInt8(ascii: "\"") || bytes.at(open) == UInt8(ascii: "'") else { return nil }
    let close = skipped(open + 1, limit: 80, while: { $0 != bytes[open] && $0 != 0x0A })
    let comma = skipped(close + 1, while: \.isSpace)
    guard bytes.at(close) == bytes[open], bytes.at(comma) == UInt8(ascii: ",") else { return nil }
    let second = skipped(comma + 1, while: \.isSpace)
    guard bytes.at(second) == UInt8(ascii: "\"") || bytes.at(second) == UInt8(ascii: "'") else { return nil }
    return Place(start: second, kind: .password)
  }

  /// `IDENTIFIED BY '…'` and `IDENTIFIED WITH plugin BY '…'`, as databases give their users a password.
  private func granted(_ end: Int, _ next: Int) -> Place? {
    guard bytes.hasIgnoringCase("identified", at: end - 10), !bytes.at(end - 11).isWord,
      (max(0, end - 96)..<max(0, end - 10)).contains(where: { place in
        ["create user", "alter user", "grant "].contains { bytes.hasIgnoringCase($0, at: place) }
      })
    else { return nil }
    var place = next
    if bytes.hasIgnoringCase("with ", at: place) {
      place = skipped(skipped(place + 5, limit: 40, while: \.isWord), while: \.isBlank)
    }
    guard bytes.hasIgnoringCase("by ", at: place) else { return nil }
    place = skipped(place + 3, while: \.isBlank)
    guard bytes.at(place) == UInt8(ascii: "'") || bytes.at(place) == UInt8(ascii: "\"") else { return nil }
    return Place(start: place, kind: .password)
  }
}
