/// Reads a pattern of ECMA-262 with the `u` flag, and nothing that is none.
///
/// The grammar is that of section 22.2.1 with its early errors (section 22.2.1.1), in the 11th edition, which JSON Schema names
/// (2020-12 core, section 6.4), where it is section 21.2.1: what came later, `(?i:…)` and one name for two groups, is an error.
/// Annex B, which browsers add for patterns without the flag, has no part in it (section B.1.2).
///
/// Groups that are open are kept in a list, so that nesting cannot exhaust the stack. Linear in the pattern.
struct ECMAScriptParser {
  /// A group that has not been closed.
  private struct OpenGroup {
    enum Kind {
      case pattern, plain
      case capture(Int32)
      case look(isBehind: Bool, isNegated: Bool)
    }
    let kind: Kind
    /// How many captures began before it.
    let capturesBefore: Int32
    var alternatives: [ECMAScriptTree.Index] = []
    var terms: [ECMAScriptTree.Index] = []
  }

  let input: [UInt8]
  let options: SafeRegex.Options
  var position = 0
  var tree = ECMAScriptTree()
  private var open = [OpenGroup(kind: .pattern, capturesBefore: 0)]
  private var openLookBehinds = 0
  private var references = ReferenceLedger()

  static func parse(_ pattern: String, options: SafeRegex.Options) throws(RegexError) -> ECMAScriptTree {
    var parser = ECMAScriptParser(pattern, options)
    while parser.position < parser.input.count { try parser.readTerm() }
    guard parser.open.count == 1 else { throw parser.failure("missing closing parenthesis") }
    _ = parser.finishDisjunction()
    try parser.references.resolve(in: &parser.tree)
    return parser.tree
  }

  private init(_ pattern: String, _ options: SafeRegex.Options) {
    input = Array(pattern.utf8)
    self.options = options
  }

  func failure(_ message: String, at offset: Int? = nil) -> RegexError {
    RegexError(message: message, offset: offset ?? position)
  }

  /// The byte at the position, or some bytes further.
  func peek(_ ahead: Int = 0) -> UInt8? { position + ahead < input.count ? input[position + ahead] : nil }

  // MARK: Terms

  /// Reads one Term, or a sign between terms.
  private mutating func readTerm() throws(RegexError) {
    switch input[position] {
    case UInt8(ascii: "|"):
      position += 1
      finishAlternative()
    case UInt8(ascii: "("): try openGroup()
    case UInt8(ascii: ")"): try closeGroup()
    case UInt8(ascii: "^"): addAssertion(options.contains(.multiline) ? .lineStart : .textStart, length: 1)
    case UInt8(ascii: "$"): addAssertion(options.contains(.multiline) ? .lineEnd : .textEnd, length: 1)
    case UInt8(ascii: "."):
      position += 1
      let lineEnds = options.contains(.dotMatchesNewline) ? [] : ECMAScriptTree.CharacterSet.lineEnds
      try addAtom(tree.add(.init(isNegated: true, items: lineEnds)))
    case UInt8(ascii: "["): try addAtom(tree.add(readClass()))
    case UInt8(ascii: "\\"): try readEscapedTerm()
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): throw failure("nothing to repeat")
    case UInt8(ascii: "{") where digits(from: position + 1) > 0: throw failure("nothing to repeat")
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "]"): throw loneSign()
    default: try addAtom(tree.add(.scalar(readScalar())))
    }
  }

  private func loneSign() -> RegexError {
    let sign = String(Unicode.Scalar(input[position]))
    return failure("lone \(sign), which is written \\\(sign)")
  }

  private mutating func addAssertion(_ node: ECMAScriptTree.Node, length: Int) {
    position += length
    add(tree.add(node))
  }

  private mutating func add(_ term: ECMAScriptTree.Index) { open[open.count - 1].terms.append(term) }

  /// Adds an Atom with the Quantifier that may follow it.
  private mutating func addAtom(_ atom: ECMAScriptTree.Index, capturesBefore: Int32? = nil) throws(RegexError) {
    let captures = (capturesBefore ?? tree.captureCount) + 1..<tree.captureCount + 1
    guard let (minimum, maximum) = try readQuantifier() else { return add(atom) }
    let isLazy = peek() == UInt8(ascii: "?")
    if isLazy { position += 1 }
    references.noteUnsteady(captures)
    switch tree[atom] {
    case .group: tree.agreesOnCaptures = false
    // PCRE2 10.42 takes `\\1+` for a failure where the group has caught nothing.
    case .reference: (tree.agreesOnMatches, tree.agreesOnCaptures) = (false, false)
    default: break
    }
    add(
      tree.add(
        ECMAScriptTree.Repetition(
          atom: atom, minimum: minimum, maximum: maximum, isLazy: isLazy, captures: captures)))
  }

  /// Reads a term that begins with a backslash (AtomEscape, `\b` and `\B`).
  private mutating func readEscapedTerm() throws(RegexError) {
    let start = position
    switch peek(1) {
    case UInt8(ascii: "b"): addAssertion(.wordBoundary(isNegated: false), length: 2)
    case UInt8(ascii: "B"): addAssertion(.wordBoundary(isNegated: true), length: 2)
    case UInt8(ascii: "k"):
      position += 2
      guard peek() == UInt8(ascii: "<") else { throw failure("\\k is not followed by a name in <>", at: start) }
      let name = try readGroupName()
      try addReference(.init(node: tree.add(.reference(0)), target: .name(name), offset: start))
    case .some(UInt8(ascii: "1")...UInt8(ascii: "9")):
      let length = digits(from: position + 1)
      let number = number(in: position + 1..<position + 1 + length)
      position += 1 + length
      let node = tree.add(.reference(Int32(clamping: number)))
      try addReference(.init(node: node, target: .number(number), offset: start))
    default:
      switch try readEscape(inClass: false) {
      case .scalar(let value): try addAtom(tree.add(.scalar(value)))
      case .set(let escape): try addAtom(tree.add(.init(items: [.escape(escape)])))
      }
    }
  }

  private mutating func addReference(_ reference: ReferenceLedger.Reference) throws(RegexError) {
    references.add(reference)
    if openLookBehinds > 0 { (tree.agreesOnMatches, tree.agreesOnCaptures) = (false, false) }
    try addAtom(reference.node)
  }

  // MARK: Groups

  private mutating func openGroup() throws(RegexError) {
    let start = position
    let before = tree.captureCount
    func begins(with text: StaticString) -> Bool {
      input[start...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    let kind: OpenGroup.Kind
    let length: Int
    if begins(with: "(?:") {
      (kind, length) = (.plain, 3)
    } else if begins(with: "(?=") || begins(with: "(?!") {
      (kind, length) = (.look(isBehind: false, isNegated: begins(with: "(?!")), 3)
    } else if begins(with: "(?<=") || begins(with: "(?<!") {
      (kind, length) = (.look(isBehind: true, isNegated: begins(with: "(?<!")), 4)
      openLookBehinds += 1
    } else if begins(with: "(?"), !begins(with: "(?<") {
      throw failure("unknown kind of group")
    } else {
      tree.captureCount += 1
      (kind, length) = (.capture(tree.captureCount), begins(with: "(?<") ? 2 : 1)
    }
    position += length
    if case .capture(let number) = kind, length == 2 {
      let name = try readGroupName()
      guard tree.captureNames.updateValue(Int(number), forKey: name) == nil else {
        throw failure("second group with the same name", at: start)
      }
    }
    open.append(OpenGroup(kind: kind, capturesBefore: before))
  }

  private mutating func closeGroup() throws(RegexError) {
    guard open.count > 1 else { throw failure("unmatched closing parenthesis") }
    position += 1
    let body = finishDisjunction()
    let group = open.removeLast()
    switch group.kind {
    case .pattern: break
    case .plain: try addAtom(tree.add(.group(body, capture: 0)), capturesBefore: group.capturesBefore)
    case .capture(let number):
      try addAtom(tree.add(.group(body, capture: number)), capturesBefore: group.capturesBefore)
    case .look(let isBehind, let isNegated):
      if isBehind {
        openLookBehinds -= 1
        references.noteUnsteady(group.capturesBefore + 1..<tree.captureCount + 1)
        if group.capturesBefore < tree.captureCount { tree.agreesOnCaptures = false }
      }
      // With the `u` flag a look-around is no atom and takes no quantifier.
      add(tree.add(.look(body, isBehind: isBehind, isNegated: isNegated)))
    }
  }

  private mutating func finishAlternative() {
    let last = open.count - 1
    let sequence = tree.add(open[last].terms) { .sequence($0) }
    open[last].terms = []
    open[last].alternatives.append(sequence)
  }

  private mutating func finishDisjunction() -> ECMAScriptTree.Index {
    finishAlternative()
    return tree.add(open[open.count - 1].alternatives) { .choice($0) }
  }
}
