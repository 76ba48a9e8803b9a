/// Internet addresses of both versions and hardware addresses.
struct InternetAddressScanner {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Appends what is found. - Parameter context: asked where a number could be a version.
  func append(to matches: inout [EntityMatch], context: (Range<Int>) -> Topics) {
    var place = 0
    while place < bytes.count {
      // Runs of what addresses are made of are looked at once, as a whole.
      guard isPart(bytes[place]) else {
        place += 1
        continue
      }
      let start = place
      var (colons, dots, hyphens) = (0, 0, 0)
      while place < bytes.count, isPart(bytes[place]) {
        switch bytes[place] {
        case UInt8(ascii: ":"): colons += 1
        case UInt8(ascii: "."): dots += 1
        case UInt8(ascii: "-"): hyphens += 1
        default: break
        }
        place += 1
      }
      let run = start..<place
      if colons >= 5 || hyphens >= 5 || dots == 2 || dots == 3, let mac = hardwareAddress(in: run) {
        matches.append(EntityMatch(PIIEntity.mac.rawValue, mac, .certain, validator: "format"))
        continue
      }
      if colons >= 2, let address = version6(in: run) {
        matches.append(found(address.range, address.isPublic ? .likely : .weak, "rfc4291"))
        continue
      }
      if dots >= 3 { appendVersion4(in: run, to: &matches, context) }
    }
  }

  private func isPart(_ byte: UInt8) -> Bool {
    byte.isHexDigit || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }

  private func found(_ range: Range<Int>, _ confidence: EntityMatch.Confidence, _ validator: String) -> EntityMatch {
    EntityMatch(PIIEntity.ipAddress.rawValue, range, confidence, validator: validator)
  }

  /// Six pairs with one separator, or three groups of four with dots (IEEE 802, and the notation of routers), not all alike.
  private func hardwareAddress(in run: Range<Int>) -> Range<Int>? {
    for (size, separators) in [(2, ":-"), (4, ".")] {
      let groups = 12 / size
      let length = 12 + groups - 1
      guard run.count >= length, run.count <= length + 2 else { continue }
      let range = run.lowerBound..<run.lowerBound + length
      let separator = bytes[range.lowerBound + size]
      guard separators.utf8.contains(separator), bytes.isWordStart(range.lowerBound), bytes.isWordEnd(range.upperBound),
        bytes.at(range.upperBound) != separator || !bytes.at(range.upperBound + 1).isHexDigit
      else { continue }
      let isWellFormed = range.allSatisfy { place in
        (place - range.lowerBound) % (size + 1) == size ? bytes[place] == separator : bytes[place].isHexDigit
      }
      if isWellFormed, !bytes[range].allSatisfy({ $0 == bytes[range.lowerBound] || $0 == separator }) { return range }
    }
    return nil
  }

  // MARK: Version 4

  private func appendVersion4(
    in run: Range<Int>, to matches: inout [EntityMatch], _ context: (Range<Int>) -> Topics
  ) {
    var place = run.lowerBound
    while place < run.upperBound {
      guard bytes[place].isDigit,
        place == run.lowerBound || !(bytes[place - 1].isHexDigit || bytes[place - 1] == UInt8(ascii: ".")),
        bytes.isWordStart(place)
      else {
        place += 1
        continue
      }
      guard let address = version4(at: place), !continues(address) else {
        while place < run.upperBound, bytes[place].isDigit || bytes[place] == UInt8(ascii: ".") { place += 1 }
        continue
      }
      let topics = context(address.range)
      let isVersion = topics.contains(.version) || bytes.at(place - 1).lowered == UInt8(ascii: "v")
      let isNamed = topics.contains(.entity(.ipAddress))
      // Four numbers of one digit, all but one, are mostly the number of a version or of a section.
      let isShort = address.range.count <= 8 || bytes.has("1.3.", at: place)
      // X.500's names for kinds of members.
      let isObject = bytes.has("2.5.4.", at: place) || bytes.has("2.5.29.", at: place)
      matches.append(
        found(
          address.range, !address.isPublic || isObject || !isNamed && (isVersion || isShort) ? .weak : .likely, "octets"
        ))
      place = address.range.upperBound
    }
  }

  /// A fifth octet, or letters: then it is no address.
  private func continues(_ address: (range: Range<Int>, isPublic: Bool)) -> Bool {
    let end = address.range.upperBound
    if !bytes.isWordEnd(end) { return true }
    let next = bytes.at(end)
    return (next == UInt8(ascii: ".") || next == UInt8(ascii: "-")) && bytes.at(end + 1).isDigit
  }

  private func version4(at start: Int) -> (range: Range<Int>, isPublic: Bool)? {
    var octets: (Int, Int) = (0, 0)
    var place = start
    for index in 0..<4 {
      if index > 0 {
        guard bytes.at(place) == UInt8(ascii: ".") else { return nil }
        place += 1
      }
      let first = place
      var value = 0
      while place < first + 4, bytes.at(place).isDigit {
        value = value * 10 + Int(bytes[place] &- 0x30)
        place += 1
      }
      guard (1...3).contains(place - first), value <= 255, place - first == 1 || bytes[first] != UInt8(ascii: "0")
      else { return nil }
      if index == 0 { octets.0 = value }
      if index == 1 { octets.1 = value }
    }
    let range = start..<place
    // Loopback, unspecified, multicast, link-local, and the ranges for documentation of RFC 5737: reported, never blocking.
    let isReserved =
      [0, 127].contains(octets.0) || octets.0 >= 224 || octets == (169, 254)
      || bytes.has("192.0.2.", at: start) || bytes.has("198.51.100.", at: start) || bytes.has("203.0.113.", at: start)
    return (range, !isReserved)
  }

  // MARK: Version 6

  /// RFC 4291 section 2.2: eight groups, or fewer with one `::`, the last two of which may be written as version 4.
  private func version6(in run: Range<Int>) -> (range: Range<Int>, isPublic: Bool)? {
    var end = run.upperBound
    while end > run.lowerBound, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
    // A colon of the sentence after the address, or before it.
    if end - run.lowerBound > 2, bytes[end - 1] == UInt8(ascii: ":"), bytes[end - 2] != UInt8(ascii: ":") { end -= 1 }
    guard bytes.isWordStart(run.lowerBound), bytes.isWordEnd(end) || bytes.at(end) == UInt8(ascii: "/") else {
      return nil
    }
    var place = run.lowerBound
    var (groups, elided, significant) = (0, false, 0)
    var isMapped = false
    if bytes.has("::", at: place) {
      elided = true
      place += 2
    }
    while place < end {
      let first = place
      while place < end, bytes[place].isHexDigit { place += 1 }
      if place < end, bytes[place] == UInt8(ascii: ".") {
        guard groups <= 6, let tail = version4(at: first), tail.range.upperBound == end else { return nil }
        groups += 2
        significant += 1
        isMapped = true
        place = end
        break
      }
      guard (1...4).contains(place - first) else { return nil }
      groups += 1
      significant += 1
      guard place < end else { break }
      guard bytes[place] == UInt8(ascii: ":") else { return nil }
      place += 1
      if place < end, bytes[place] == UInt8(ascii: ":") {
        guard !elided else { return nil }
        elided = true
        place += 1
      } else if place == end {
        return nil
      }
    }
    guard elided ? groups <= 7 : groups == 8 else { return nil }
    let start = run.lowerBound
    let isDocumented =
      bytes.hasIgnoringCase("2001:db8:", at: start) || bytes.hasIgnoringCase("fe80:", at: start)
      || bytes.hasIgnoringCase("ff0", at: start)
    // All networks in use begin with four digits: `1::2` is a slice of a list. Without a digit of ten it may as well be two names of
    // a program.
    let isWhole = !elided || isMapped || (start..<start + 4).allSatisfy { bytes.at($0).isHexDigit }
    return (start..<end, significant >= 2 && isWhole && !isDocumented && bytes[start..<end].contains(where: \.isDigit))
  }
}
