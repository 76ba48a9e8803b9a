/// Words of a command as a shell takes them apart (POSIX.1-2017, Shell Command Language, section 2.3), more tolerantly.
enum ShellWords {
  /// - Returns: the words without their quotes, and where the command ends.
  static func read(_ bytes: [UInt8], from start: Int, limit: Int) -> (words: [[UInt8]], end: Int) {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    var quote: UInt8?
    /// Quotes that nothing closes are signs like any other.
    var open: Set<UInt8> = [0x22, 0x27]
    let isInCode = start > 0 && bytes[start - 1] == UInt8(ascii: "`")
    var index = start
    func finish() {
      if !word.isEmpty { words.append(word) }
      word.removeAll(keepingCapacity: true)
    }
    while index < limit {
      let byte = bytes[index]
      if byte == quote {
        quote = nil
      } else if quote != nil {
        word.append(byte)
      } else if open.contains(byte), index == start || !ByteClass.isAlphanumeric(bytes[index - 1]) {
        if bytes[(index + 1)..<limit].contains(byte) { quote = byte } else { open.remove(byte) }
      } else if case let length = blank(bytes, at: index), length > 0 {
        finish()
        index += length
        continue
      } else if endsCommand(bytes, at: index) || isInCode && byte == UInt8(ascii: "`") {
        break
      } else {
        word.append(byte)
      }
      index += 1
    }
    finish()
    return (words, index)
  }

  /// How many bytes stand between words here: spaces, a line that goes on, `$IFS`.
  static func blank(_ bytes: [UInt8], at index: Int) -> Int {
    guard index < bytes.count else { return 0 }
    switch bytes[index] {
    case 0x20, 0x09: return 1
    case UInt8(ascii: "\\"):
      return bytes.holds("\n", at: index + 1) ? 2 : bytes.holds("\r\n", at: index + 1) ? 3 : 0
    case UInt8(ascii: "$"): return bytes.holds("${IFS}", at: index) ? 6 : bytes.holds("$IFS", at: index) ? 4 : 0
    default: return 0
    }
  }

  private static func endsCommand(_ bytes: [UInt8], at index: Int) -> Bool {
    [0x0A, 0x0D, UInt8(ascii: "|"), UInt8(ascii: ";")].contains(bytes[index]) || bytes.holds("&&", at: index)
  }
}

extension [UInt8] {
  /// Whether these ASCII letters stand at an index, in either case.
  func holdsLetters(_ text: StaticString, at index: Int) -> Bool {
    guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<text.utf8CodeUnitCount {
      let byte = self[index + offset]
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      if lower != text.utf8Start[offset] { return false }
    }
    return true
  }
}
