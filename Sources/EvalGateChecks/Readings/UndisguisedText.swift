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

  /// - Parameter joint: what is left of signs between letters of one word, if anything is.
  init(_ text: String, joint: Unicode.Scalar? = nil) {
    guard text.utf8.contains(where: { $0 >= 0x7F || $0 < 0x20 && !(0x09...0x0D).contains($0) }),
      let signs = Signs(Array(text.nfkc.strippingMarks.unicodeScalars))
    else {
      (cautious, bold) = ([], [])
      return
    }
    let words = signs.words
    let (latin, other) = (words.count { $0.script == .latin }, words.count { $0.script == .other })
    // In good part of another script: its words are words.
    let isOther = other > 0 && other * 4 >= latin
    cautious = signs.readings(words.filter { $0.script == .latin || $0.script == .either && !isOther }, joint)
    bold = signs.readings(words.filter { $0.script != .other }, joint)
  }
}

/// The characters of a text, each with what it is to a word.
private struct Signs {
  private let scalars: [Unicode.Scalar]
  private let roles: [Role]

  /// Nil where nothing is disguised.
  init?(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    roles = scalars.map(\.role)
    guard roles.contains(where: { $0 == .lookalike || $0 == .sign }) else { return nil }
  }

  /// A stretch of letters, digits and the signs between them.
  struct Word {
    /// `either` for letters that look like Latin ones and are none, `other` where at least one does not look so.
    enum Script { case none, latin, either, other }

    let range: Range<Int>
    let script: Script
  }

  var words: [Word] {
    roles.indices.split { roles[$0] == .separator }.map { range in
      let roles = roles[range]
      let script: Word.Script =
        roles.contains(.latin) ? .latin : roles.contains(.other) ? .other : roles.contains(.lookalike) ? .either : .none
      return Word(range: range, script: script)
    }
  }

  /// The text with some of its words in Latin letters, and its signs left out, or as spaces.
  func readings(_ latin: [Word], _ joint: Unicode.Scalar?) -> [String] {
    var plain = scalars
    for place in latin.lazy.flatMap(\.range) where roles[place] == .lookalike {
      plain[place] = scalars[place].lookalike ?? scalars[place]
    }
    guard roles.contains(.sign) else { return [String(plain)] }
    var together: [Unicode.Scalar] = []
    var (last, isApart): (Role, Bool) = (.separator, false)
    for place in plain.indices {
      guard roles[place] != .sign else {
        isApart = last != .separator
        continue
      }
      if let joint, isApart, roles[place] != .separator { together.append(joint) }
      (last, isApart) = (roles[place], false)
      together.append(plain[place])
    }
    return [String(together), String(plain.indices.map { roles[$0] == .sign ? " " : plain[$0] })]
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
      if isDigit { return .digit }
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
