import Synchronization

/// A form of a text in which what is looked for shows, with the way back: every byte knows which bytes it came from.
package struct TextView: Sendable {
  package fileprivate(set) var bytes: [UInt8] = []
  /// For each byte of the form, where the character it comes from begins in the original; empty where that is the same place.
  fileprivate var starts: [Int32] = []
  /// And how many bytes it has there; empty where all have one.
  fileprivate var widths: [UInt8] = []

  fileprivate mutating func append(_ byte: UInt8, from start: Int, width: Int) {
    bytes.append(byte)
    starts.append(Int32(truncatingIfNeeded: start))
    widths.append(UInt8(truncatingIfNeeded: width))
  }

  fileprivate mutating func append(_ scalar: Unicode.Scalar, from start: Int, width: Int) {
    if scalar.isASCII { return append(UInt8(truncatingIfNeeded: scalar.value), from: start, width: width) }
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte, from: start, width: width) }
  }

  /// The bytes of the original that a stretch of the form comes from.
  func origin(of range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= bytes.count else { return 0..<0 }
    let last = range.upperBound - 1
    let start = starts.isEmpty ? range.lowerBound : Int(starts[range.lowerBound])
    let end = (starts.isEmpty ? last : Int(starts[last])) + (widths.isEmpty ? 1 : Int(widths[last]))
    return start..<max(start, end)
  }

  /// The same form read backwards, character by character; what lies at the end of it lies as far from the start here.
  func reversed() -> [UInt8] { UTF8Reading.reversed(bytes) }
}

/// A text with the forms that detectors share, each built once.
package struct ViewedText: Sendable {
  /// UTF-8 as it came; need not be well formed.
  package let bytes: [UInt8]
  /// Compatibility forms, case, marks, invisible characters and look-alikes folded; spaces and punctuation kept.
  package let folded: TextView
  /// Of the folded form only letters and digits, with digits that stand for letters folded too.
  package let letters: TextView
  /// Where each of the texts begins that it was put together of; empty where it is one.
  let starts: [Int]
  private let decoding = LazyDecoding()

  package init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  package init(bytes: [UInt8], starts: [Int] = []) {
    (self.bytes, self.starts) = (bytes, starts)
    let isPlain = bytes.allSatisfy { $0 < 0x80 }
    (folded, letters) = isPlain ? ViewBuilder.plain(bytes) : ViewBuilder.build(bytes)
  }

  /// What can be decoded in it, decoded once however many detectors ask.
  var decoded: DecodedText { decoding.value { DecodedText(self) } }
}

/// A value that is computed when it is first asked for.
private final class LazyDecoding: Sendable {
  private let stored = Mutex<DecodedText?>(nil)

  func value(_ compute: () -> DecodedText) -> DecodedText {
    if let value = stored.withLock({ $0 }) { return value }
    let value = compute()
    stored.withLock { $0 = value }
    return value
  }
}

/// Builds both forms in one pass.
private struct ViewBuilder {
  var folded = TextView()
  var letters = TextView()
  private var buffer: [Unicode.Scalar] = []

  /// ASCII, which most texts are: every character is one byte and stays one.
  static func plain(_ bytes: [UInt8]) -> (TextView, TextView) {
    var folded = TextView()
    var letters = TextView()
    folded.bytes = bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    let table = Folding.letter
    let count = folded.bytes.reduce(0) { $0 + (table[Int($1)] != 0 ? 1 : 0) }
    letters.bytes = Array(unsafeUninitializedCapacity: count) { buffer, filled in
      for byte in folded.bytes where table[Int(byte)] != 0 {
        buffer[filled] = table[Int(byte)]
        filled += 1
      }
    }
    letters.starts = Array(unsafeUninitializedCapacity: count) { buffer, filled in
      for (index, byte) in folded.bytes.enumerated() where table[Int(byte)] != 0 {
        buffer[filled] = Int32(truncatingIfNeeded: index)
        filled += 1
      }
    }
    return (folded, letters)
  }

  static func build(_ bytes: [UInt8]) -> (TextView, TextView) {
    var builder = ViewBuilder()
    builder.run(bytes)
    return (builder.folded, builder.letters)
  }

  private mutating func run(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        let lower = Folding.lowercased[Int(byte)]
        folded.append(lower, from: index, width: 1)
        let letter = Folding.letter[Int(lower)]
        if letter != 0 { letters.append(letter, from: index, width: 1) }
        index += 1
      } else {
        let (scalar, length) = UTF8Reading.scalar(in: bytes, at: index)
        if let scalar { append(scalar, from: index, width: length) }
        index += length
      }
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, from start: Int, width: Int) {
    buffer.removeAll(keepingCapacity: true)
    Folding.fold(scalar, into: &buffer)
    for scalar in buffer {
      folded.append(scalar, from: start, width: width)
      if scalar.isASCII {
        let letter = Folding.letter[Int(scalar.value)]
        if letter != 0 { letters.append(letter, from: start, width: width) }
      } else if scalar.isLetterOrDigit {
        letters.append(scalar, from: start, width: width)
      }
    }
  }
}

/// Reads UTF-8 that may be broken.
enum UTF8Reading {
  /// The scalar that begins at an index, and how many bytes to go on; nil where the bytes are no scalar.
  static func scalar(in bytes: [UInt8], at index: Int) -> (scalar: Unicode.Scalar?, length: Int) {
    let lead = bytes[index]
    if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, lead < 0xF5, index + length <= bytes.count else { return (nil, 1) }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let next = bytes[index + offset]
      guard next & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | UInt32(next & 0x3F)
    }
    // Overlong forms and surrogates are no scalars.
    guard value >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000), let scalar = Unicode.Scalar(value) else {
      return (nil, 1)
    }
    return (scalar, length)
  }

  /// The scalar that ends before an index; nil at the beginning or where the bytes are none.
  static func scalar(in bytes: [UInt8], before index: Int) -> Unicode.Scalar? {
    guard index > 0, index <= bytes.count else { return nil }
    var start = index - 1
    while start > 0, index - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    let (scalar, length) = scalar(in: bytes, at: start)
    return start + length == index ? scalar : nil
  }

  /// Whether no letter or digit stands beside a stretch, but for letters of scripts without spaces between words.
  static func isWord(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    if let before = scalar(in: bytes, before: range.lowerBound), before.isOfWord { return false }
    return range.upperBound >= bytes.count || scalar(in: bytes, at: range.upperBound).scalar?.isOfWord != true
  }

  /// Bytes read backwards, character by character, so that what is not ASCII stays readable.
  static func reversed(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes.reversed() }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var end = bytes.count
    while end > 0 {
      var start = end - 1
      while start > 0, end - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
      result += bytes[start..<end]
      end = start
    }
    return result
  }
}
