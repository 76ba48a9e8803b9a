/// Texts put together from parts of a text: what a reader would put together too.
enum AssembledText {
  private static let shortest = 6
  private static let ways: Set<String> = Set(
    [.leaves, .quoted, .acrostic, .columns].map(\RestrictedDetector.Way.rawValue))

  /// Whether a finding was made in a text of which nobody knows where each part of it stood.
  static func isAssembled(_ chain: [String]) -> Bool { chain.contains(where: ways.contains) }

  static func fragments(of text: ViewedText, _ ways: Set<RestrictedDetector.Way>) -> [Fragment] {
    let readers: [(RestrictedDetector.Way, ([UInt8]) -> [Joined])] = [
      (.leaves, { [ObjectMembers(in: $0).joined] }), (.quoted, { [quoted($0)] }), (.acrostic, { [(acrostic($0), [])] }),
      (.columns, { Columns.texts(of: $0).map { ($0, []) } }),
    ]
    return readers.flatMap { way, read -> [Fragment] in
      guard ways.contains(way) else { return [] }
      return read(text.bytes).filter { $0.bytes.count >= shortest }.map { joined in
        Fragment(
          text: ViewedText(bytes: joined.bytes, starts: joined.starts), origin: 0..<text.bytes.count,
          chain: [way.rawValue])
      }
    }
  }

  /// Texts one after the other, and where each begins; nothing where they are cut anywhere.
  typealias Joined = (bytes: [UInt8], starts: [Int])

  /// What is left of a text without what numbers its parts, without its tags, without words that announce letters; the first letters of
  /// its lines, and what is encoded in it.
  static func rests(
    of text: ViewedText, by decoders: [any Decoder.Type] = Decoders.all, _ ways: Set<RestrictedDetector.Way>
  ) -> (fragments: [Fragment], exceeded: [String]) {
    let readers: [(RestrictedDetector.Way, ([UInt8]) -> Rest?)] = [
      (.numbered, Numbering.leftOut), (.markup, Markup.leftOut), (.announced, AnnouncedLetters.leftOut),
    ]
    var (fragments, exceeded): ([Fragment], [String]) = ([], [])
    for (way, read) in readers where ways.contains(way) {
      guard let (bytes, places) = read(text.bytes), bytes.count >= shortest else { continue }
      let left = Fragment(
        text: ViewedText(bytes: bytes), origin: 0..<text.bytes.count, chain: [way.rawValue], places: places)
      fragments.append(left)
      let lines = acrostic(bytes)
      if lines.count >= shortest, ways.contains(.acrostic) {
        fragments.append(
          Fragment(
            text: ViewedText(bytes: lines), origin: left.origin,
            chain: [way.rawValue, RestrictedDetector.Way.acrostic.rawValue]))
      }
      let decoded = DecodedText(left.text, by: decoders)
      exceeded += decoded.exceeded
      fragments += decoded.fragments.map {
        Fragment(text: $0.text, origin: left.origin(of: $0.origin), chain: [way.rawValue] + $0.chain)
      }
    }
    return (fragments, exceeded)
  }

  /// Bytes that are left, and for each where it comes from, and where the last one ends.
  typealias Rest = (bytes: [UInt8], places: [Int32])

  /// What stands in quotation marks or code marks, one after the other.
  private static func quoted(_ bytes: [UInt8]) -> Joined {
    var (result, starts): Joined = ([], [])
    var open: (mark: UInt8, start: Int)?
    for (index, byte) in bytes.enumerated() where byte == 0x22 || byte == 0x60 || byte == 0x0A {
      if let current = open {
        if byte == current.mark {
          starts.append(result.count)
          result += bytes[(current.start + 1)..<index]
        }
        if byte == current.mark || byte == 0x0A { open = nil }
      } else if byte != 0x0A {
        open = (byte, index)
      }
    }
    return (result, starts)
  }

  /// The first letter or digit of every line.
  private static func acrostic(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var isStart = true
    var index = 0
    while index < bytes.count {
      let (scalar, length) = UTF8Reading.scalar(in: bytes, at: index)
      if bytes[index] == 0x0A {
        isStart = true
      } else if isStart, let scalar, scalar.isLetterOrDigit {
        result += bytes[index..<index + length]
        isStart = false
      }
      index += length
    }
    return result
  }
}
