/// What the member beside a name says, as lists of settings have them.
extension SaidSecrets {
  /// How many other members may stand between the name and the value.
  private static let mostBetween = 3
  /// How far a value may stand before its name.
  private static let reach = 256

  /// `"name": "password", "value": …`, also with a member such as `"type": "string"` between the two, and the same in YAML and in the
  /// attributes of a tag.
  func member(_ start: Int) -> Place? {
    var place = start
    for _ in 0...Self.mostBetween {
      let name = skipped(place, limit: 40, while: { $0.isSpace || ",;\"'".utf8.contains($0) })
      guard let value = assigned(after: name) else { return nil }
      if isValue(name) { return Place(start: value) }
      guard let end = plainEnd(value) else { return nil }
      place = end
    }
    return nil
  }

  /// `{"value": …, "name": "password"}`: the value of the object in which a member of that kind says the name.
  func memberBefore(_ end: Int) -> Place? {
    var place = SecretName.range(endingAt: end, in: bytes).lowerBound
    func back(while isPassed: (UInt8) -> Bool) { while place > 0, isPassed(bytes[place - 1]) { place -= 1 } }
    guard bytes.at(place - 1) == UInt8(ascii: "\"") || bytes.at(place - 1) == UInt8(ascii: "'") else { return nil }
    back { "\"'\\".utf8.contains($0) || $0.isBlank }
    guard bytes.at(place - 1) == UInt8(ascii: ":") || bytes.at(place - 1) == UInt8(ascii: "=") else { return nil }
    place -= 1
    back { "\"'\\".utf8.contains($0) || $0.isBlank }
    let word = place
    back { $0.isLetter }
    guard Self.naming.contains(PackedWord(lowering: bytes[place..<word])) else { return nil }
    let limit = max(0, place - Self.reach)
    while place > limit, !"{}<>".utf8.contains(bytes[place - 1]) {
      place -= 1
      if isValue(place), !bytes.at(place - 1).isWord, let value = assigned(after: place) { return Place(start: value) }
    }
    return nil
  }

  /// What a member is called that says a name.
  private static let naming = SecretName.words("name key variable field setting label id")

  private func isValue(_ name: Int) -> Bool {
    bytes.hasIgnoringCase("value", at: name) && !bytes.at(name + 5).isWord
  }

  /// Where the value of a member begins whose name begins at a place.
  private func assigned(after name: Int) -> Int? {
    let end = skipped(name, limit: 32, while: \.isWord)
    let sign = skipped(end, limit: 3, while: { "\"'\\ ".utf8.contains($0) })
    guard end > name, bytes.at(sign) == UInt8(ascii: ":") || bytes.at(sign) == UInt8(ascii: "=") else { return nil }
    return skipped(sign + 1, while: { $0.isBlank || $0 == UInt8(ascii: "\\") })
  }

  /// Where a text without blanks, a number or a word ends that is the value of a member.
  private func plainEnd(_ start: Int) -> Int? {
    let first = skipped(start, limit: 1, while: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") })
    let end = skipped(first, limit: 64, while: { $0.isWord || ".-/:".utf8.contains($0) })
    return end > first ? end : nil
  }
}
