/// What tools and the instructions said, ready to be looked up many times.
///
/// Not shared: it lives as long as one text is looked at.
final class Conversation {
  private let texts: [ViewedText]
  /// How many of them are of tools; those come first.
  private let toolTexts: Int
  private let userTexts: [ViewedText]
  /// Which eight letters in a row occur in them, by a hash: most of what is looked up occurs in none of them.
  private lazy var known: Set<UInt64> = {
    var known: Set<UInt64> = []
    for text in texts {
      var window: UInt64 = 0
      for (index, byte) in text.letters.bytes.enumerated() {
        window = window << 8 | UInt64(byte)
        if index >= 7 { known.insert(window) }
      }
    }
    return known
  }()
  /// What has a digit in it, outside addresses.
  private lazy var numbered = Set(
    texts.indices.prefix(toolTexts).flatMap { place in
      SaidParts.numbered(in: texts[place].bytes).filter { word in
        !addresses[place].contains { ByteSearch.contains(word, in: $0) }
      }
    })
  /// With the steps of the paths in them in one form.
  private lazy var paths = texts.map { SaidSteps.path(of: String(decoding: $0.bytes, as: UTF8.self)) }
  /// The letters of the addresses in each text.
  private lazy var addresses: [[[UInt8]]] = links(in: texts)
  private lazy var userAddresses: [[[UInt8]]] = links(in: userTexts)
  /// The addresses that stand in what was told, users' words included, as they were written.
  private lazy var given = Set((texts + userTexts).flatMap { LinkScanner($0.bytes).links.map(\.target) })

  init(_ context: DetectionContext) {
    toolTexts = context.toolTexts.count
    let prompt = context.systemPrompt ?? ""
    texts = context.toolTexts + (prompt.isEmpty ? [] : [ViewedText(prompt)])
    userTexts = context.userTexts
  }

  /// Whether nobody said anything.
  var isEmpty: Bool { texts.isEmpty && userTexts.isEmpty }

  /// Whether tools said anything.
  var hasTools: Bool { toolTexts > 0 }

  /// Whether letters, at least eight of them, were said otherwise than within an address.
  /// - Parameter isByTools: by tools, and not in the instructions alone.
  func tells(_ letters: [UInt8], byTools isByTools: Bool = false) -> Bool {
    guard letters.count >= 8, known.contains(letters.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }) else { return false }
    return texts.indices.prefix(isByTools ? toolTexts : texts.count).contains { place in
      ByteSearch.contains(letters, in: texts[place].letters.bytes)
        && !addresses[place].contains { ByteSearch.contains(letters, in: $0) }
    }
  }

  /// Whether the steps of a path were said as those of one, `src/forms/Field.swift`, `Men > Shoes`: who names a page or a file names
  /// its folders too.
  func tellsPath(_ steps: String) -> Bool {
    let wanted = SaidSteps.path(of: steps)
    return wanted.contains(UInt8(ascii: "/")) && paths.contains { ByteSearch.contains(wanted, in: $0) }
  }

  /// Whether tools said a number or an id otherwise than within an address.
  func tellsNumbered(_ letters: [UInt8]) -> Bool { numbered.contains(letters) }

  /// Whether a long number was said by anybody, users included, otherwise than within an address.
  func tellsNumber(_ digits: [UInt8]) -> Bool {
    tells(digits)
      || userTexts.indices.contains { place in
        ByteSearch.contains(digits, in: userTexts[place].letters.bytes)
          && !userAddresses[place].contains { ByteSearch.contains(digits, in: $0) }
      }
  }

  /// Whether an address was told as it stands, by tools, in the instructions or by users.
  func gave(_ target: String) -> Bool { given.contains(target) }

  private func links(in texts: [ViewedText]) -> [[[UInt8]]] {
    texts.map { text in LinkScanner(text.bytes).links.map { ViewedText($0.target).letters.bytes } }
  }
}
