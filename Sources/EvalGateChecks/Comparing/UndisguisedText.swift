import UnicodeText

/// A text as a reader takes it who does not look closely: letters of other scripts that look like Latin ones are these, and signs
/// between letters, such as emoji and marks of direction, are not there or stand for a space.
///
/// For Latin texts that are looked for: whoever looks for other letters means these.
struct UndisguisedText {
  /// A word is taken for a Latin one only where it must be meant so: it holds Latin letters too, or few words around it can be written
  /// in nothing but another script. `сор` in a Russian text is a Russian word, though it looks like `cop`. None where nothing is
  /// disguised.
  let cautious: [String]
  /// Every word that can be read as a Latin one is, which is fit for texts that no other word equals by chance.
  let bold: [String]

  private typealias Scalars = [Unicode.Scalar]

  init(_ text: String) {
    guard text.utf8.contains(where: { $0 >= 0x7F || $0 < 0x20 && !(0x09...0x0D).contains($0) }) else {
      (cautious, bold) = ([], [])
      return
    }
    let scalars = Array(text.nfkc.strippingMarks.unicodeScalars)
    guard scalars.contains(where: { $0.role == .lookalike || $0.role == .sign }) else {
      (cautious, bold) = ([], [])
      return
    }
    let words = Self.words(of: scalars)
    cautious = Self.readings(of: scalars, as: Self.meantAsLatin(words))
    bold = Self.readings(of: scalars, as: words.filter { $0.script != .other }.map(\.range))
  }

  // MARK: Words

  /// A stretch of letters, digits and the signs between them.
  private struct Word {
    /// `either` for letters that look like Latin ones and are none, `other` where at least one does not look so.
    enum Script { case none, latin, either, other }

    let range: Range<Int>
    let script: Script

    init(_ range: Range<Int>, in scalars: Scalars) {
      self.range = range
      let roles = scalars[range].map(\.role)
      script =
        roles.contains(.latin) ? .latin : roles.contains(.other) ? .other : roles.contains(.lookalike) ? .either : .none
    }
  }

  private static func words(of scalars: Scalars) -> [Word] {
    scalars.indices.split { scalars[$0].role == .separator }.map { Word($0, in: scalars) }
  }

  private static func meantAsLatin(_ words: [Word]) -> [Range<Int>] {
    let (latin, other) = (words.count { $0.script == .latin }, words.count { $0.script == .other })
    // In good part of another script: its words are words.
    let isOther = other > 0 && other * 4 >= latin
    return words.filter { $0.script == .latin || $0.script == .either && !isOther }.map(\.range)
  }

  // MARK: Readings

  private static func readings(of scalars: Scalars, as latin: [Range<Int>]) -> [String] {
    var plain = scalars
    for place in latin.joined() {
      if scalars[place].role == .lookalike, let letter = scalars[place].lookalike { plain[place] = letter }
    }
    guard plain.contains(where: { $0.role == .sign }) else { return [String(plain)] }
    return [
      String(plain.filter { $0.role != .sign }), String(plain.map { $0.role == .sign ? " " : $0 }),
    ]
  }
}

extension String {
  fileprivate init(_ scalars: [Unicode.Scalar]) { self.init(String.UnicodeScalarView(scalars)) }

  /// The skeleton, and that of what it looks like where it is disguised.
  var skeletons: [String] { [skeleton] + UndisguisedText(self).cautious.prefix(1).map(\.skeleton) }
}

/// What a character is to a word.
private enum Role { case latin, lookalike, other, digit, sign, separator }

extension Unicode.Scalar {
  fileprivate var role: Role {
    if isASCII {
      if properties.isAlphabetic { return .latin }
      if ("0"..."9").contains(self) { return .digit }
      return generalCategory == .control && !properties.isWhitespace ? .sign : .separator
    }
    if isDefaultIgnorable { return .sign }
    if let lookalike { return lookalike.isLetterOrDigit ? .lookalike : .separator }
    switch generalCategory {
    case .decimalNumber: return .digit
    case .otherSymbol, .modifierSymbol, .format, .privateUse, .unassigned: return .sign
    case .control: return properties.isWhitespace ? .separator : .sign
    default: return isLetterOrDigit ? .other : .separator
    }
  }
}
