/// Undoes one encoding wherever it occurs in a text. Linear in the text.
protocol Decoder: Sendable {
  /// As it stands in the chain of a finding.
  static var name: String { get }

  /// Hands every decoded piece to the sink with the bytes it was made from.
  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink)
}

/// All decoders, in the order in which their fragments are looked at. A new one is one file and one line here.
enum Decoders {
  static let all: [any Decoder.Type] = [
    Base64Decoder.self, HexDecoder.self, EscapeDecoder.self, PercentDecoder.self, EntityDecoder.self,
    Base32Decoder.self,
    TagDecoder.self, SelectorDecoder.self, CodeDecoder.self, BinaryDecoder.self, ASCII85Decoder.self,
    MorseDecoder.self, SpellingDecoder.self,
  ]
}

/// A decoded piece of a text.
struct Fragment: Sendable {
  let text: ViewedText
  /// UTF-8 bytes of the original that it was made from.
  let origin: Range<Int>
  /// What was undone, outermost first.
  let chain: [String]
}

/// Takes decoded pieces, keeps those that are text, and counts what they cost.
struct FragmentSink {
  /// How deeply encodings may be nested in one another.
  static let depth = 3
  /// Pieces of one text.
  static let count = 256
  /// Their bytes together.
  static let bytes = 64 << 10

  private(set) var accepted: [(bytes: [UInt8], range: Range<Int>)] = []
  private(set) var isExceeded = false
  private var room: Int
  private var places: Int

  init(room: Int = Self.bytes, places: Int = Self.count) {
    self.room = room
    self.places = places
  }

  /// Whether another piece of this length fits; where it does not, the budget is exceeded, and that is reported.
  /// - Parameter share: how much of it must be printable.
  /// - Returns: whether the piece was text.
  @discardableResult
  mutating func accept(_ bytes: [UInt8], from range: Range<Int>, share: Double = 0.9) -> Bool {
    guard bytes.count >= 4, Self.isText(bytes, share: share) else { return false }
    guard places > 0, bytes.count <= room else {
      isExceeded = true
      return true
    }
    places -= 1
    room -= bytes.count
    accepted.append((bytes, range))
    return true
  }

  /// Whether nearly all bytes belong to printable, well-formed UTF-8.
  static func isText(_ bytes: [UInt8], share: Double) -> Bool {
    var good = 0
    var index = 0
    while index < bytes.count {
      let (scalar, length) = UTF8Reading.scalar(in: bytes, at: index)
      if let scalar, scalar.value >= 0x20 && scalar.value != 0x7F || [0x09, 0x0A, 0x0D].contains(scalar.value) {
        good += length
      }
      index += length
    }
    return Double(good) >= share * Double(bytes.count)
  }
}

/// Everything that can be decoded in a text, and in what was decoded, up to a depth.
struct DecodedText {
  private(set) var fragments: [Fragment] = []
  private(set) var exceeded: [String] = []

  init(_ text: ViewedText, by decoders: [any Decoder.Type] = Decoders.all) {
    var room = FragmentSink.bytes
    var level = [Fragment(text: text, origin: 0..<text.bytes.count, chain: [])]
    for depth in 0..<FragmentSink.depth {
      var next: [Fragment] = []
      for parent in level {
        for decoder in decoders {
          var sink = FragmentSink(room: room, places: FragmentSink.count - fragments.count - next.count)
          decoder.decode(parent.text.bytes, into: &sink)
          if sink.isExceeded, exceeded.isEmpty {
            exceeded = ["\(FragmentSink.count) fragments or \(FragmentSink.bytes >> 10) KiB of decoded text"]
          }
          for (bytes, range) in sink.accepted {
            room -= bytes.count
            next.append(
              Fragment(
                text: ViewedText(bytes: bytes), origin: parent.chain.isEmpty ? range : parent.origin,
                chain: parent.chain + [decoder.name]))
          }
        }
      }
      fragments += next
      level = next
      // What lies deeper is decodable still, and nobody looked: only said where there is something.
      if depth == FragmentSink.depth - 1, exceeded.isEmpty, Self.isDeeper(level) {
        exceeded = ["encodings nested more than \(FragmentSink.depth) deep"]
      }
      if level.isEmpty { break }
    }
  }

  /// Whether the innermost level hides another whole text: one that is nothing but an encoding. Escapes and spellings in plain
  /// text do not count, they are everywhere.
  private static func isDeeper(_ level: [Fragment]) -> Bool {
    let hiding: [any Decoder.Type] = [Base64Decoder.self, HexDecoder.self, Base32Decoder.self]
    return level.contains { fragment in
      hiding.contains { decoder in
        var sink = FragmentSink()
        decoder.decode(fragment.text.bytes, into: &sink)
        return sink.accepted.contains { $0.range.count * 10 >= fragment.text.bytes.count * 9 && $0.bytes.count >= 8 }
      }
    }
  }
}
