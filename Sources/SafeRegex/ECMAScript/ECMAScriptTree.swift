/// A pattern of ECMA-262 that is known to be valid, as a tree kept in one list.
///
/// A list instead of nodes that hold one another, because patterns are hostile: a tree 100,000 groups deep must be gone over and
/// freed without a stack as deep. A node comes after those it is made of, so the root is the last one.
struct ECMAScriptTree: Sendable {
  typealias Index = Int32

  /// Some nodes in their order, as a part of `children`.
  struct List: Hashable, Sendable {
    let start: Int32
    let count: Int32
  }

  enum Node: Hashable, Sendable {
    /// One code point; a surrogate, which no text holds, matches nothing.
    case scalar(UInt32)
    /// One code point of a set, by its number in `sets`.
    case set(Int32)
    case textStart, textEnd, lineStart, lineEnd
    case wordBoundary(isNegated: Bool)
    case sequence(List)
    case choice(List)
    /// A group, by the number of its capture; 0 where it has none.
    case group(Index, capture: Int32)
    case look(Index, isBehind: Bool, isNegated: Bool)
    /// What a group has caught, by its number.
    case reference(Int32)
    /// By its number in `repetitions`.
    case repetition(Int32)
  }

  struct Repetition: Hashable, Sendable {
    let atom: Index
    let minimum: Int
    /// Nil for any number.
    let maximum: Int?
    let isLazy: Bool
    /// The captures within the atom, which each round begins without.
    let captures: Range<Int32>
  }

  /// A set of code points: `.`, an escape like `\d`, or a class in brackets.
  struct CharacterSet: Hashable, Sendable {
    enum Item: Hashable, Sendable {
      case range(UInt32, UInt32)
      case escape(SetEscape)
    }
    var isNegated = false
    var items: [Item] = []
  }

  /// An escape that stands for a set (section 22.2.1, CharacterClassEscape).
  enum SetEscape: Hashable, Sendable {
    case digit(isNegated: Bool)
    case word(isNegated: Bool)
    case space(isNegated: Bool)
    case property(UnicodeProperty, isNegated: Bool)
  }

  var nodes: [Node] = []
  var children: [Index] = []
  var sets: [CharacterSet] = []
  var repetitions: [Repetition] = []
  /// How many captures there are; the first is number 1.
  var captureCount: Int32 = 0
  /// Names of captures, which are equal when their code points are.
  var captureNames: [[Unicode.Scalar]: Int] = [:]

  /// Whether a search by PCRE2 gives the same answer to whether there is a match.
  ///
  /// Only a reference can tell two things apart. One round of a repetition begins without what the round before it caught, and a
  /// round that matched nothing does not count (section 22.2.2.3.1, RepeatMatcher), where PCRE2 keeps and counts both; and a
  /// look-behind is matched from its end to its beginning (section 22.2.2.4), where PCRE2 goes forward.
  var agreesOnMatches = true
  /// The same for where the match is and what its captures hold.
  var agreesOnCaptures = true

  var root: Index { Index(nodes.count - 1) }

  subscript(index: Index) -> Node { nodes[Int(index)] }

  func children(of list: List) -> ArraySlice<Index> { children[Int(list.start)..<Int(list.start + list.count)] }

  mutating func add(_ node: Node) -> Index {
    nodes.append(node)
    return root
  }

  /// A node for some in their order: the only one itself, or a list of them.
  mutating func add(_ parts: [Index], as make: (List) -> Node) -> Index {
    if parts.count == 1 { return parts[0] }
    let list = List(start: Int32(children.count), count: Int32(parts.count))
    children.append(contentsOf: parts)
    return add(make(list))
  }

  mutating func add(_ set: CharacterSet) -> Index {
    sets.append(set)
    return add(.set(Int32(sets.count - 1)))
  }

  mutating func add(_ repetition: Repetition) -> Index {
    repetitions.append(repetition)
    return add(.repetition(Int32(repetitions.count - 1)))
  }
}

extension ECMAScriptTree.CharacterSet {
  /// The line ends of ECMA-262 (section 12.3).
  static let lineEnds: [Item] = [.range(0x0A, 0x0A), .range(0x0D, 0x0D), .range(0x2028, 0x2029)]
}
