import EvalGateCore

/// Telephone numbers: international ones by their `+`, North American ones by their form, all others by the words around them.
///
/// Digits alone are never one: too much else is written so.
struct PhoneScanner {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Appends what is found. - Parameter context: asked only where a number could be one.
  func append(to matches: inout [EntityMatch], context: (Range<Int>) -> Topics) {
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      guard byte.isDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "("), isStart(place) else {
        // What follows a letter or a digit begins nothing; the rest of the run is passed over.
        place += 1
        continue
      }
      if byte.isDigit, let date = WrittenDate.end(in: bytes, at: place) {
        place = date
        continue
      }
      guard let number = PhoneNumber(bytes, at: place) else {
        place += 1
        while byte.isDigit, place < bytes.count, bytes[place].isDigit { place += 1 }
        continue
      }
      if let match = match(number, context) { matches.append(match) }
      place = max(number.range.upperBound, place + 1)
    }
  }

  private func isStart(_ place: Int) -> Bool {
    guard bytes.isWordStart(place), !isSum(place) else { return false }
    let before = bytes.at(place - 1)
    if before == UInt8(ascii: "+") || before == UInt8(ascii: "$") { return false }
    // `0.4155550132`, `5-415…` and `12:30` continue something.
    let isTight =
      before == UInt8(ascii: ".") || before == UInt8(ascii: "-") || before == UInt8(ascii: ":")
      || before == UInt8(ascii: "/")
    return !(isTight && bytes.at(place - 2).isDigit)
  }

  /// Whether a sign at a place adds a number to what stands before it: `h * 69069 + 907133923`.
  private func isSum(_ place: Int) -> Bool {
    guard bytes[place] == UInt8(ascii: "+"), bytes.at(place + 1) == 0x20 else { return false }
    var before = place - 1
    while bytes.at(before).isBlank, place - before < 8 { before -= 1 }
    return bytes.at(before).isDigit || bytes.at(before) == UInt8(ascii: ")") || bytes.at(before) == UInt8(ascii: "]")
  }

  private func match(_ number: PhoneNumber, _ context: (Range<Int>) -> Topics) -> EntityMatch? {
    guard !number.digits.isUniform else { return nil }
    if number.isInternational {
      guard (7...15).contains(number.digits.count),
        let code = CallingCode.length(beginning: number.digits.number(0..<3))
      else { return nil }
      if number.digits[0] == 1, number.digits.count != 11 { return nil }
      guard number.digits.count - code >= 5 else { return nil }
      // `x + 907133923`
      if number.groups == 1, bytes.has("+ ", at: number.range.lowerBound) {
        guard context(number.range).contains(.entity(.phone)) else { return nil }
      }
      return found(number, .likely, "e164")
    }
    guard (6...13).contains(number.digits.count), !number.isOtherwiseWritten, !isBook(number.range.lowerBound) else {
      return nil
    }
    let topics = context(number.range)
    let isNamed = topics.contains(.entity(.phone))
    if topics.contains(.version), number.hasDots { return nil }
    if number.isNorthAmerican {
      let isLikely = isNamed || topics.isDisjoint(with: [.negative, .namedOtherwise])
      return found(number, isLikely ? .likely : .weak, "nanp")
    }
    guard isNamed || topics.contains(.reaching) && number.groups >= 2 && number.digits.value % 1000 != 0,
      number.groups >= 2 || number.digits.count >= 7 && !isArgument(number.range.lowerBound)
    else { return nil }
    return found(number, .likely, "context")
  }

  /// Whether an ISBN of thirteen digits, with its check digit, begins at a place.
  private func isBook(_ start: Int) -> Bool {
    var digits = Digits()
    var place = start
    while digits.count < 13 {
      if digits.count > 0, bytes.at(place) == UInt8(ascii: "-") || bytes.at(place) == 0x20 { place += 1 }
      guard bytes.at(place).isDigit else { return false }
      digits.append(bytes[place] &- 0x30)
      place += 1
    }
    return bytes.isWordEnd(place) && [978, 979].contains(digits.number(0..<3))
      && digits.weighted([1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0
  }

  /// Whether a number is given to a function, alone or after other ones: `sum(1234567, 2345678)`.
  private func isArgument(_ start: Int) -> Bool {
    var place = start
    while place > max(0, start - 64), bytes[place - 1].isDigit || ", .-+_".utf8.contains(bytes[place - 1]) {
      place -= 1
    }
    return bytes.at(place - 1) == UInt8(ascii: "(") && bytes.at(place - 2).isWord
  }

  private func found(_ number: PhoneNumber, _ confidence: EntityMatch.Confidence, _ validator: String) -> EntityMatch {
    EntityMatch(PIIEntity.phone.rawValue, number.range, confidence, validator: validator)
  }
}
