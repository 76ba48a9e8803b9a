/// A pattern of ECMA-262 as instructions for a matcher that does to the letter what section 22.2.2 says.
///
/// PCRE2 matches what it agrees on, faster; this runs the rest: references to groups that are repeated or looked behind at,
/// look-behinds of no fixed length, and what is too large for PCRE2.
final class MatchProgram: Sendable {
  enum Instruction: Sendable {
    /// One code point, after the position or, going back, before it.
    case scalar(UInt32, isBackward: Bool)
    case set(Int32, isBackward: Bool)
    /// As many of one code point or set as there are, see `runs`.
    case run(Int32)
    case textStart, textEnd, lineStart, lineEnd
    case wordBoundary(isNegated: Bool)
    case reference(Int32, isBackward: Bool)
    /// Writes the position into a slot.
    case save(Int32)
    /// Goes on here, and at the other place should that fail.
    case fork(otherwise: Int32)
    case jump(Int32)
    /// Loops: begin counting, decide on another round, begin it, end it.
    case loopStart(Int32), loop(Int32), roundStart(Int32), roundEnd(Int32)
    case lookStart(Int32), lookEnd(Int32)
    case match
  }

  /// A repetition of what takes one code point, which needs no rounds.
  struct Run: Sendable {
    enum Item: Sendable {
      case scalar(UInt32)
      case set(Int32)
    }
    let item: Item
    let minimum: Int
    let maximum: Int
    let isLazy: Bool
    let isBackward: Bool
  }

  /// A repetition of anything else.
  struct Loop: Sendable {
    let minimum: Int32
    let maximum: Int32
    let isLazy: Bool
    /// The slots of the captures within, which each round begins without.
    let captures: Range<Int32>
    /// The slot that counts the rounds; the next one holds where this round began.
    let slot: Int32
    /// The instruction that decides, and that after the loop.
    let decision: Int32
    let exit: Int32
  }

  struct Look: Sendable {
    let isNegated: Bool
    /// The instruction after it.
    let exit: Int32
  }

  let instructions: [Instruction]
  let sets: [ScalarSet]
  let runs: [Run]
  let loops: [Loop]
  let looks: [Look]
  /// The slots of captures, two each with that of the whole match as the first, and then those of loops.
  let slotCount: Int
  let captureCount: Int

  init(_ tree: ECMAScriptTree) throws(PCRE2Refusal) {
    var assembler = MatchAssembler(tree)
    assembler.assemble()
    instructions = assembler.resolvedInstructions()
    runs = assembler.runs
    loops = assembler.resolvedLoops()
    looks = assembler.resolvedLooks()
    slotCount = Int(assembler.slotCount)
    captureCount = Int(tree.captureCount)
    var sets: [ScalarSet] = []
    for set in tree.sets { try sets.append(ScalarSet(set)) }
    self.sets = sets
  }
}
