/// A pattern of ECMA-262 as PCRE2 reads it, spelled so that nothing has a second meaning.
///
/// Wants the options `PCRE2_DOLLAR_ENDONLY`, `PCRE2_MATCH_UNSET_BACKREF` and `PCRE2_ALLOW_EMPTY_CLASS`. Groups go by number alone;
/// their names are kept in the tree.
struct PCRE2Text {
  private enum Step {
    case node(ECMAScriptTree.Index)
    case text(String)
  }

  private let tree: ECMAScriptTree
  private var bytes: [UInt8] = []
  /// What is still to be written, the next last.
  private var pending: [Step] = []

  static func bytes(of tree: ECMAScriptTree) -> [UInt8] {
    var text = PCRE2Text(tree: tree)
    text.pending = [.node(tree.root)]
    while let step = text.pending.popLast() {
      switch step {
      case .text(let piece): text.append(piece)
      case .node(let index): text.write(tree[index])
      }
    }
    return text.bytes
  }

  /// One set alone.
  static func bytes(of set: ECMAScriptTree.CharacterSet) -> [UInt8] {
    var text = PCRE2Text(tree: ECMAScriptTree())
    text.write(set)
    return text.bytes
  }

  private init(tree: ECMAScriptTree) { self.tree = tree }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func write(_ node: ECMAScriptTree.Node) {
    switch node {
    case .scalar(let value): write(scalar: value)
    case .set(let number): write(tree.sets[Int(number)])
    case .textStart: append("^")
    case .textEnd: append("$")
    // The line ends of ECMA-262 are its own.
    case .lineStart: append("(?<![^\(Self.lineEnds)])")
    case .lineEnd: append("(?![^\(Self.lineEnds)])")
    case .wordBoundary(let isNegated): append(isNegated ? "\\B" : "\\b")
    case .sequence(let list): pending.append(contentsOf: tree.children(of: list).reversed().map(Step.node))
    case .choice(let list):
      for (number, index) in tree.children(of: list).enumerated().reversed() {
        pending.append(.node(index))
        if number > 0 { pending.append(.text("|")) }
      }
    case .group(let body, let capture): enclose(body, in: capture == 0 ? "(?:" : "(")
    case .look(let body, let isBehind, let isNegated):
      enclose(body, in: "(?" + (isBehind ? "<" : "") + (isNegated ? "!" : "="))
    // Braces keep a digit that follows from joining the number.
    case .reference(let group): append("\\g{\(group)}")
    case .repetition(let number): write(tree.repetitions[Int(number)])
    }
  }

  private mutating func enclose(_ body: ECMAScriptTree.Index, in opening: String) {
    append(opening)
    pending.append(.text(")"))
    pending.append(.node(body))
  }

  private mutating func write(_ repetition: ECMAScriptTree.Repetition) {
    // PCRE2 10.42 takes `(^a){0}b` for a pattern that begins with `^`. Groups after it keep their numbers.
    guard repetition.maximum != 0 else { return append(String(repeating: "()?", count: repetition.captures.count)) }
    let counts =
      switch (repetition.minimum, repetition.maximum) {
      case (0, nil): "*"
      case (1, nil): "+"
      case (0, 1): "?"
      case (let minimum, nil): "{\(minimum),}"
      case (let minimum, let maximum?): "{\(minimum),\(maximum)}"
      }
    pending.append(.text(repetition.isLazy ? counts + "?" : counts))
    pending.append(.node(repetition.atom))
  }

  // MARK: Characters

  /// A class without a member. `[]` means it too, but PCRE2 10.42 ignores a quantifier after that.
  private static let nothing = "[^\\x{0}-\\x{10ffff}]"

  private static let lineEnds = "\\n\\r\\x{2028}\\x{2029}"

  private mutating func write(scalar value: UInt32) {
    switch value {
    // Text that is valid Unicode holds no surrogate.
    case 0xD800...0xDFFF: append(Self.nothing)
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: bytes.append(UInt8(value))
    default: append("\\x{" + String(value, radix: 16) + "}")
    }
  }

  private mutating func write(_ set: ECMAScriptTree.CharacterSet) {
    if !set.isNegated, set.items.count == 1, case .escape(let escape) = set.items[0], let text = Self.bare(escape) {
      return append(text)
    }
    let start = bytes.count
    append(set.isNegated ? "[^" : "[")
    let empty = bytes.count
    for item in set.items {
      switch item {
      case .range(let low, let high): write(low, high)
      case .escape(let escape): write(escape)
      }
    }
    append("]")
    if !set.isNegated, bytes.count == empty + 1 {
      bytes.removeSubrange(start...)
      append(Self.nothing)
    }
  }

  /// An escape that PCRE2 has too.
  private static func bare(_ escape: ECMAScriptTree.SetEscape) -> String? {
    switch escape {
    case .digit(let isNegated): isNegated ? "\\D" : "\\d"
    case .word(let isNegated): isNegated ? "\\W" : "\\w"
    case .property(.known(let name), let isNegated): "\\" + (isNegated ? "P" : "p") + "{\(name)}"
    case .property(.assigned, let isNegated): "\\" + (isNegated ? "p" : "P") + "{Cn}"
    case .property, .space: nil
    }
  }

  /// Writes an escape as a part of a class. It is spelled out where that can be done: `[^\\W\\p{ASCII}]` has members for PCRE2 10.42.
  private mutating func write(_ escape: ECMAScriptTree.SetEscape) {
    if let ranges = escape.ranges {
      for range in ranges { write(range.lowerBound, range.upperBound) }
    } else if let text = Self.bare(escape) {
      append(text)
    }
  }

  /// Writes a range without its surrogates, which PCRE2 refuses.
  private mutating func write(_ low: UInt32, _ high: UInt32) {
    let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF
    let low = surrogates.contains(low) ? 0xE000 : low
    let high = surrogates.contains(high) ? 0xD7FF : high
    guard low <= high else { return }
    write(scalar: low)
    if low < high {
      append("-")
      write(scalar: high)
    }
  }
}

extension ECMAScriptTree.SetEscape {
  /// The code points it stands for; nil where PCRE2 alone knows.
  var ranges: CodePoints.Ranges? {
    let (ranges, isNegated): (CodePoints.Ranges, Bool)
    switch self {
    case .digit(let negated): (ranges, isNegated) = (CodePoints.digits, negated)
    case .word(let negated): (ranges, isNegated) = (CodePoints.wordCharacters, negated)
    case .space(let negated): (ranges, isNegated) = (CodePoints.spaces, negated)
    case .property(let property, let negated):
      guard let spelled = property.spelled else { return nil }
      (ranges, isNegated) = (spelled, negated)
    }
    return isNegated ? CodePoints.complement(of: ranges) : ranges
  }
}
