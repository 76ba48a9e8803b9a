/// Identifiers of letters and digits: bank accounts, national numbers, vehicles, passports, licences, records.
struct CodedIdentifierScanner {
  private let bytes: [UInt8]
  private let isAlone: Bool

  init(_ bytes: [UInt8], isAlone: Bool) {
    self.bytes = bytes
    self.isAlone = isAlone
  }

  /// Appends what is found. - Parameter context: asked only where the form is right.
  func append(to matches: inout [EntityMatch], context: (Range<Int>) -> Topics) {
    var place = 0
    while place < bytes.count {
      guard bytes[place].isAlphanumeric else {
        place += 1
        continue
      }
      let start = place
      var (digits, isWordRun) = (0, true)
      while place < bytes.count, bytes[place].isWord {
        if bytes[place].isDigit { digits += 1 }
        if bytes[place] == UInt8(ascii: "_") { isWordRun = false }
        place += 1
      }
      guard bytes.isWordStart(start), bytes.isWordEnd(place), isWordRun else { continue }
      look(at: start..<place, digits: digits, &matches, context)
    }
  }

  private func look(
    at token: Range<Int>, digits: Int, _ matches: inout [EntityMatch], _ context: (Range<Int>) -> Topics
  ) {
    let letters = token.count - digits
    if digits == 0 {
      if token.count == 2, let range = spacedNationalInsurance(at: token.lowerBound) {
        matches.append(nationalInsurance(range, context))
      }
      if let range = recordNumber(after: token) { append(.mrn, range, .likely, "format", to: &matches) }
      return
    }
    guard letters > 0 else { return }
    if digits >= 2, letters >= 2, let iban = IBANScanner.match(bytes, at: token.lowerBound) {
      matches.append(iban)
      return
    }
    switch token.count {
    case 9 where letters == 3 && EuropeanNumbers.isNationalInsurance(bytes[token]):
      matches.append(nationalInsurance(token, context))
    case 8, 9:
      if letters <= 2, let range = spanishIdentity(token) {
        append(.nif, range, context(range).contains(.negative) ? .likely : .certain, "mod23", to: &matches)
      } else {
        appendDocuments(token, letters: letters, &matches, context)
      }
    case 17 where isVehicle(token, context):
      append(.vin, token, .certain, "iso3779-check-digit", to: &matches)
    default:
      appendDocuments(token, letters: letters, &matches, context)
    }
    if letters <= 4, let range = recordNumber(after: token) { append(.mrn, range, .likely, "format", to: &matches) }
  }

  /// Vehicles are numbered in capitals; a word that says so stands for them, as long as all letters are of one kind.
  private func isVehicle(_ token: Range<Int>, _ context: (Range<Int>) -> Topics) -> Bool {
    guard VehicleNumber.isValid(bytes[token]), !bytes.isWithinBase64(token) else { return false }
    guard bytes[token].contains(where: \.isLower) else { return true }
    return !bytes[token].contains(where: \.isUpper) && context(token).contains(.entity(.vin))
  }

  private func append(
    _ entity: PIIEntity, _ range: Range<Int>, _ confidence: EntityMatch.Confidence, _ validator: String,
    to matches: inout [EntityMatch]
  ) {
    matches.append(EntityMatch(entity.rawValue, range, confidence, validator: validator))
  }

  // MARK: National numbers

  /// `AB 12 34 56 C` and other ways to put blanks into it.
  private func spacedNationalInsurance(at start: Int) -> Range<Int>? {
    var letters: [UInt8] = []
    var place = start
    while letters.count < 9, bytes.at(place).isAlphanumeric {
      letters.append(bytes[place])
      place += 1
      if letters.count < 9, bytes.at(place) == 0x20 { place += 1 }
      guard letters.count < 3 || letters[2].isDigit else { return nil }
    }
    guard letters.count == 9, bytes.isWordEnd(place), EuropeanNumbers.isNationalInsurance(letters) else { return nil }
    return start..<place
  }

  private func nationalInsurance(_ range: Range<Int>, _ context: (Range<Int>) -> Topics) -> EntityMatch {
    let topics = context(range)
    let isUpper = bytes[range.lowerBound].isUpper
    let confidence: EntityMatch.Confidence = isUpper || topics.contains(.entity(.nino)) || isAlone ? .likely : .weak
    return EntityMatch(
      PIIEntity.nino.rawValue, range, topics.contains(.negative) ? confidence.lowered : confidence,
      validator: "hmrc-prefixes")
  }

  /// With the letter attached, or after a hyphen.
  private func spanishIdentity(_ token: Range<Int>) -> Range<Int>? {
    if token.count == 9 { return EuropeanNumbers.isSpanishIdentity(bytes[token]) ? token : nil }
    let letter = token.upperBound + 1
    guard bytes.at(token.upperBound) == UInt8(ascii: "-"), bytes.at(letter).isLetter, bytes.isWordEnd(letter + 1),
      EuropeanNumbers.isSpanishIdentity(bytes[token] + [bytes[letter]])
    else { return nil }
    return token.lowerBound..<letter + 1
  }

  // MARK: Documents, which have no check digits

  private func appendDocuments(
    _ token: Range<Int>, letters: Int, _ matches: inout [EntityMatch], _ context: (Range<Int>) -> Topics
  ) {
    let digits = token.count - letters
    guard (5...15).contains(token.count), letters <= 2, digits >= 4,
      bytes[token].prefix(letters).allSatisfy(\.isLetter), bytes.at(token.lowerBound - 1) != UInt8(ascii: "\\")
    else { return }
    let topics = context(token)
    if letters == 1, digits == 8 {
      if topics.contains(.entity(.usPassport)) {
        append(.usPassport, token, .likely, "format", to: &matches)
      } else if isAlone {
        append(.usPassport, token, .weak, "format", to: &matches)
      }
    }
    if topics.contains(.entity(.usDriverLicense)) {
      append(.usDriverLicense, token, .likely, "format", to: &matches)
    } else if isAlone, digits >= 7 {
      append(.usDriverLicense, token, .weak, "format", to: &matches)
    }
  }

  /// `MRN-1234567`, `MRN: 1234567`, `medical record number 1234567`: six to ten digits.
  private func recordNumber(after token: Range<Int>) -> Range<Int>? {
    let isPrefix = token.count == 3 && bytes.hasIgnoringCase("mrn", at: token.lowerBound)
    let isRecord =
      token.count == 6 && bytes.hasIgnoringCase("record", at: token.lowerBound)
      && bytes.hasIgnoringCase("medical ", at: token.lowerBound - 8)
    guard isPrefix || isRecord else { return nil }
    var place = token.upperBound
    for word: StaticString in [" number", " no.", " no"] where isRecord && bytes.hasIgnoringCase(word, at: place) {
      place += word.utf8CodeUnitCount
      break
    }
    for word: StaticString in [" is", " number", " no"] where isPrefix && bytes.hasIgnoringCase(word, at: place) {
      place += word.utf8CodeUnitCount
      break
    }
    let limit = place + 4
    while place < limit, bytes.at(place).isSpace || "#:-=".utf8.contains(bytes.at(place)) { place += 1 }
    let first = place
    while place < first + 11, bytes.at(place).isDigit { place += 1 }
    guard (6...10).contains(place - first), bytes.isWordEnd(place) else { return nil }
    // The prefix is a part of the number where it is written in one piece with it.
    return
      (isPrefix && first == token.upperBound + 1 && bytes[token.upperBound] == UInt8(ascii: "-")
      ? token.lowerBound : first)..<place
  }
}
