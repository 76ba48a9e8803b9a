import StrictJSON

/// The texts and numbers of the objects of JSON in a text, one after the other; of a list, where it is all of the text: lists in a
/// text are mostly notes (`[1]`).
///
/// What only looks like the beginning of an object hides nothing that follows, and an object that is cut off is read as far as it
/// goes. A byte is looked at three times at most, whatever stands there.
struct ObjectMembers {
  /// What the members hold, and where each of them begins there.
  private(set) var joined: AssembledText.Joined = ([], [])

  private let text: [UInt8]
  private var index = 0

  /// What may come next in an object or a list.
  private enum Next { case key, colon, value, separator }

  init(in text: [UInt8]) {
    self.text = text
    index = text.firstIndex { !ByteClass.isSpace($0) } ?? text.count
    if index < text.count, text[index] == UInt8(ascii: "[") {
      let start = index
      read()
      if text[index...].allSatisfy(ByteClass.isSpace) { return }
      (joined, index) = (([], []), start)
    }
    while let start = text[index...].firstIndex(of: UInt8(ascii: "{")) {
      index = start
      read()
    }
  }

  /// Reads from the bracket at the place on, to behind its end or to where it is no JSON any more. A text that cannot stand where it
  /// stands was none, so that what looks like it is read again.
  private mutating func read() {
    var closers: [UInt8] = []
    var next = Next.value
    /// Of a key or a value, which counts once something follows as it has to.
    var pending: Range<Int>?
    while index < text.count {
      let byte = text[index]
      switch (byte, next) {
      case (_, _) where ByteClass.isSpace(byte): index += 1
      case (UInt8(ascii: "{"), .value), (UInt8(ascii: "["), .value):
        closers.append(byte + 2)
        next = byte == UInt8(ascii: "{") ? .key : .value
        index += 1
      case (UInt8(ascii: "\""), .key), (UInt8(ascii: "\""), .value):
        let start = index
        guard let end = endOfText(from: start) else { return index = start + 1 }
        (pending, index) = (start..<end, end)
        next = next == .key ? .colon : .separator
      case (UInt8(ascii: ":"), .colon):
        (pending, next) = (nil, .value)
        index += 1
      case (UInt8(ascii: ","), .separator):
        take(&pending)
        next = closers.last == UInt8(ascii: "}") ? .key : .value
        index += 1
      case (_, _) where byte == closers.last && next != .colon:
        take(&pending)
        closers.removeLast()
        next = .separator
        index += 1
        if closers.isEmpty { return }
      case (_, .value) where Self.isPlain(byte):
        let end = text.end(from: index, while: Self.isPlain)
        (pending, next, index) = (index..<end, .separator, end)
      default:
        if let pending, text[pending.lowerBound] == UInt8(ascii: "\"") { index = pending.lowerBound + 1 }
        return
      }
    }
    // At the end, too, a text may have hidden the beginning of an object.
    if let pending, text[pending.lowerBound] == UInt8(ascii: "\"") { index = pending.lowerBound + 1 }
  }

  /// Behind the quotation mark that ends a text; nil where none does in its line: no text of JSON has a line end in it.
  private func endOfText(from start: Int) -> Int? {
    var place = start + 1
    while place < text.count, text[place] != 0x0A {
      if text[place] == UInt8(ascii: "\"") { return place + 1 }
      place += text[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private mutating func take(_ pending: inout Range<Int>?) {
    guard let range = pending else { return }
    pending = nil
    let written = text[range]
    if written.first == UInt8(ascii: "\"") {
      joined.starts.append(joined.bytes.count)
      if written.contains(UInt8(ascii: "\\")), case .string(let read) = try? JSONValue(parsing: Array(written)) {
        joined.bytes += read.utf8
      } else {
        joined.bytes += written.dropFirst().dropLast()
      }
    } else if written.contains(where: ByteClass.isDigit) {
      joined.starts.append(joined.bytes.count)
      joined.bytes += written
    }
  }

  /// Of a number, `true`, `false` and `null`.
  private static func isPlain(_ byte: UInt8) -> Bool {
    ByteClass.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".")
  }
}
