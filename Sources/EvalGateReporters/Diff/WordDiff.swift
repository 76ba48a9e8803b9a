/// Two texts, cut into stretches that are the same on both sides and stretches that were changed, word by word.
///
/// Words are compared by their bytes. A stretch of mere space between two changes belongs to them, because a change that is cut
/// up by spaces is hard to read.
package struct WordDiff: Hashable, Sendable {
  /// A stretch; `before` and `after` are equal where nothing changed, and one of them is empty where something was only taken
  /// away or only added.
  package struct Stretch: Hashable, Sendable {
    /// Whether both sides have it.
    package var isSame: Bool
    /// As the first text has it.
    package var before: String
    /// As the second text has it.
    package var after: String
  }

  /// In the order of the texts; put together, each side gives its text again.
  package let stretches: [Stretch]

  /// Compares two texts; the cost is bounded whatever they hold.
  package init(_ before: String, _ after: String) {
    let (old, new) = (Self.words(before), Self.words(after))
    var numbers: [[UInt8]: Int] = [:]
    func number(_ word: String) -> Int {
      let key = Array(word.utf8)
      let number = numbers[key] ?? numbers.count
      numbers[key] = number
      return number
    }
    let script = Myers(old.map(number), new.map(number))
    stretches = Self.joined(Self.stretches(old, new, script))
  }

  /// How much of the longer text is the same on both sides, from 0 to 1; 1 for two empty texts.
  package var similarity: Double {
    let same = stretches.filter(\.isSame).reduce(0) { $0 + $1.before.utf8.count }
    let longer = max(
      stretches.reduce(0) { $0 + $1.before.utf8.count }, stretches.reduce(0) { $0 + $1.after.utf8.count })
    return longer == 0 ? 1 : Double(same) / Double(longer)
  }

  /// Letters, digits and the marks on them make a word; spaces make one together; every other sign, ideograph and line feed
  /// stands by itself.
  static func words(_ text: String) -> [String] {
    var words: [String] = []
    var current = String.UnicodeScalarView()
    var last = Kind.single
    for scalar in text.unicodeScalars {
      let isMark = Self.isMark(scalar)
      let next = isMark ? last : kind(scalar)
      let goesOn = isMark || (next == last && next != .single)
      if !current.isEmpty, !goesOn {
        words.append(String(current))
        current = String.UnicodeScalarView()
      }
      current.append(scalar)
      last = next
    }
    if !current.isEmpty { words.append(String(current)) }
    return words
  }

  private enum Kind { case word, space, single }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    if scalar.isASCII {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": return .word
      case " ", "\t", "\u{B}", "\u{C}": return .space
      default: return .single
      }
    }
    if scalar.properties.isWhitespace { return .space }
    if scalar.properties.isIdeographic { return .single }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? .word : .single
  }

  /// What belongs to the sign before it.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return scalar == "\u{200D}"
    }
  }

  private static func stretches(_ old: [String], _ new: [String], _ script: Myers) -> [Stretch] {
    var found: [Stretch] = []
    func add(_ isSame: Bool, _ before: String, _ after: String) {
      // Without a copy of the last one, which would make every addition copy its text.
      if found.last?.isSame == isSame {
        found[found.count - 1].before += before
        found[found.count - 1].after += after
      } else {
        found.append(Stretch(isSame: isSame, before: before, after: after))
      }
    }
    var (x, y) = (0, 0)
    while x < old.count || y < new.count {
      if x < old.count, script.removed[x] {
        add(false, old[x], "")
        x += 1
      } else if y < new.count, script.added[y] {
        add(false, "", new[y])
        y += 1
      } else {
        add(true, old[x], new[y])
        x += 1
        y += 1
      }
    }
    return found
  }

  /// Takes spaces between two changes into them.
  private static func joined(_ stretches: [Stretch]) -> [Stretch] {
    var joined: [Stretch] = []
    for (index, stretch) in stretches.enumerated() {
      let isBridge =
        stretch.isSame && index > 0 && index + 1 < stretches.count
        && stretch.before.unicodeScalars.allSatisfy { $0.properties.isWhitespace && $0 != "\n" }
      if joined.last?.isSame == false, isBridge || !stretch.isSame {
        joined[joined.count - 1].before += stretch.before
        joined[joined.count - 1].after += stretch.after
      } else {
        joined.append(stretch)
      }
    }
    return joined
  }
}
