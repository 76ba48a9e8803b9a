import UnicodeText

/// Whether all of a value that stands in a text is a part of something else.
extension RestrictedValue {
  /// A name of a machine is not longer (RFC 1035), and no name of people is.
  private static let surroundings = 256

  /// Whether a stretch that has all of it is a part of another number, name or address.
  ///
  /// Of a text that was put together, what stands beside the stretch in another one of the texts makes nothing else of it.
  func isOther(at range: Range<Int>, in text: ViewedText) -> Bool {
    guard !text.starts.isEmpty else { return isOther(at: range, in: text.bytes) }
    let least = max(0, range.lowerBound - Self.surroundings)
    let most = min(text.bytes.count, range.upperBound + Self.surroundings)
    let cuts = ValueWords.cuts(text.starts, around: least..<most)
    let start = cuts.last { $0 <= range.lowerBound } ?? least
    let end = cuts.first { $0 >= range.upperBound } ?? most
    return isOther(at: range.lowerBound - start..<range.upperBound - start, in: Array(text.bytes[start..<end]))
  }

  /// Whether neither letters nor digits of other words touch a stretch.
  static func isWord(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    func isCut(_ place: Int) -> Bool {
      guard place < bytes.count, let before = UTF8Reading.scalar(in: bytes, before: place),
        let after = UTF8Reading.scalar(in: bytes, at: place).scalar
      else { return true }
      return !before.continues(after) || Escapes.end(before: place, in: bytes)
    }
    return isCut(range.lowerBound) && isCut(range.upperBound)
  }

  private func isOther(at range: Range<Int>, in bytes: [UInt8]) -> Bool {
    isOtherNumber(at: range, in: bytes) || isOtherName(at: range, in: bytes) || isOtherAddress(at: range, in: bytes)
  }

  /// Whether a stretch that has all of an address is a part of another one: `joanna.smith@…` is not `anna.smith@…`, nor is
  /// `ines@corp.com` `ines@corp.co`.
  private func isOtherAddress(at range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard ownPart < letters.count else { return false }
    return ValueWords.isWithinWord(range.lowerBound, in: bytes) || ValueWords.isWithinWord(range.upperBound, in: bytes)
      || Self.isOfLongerHost(range.upperBound, in: bytes)
  }

  /// Whether the name of a machine goes on at a place and ends as such names do: `.uk`, `-shop.com`, but not `.Please` or `-please`.
  private static func isOfLongerHost(_ place: Int, in bytes: [UInt8]) -> Bool {
    guard place > 0, place + 1 < bytes.count, bytes[place] == UInt8(ascii: ".") || bytes[place] == UInt8(ascii: "-"),
      // A sentence begins with a capital.
      !(isCapital(bytes[place + 1]) && !isCapital(bytes[place - 1]))
    else { return false }
    let rest = String(decoding: bytes[place...].prefix(surroundings), as: UTF8.self)
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
    return Host("host" + name).map(PublicName.isOne) ?? false
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}
