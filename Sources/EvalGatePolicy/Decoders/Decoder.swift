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
    MorseDecoder.self, SpellingDecoder.self, NumberWordsDecoder.self,
  ]
}

/// A decoded piece of a text.
struct Fragment: Sendable {
  let text: ViewedText
  /// UTF-8 bytes of the original that it was made from.
  let origin: Range<Int>
  /// What was undone, outermost first.
  let chain: [String]
  /// Where each of its bytes comes from, and where the last one ends; empty where only the whole is known.
  var places: [Int32] = []

  /// Where a stretch of it stands in the original.
  func origin(of range: Range<Int>) -> Range<Int> {
    guard range.upperBound < places.count, !range.isEmpty else { return origin }
    let last = places[range.upperBound - 1]
    // What one sign stands for is not cut.
    let end = places[range.upperBound...].first { $0 > last } ?? Int32(origin.upperBound)
    return Int(places[range.lowerBound])..<Int(end)
  }
}

/// Takes decoded pieces, keeps those that are text, and counts what they cost.
struct FragmentSink {
  /// How deeply encodings may be nested in one another.
  static let depth = 3
  /// Pieces of one text.
  static let count = 256
  /// Their bytes together.
  static let bytes = 64 << 10

  private(set) var accepted: [(bytes: [UInt8], range: Range<Int>, places: [Int32])] = []
  private(set) var isExceeded = false
  private var room: Int
  private var pieces: Int

  init(room: Int = Self.bytes, pieces: Int = Self.count) {
    self.room = room
    self.pieces = pieces
  }

  /// Whether another piece of this length fits; where it does not, the budget is exceeded, and that is reported.
  /// - Parameters:
  ///   - share: how much of it must be printable.
  ///   - places: where each of its bytes comes from, and where the last one ends, as far as that is known.
  /// - Returns: whether the piece was text.
  @discardableResult
  mutating func accept(
    _ bytes: [UInt8], from range: Range<Int>, share: Double = 0.9, places: [Int32] = []
  ) -> Bool {
    guard bytes.count >= 4, Self.isText(bytes, share: share) else { return false }
    guard pieces > 0, bytes.count <= room else {
      isExceeded = true
      return true
    }
    pieces -= 1
    room -= bytes.count
    accepted.append((bytes, range, places))
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
    var level = [Layer(fragment: Fragment(text: text, origin: 0..<text.bytes.count, chain: []))]
    for _ in 1...FragmentSink.depth {
      var next: [Layer] = []
      for parent in level {
        for decoder in decoders {
          var sink = FragmentSink(room: room, pieces: FragmentSink.count - fragments.count - next.count)
          decoder.decode(parent.bytes, into: &sink)
          if sink.isExceeded, exceeded.isEmpty {
            exceeded = ["\(FragmentSink.count) fragments or \(FragmentSink.bytes >> 10) KiB of decoded text"]
          }
          guard !sink.accepted.isEmpty else { continue }
          let isNested = parent.reveals(decoder)
          for (bytes, range, places) in sink.accepted {
            room -= bytes.count
            let isOuter = parent.last == nil
            let fragment = Fragment(
              text: ViewedText(bytes: bytes), origin: isOuter ? range : parent.fragment.origin,
              chain: parent.fragment.chain + [decoder.name], places: isOuter ? places : [])
            next.append(
              Layer(fragment: fragment, source: Array(parent.bytes[range]), last: decoder, isNested: isNested))
          }
        }
      }
      fragments += next.map(\.fragment)
      level = next
      if level.isEmpty { break }
    }
    // What lies deeper is decodable still, and nobody looks: only said where there is something.
    if exceeded.isEmpty, level.contains(where: { layer in decoders.contains { layer.reveals($0) } }) {
      exceeded = ["encodings nested more than \(FragmentSink.depth) deep"]
    }
  }
}

/// A fragment with what it was made from, for telling encodings within one another from encodings side by side.
///
/// A page with entities and percent signs is not nested: what can be decoded after a step and could be before is undone on another
/// way.
private struct Layer {
  let fragment: Fragment
  var source: [UInt8] = []
  /// The step that made it; nil for the text itself.
  var last: (any Decoder.Type)?
  /// Whether every step on the way brought to light what the next one undid.
  var isNested = true

  var bytes: [UInt8] { fragment.text.bytes }

  /// Less is hardly anybody's secret, and decodes by chance.
  private static let shortest = 6
  private static let escapes: [any Decoder.Type] = [PercentDecoder.self, EscapeDecoder.self, EntityDecoder.self]

  /// Whether the last step brought something to light that a decoder undoes.
  func reveals(_ decoder: any Decoder.Type) -> Bool {
    guard let last else { return true }
    guard isNested else { return false }
    let found = Self.pieces(of: bytes, decoder)
    guard found.accepted.contains(where: { $0.bytes.count >= Self.shortest }) else { return false }
    // A step undoes all that it can, so whatever it could undo once more is new.
    if decoder == last { return true }
    let earlier = Self.pieces(of: source, decoder)
    // Escapes take the text around them along, so they are told by how much they shorten it.
    if Self.escapes.contains(where: { $0 == decoder }) { return found.shortening > earlier.shortening }
    let known = Set(earlier.accepted.map(\.bytes))
    return found.accepted.contains { $0.bytes.count >= Self.shortest && !known.contains($0.bytes) }
  }

  private static func pieces(of bytes: [UInt8], _ decoder: any Decoder.Type) -> FragmentSink {
    var sink = FragmentSink()
    decoder.decode(bytes, into: &sink)
    return sink
  }
}

extension FragmentSink {
  /// How much shorter all that was decoded is than what it was made from.
  fileprivate var shortening: Int { accepted.reduce(0) { $0 + $1.range.count - $1.bytes.count } }
}
