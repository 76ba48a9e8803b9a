import CPCRE2

/// One search by a match program: the state that backtracking goes back to, kept in lists, so that no text exhausts the stack.
///
/// Bounded by the same work as a search by PCRE2, see `WorkMeter`, and by memory.
struct Matcher: TextSearch, ~Copyable {
  /// Another way to go on, should this one fail.
  private struct Choice {
    /// The instruction to go on with; a run where `extra` is not negative.
    let instruction: Int32
    var position: Int32
    let undoCount: Int32
    /// For a greedy run where its least end is; for a lazy one how many more it may take.
    var extra: Int32
  }

  /// What a slot held before.
  private struct Undo {
    let slot: Int32
    let value: Int32
  }

  /// What a look-around that is being matched goes back to.
  private struct LookMark {
    var choiceCount = 0
    var undoCount = 0
    var position: Int32 = 0
  }

  private static let unset: Int32 = -1
  /// What an instruction takes, as an item of a pattern does with PCRE2.
  private static let price = 16
  /// What a character of a run takes.
  private static let passPrice = 8
  /// What asking PCRE2 about one character takes.
  private static let testPrice = 64

  private let regex: SafeRegex
  private let program: MatchProgram
  private let memory: Int
  private let budget: Int
  private var left: Int
  private var slots: [Int32]
  private var choices: [Choice] = []
  private var undos: [Undo] = []
  private var marks: [LookMark]
  /// For the sets that PCRE2 is asked about, nil where there are none.
  private let scratch: OpaquePointer?

  init(_ regex: SafeRegex, _ program: MatchProgram, bytes: Int) {
    self.regex = regex
    self.program = program
    memory = Int(regex.limits.memoryKiB) * 8 * 1_024
    budget = WorkMeter.budget(bytes)
    left = budget - (program.slotCount + program.looks.count) / 2
    slots = [Int32](repeating: Self.unset, count: program.slotCount)
    marks = [LookMark](repeating: LookMark(), count: program.looks.count)
    scratch = program.sets.contains { $0.tested != nil } ? pcre2_match_data_create_8(1, nil) : nil
  }

  deinit {
    if let scratch { pcre2_match_data_free_8(scratch) }
  }

  var work: Int { budget - left }

  mutating func find(
    in utf8: UnsafeBufferPointer<UInt8>, from offset: Int, notEmptyAtStart: Bool
  ) throws(RegexLimit) -> RegexMatch? {
    guard offset <= utf8.count else { return nil }
    guard utf8.count < Int(Int32.max) else { throw limit(.memory) }
    var start = max(0, offset)
    while start < utf8.count, utf8[start] & 0xC0 == 0x80 { start += 1 }
    let first = start
    while true {
      if let end = try match(utf8, at: start, notEmpty: notEmptyAtStart && start == first) {
        return found(start..<end)
      }
      guard start < utf8.count else { return nil }
      start += 1
      while start < utf8.count, utf8[start] & 0xC0 == 0x80 { start += 1 }
    }
  }

  private func limit(_ reason: RegexLimit.Reason) -> RegexLimit { RegexLimit(reason: reason, pattern: regex.pattern) }

  /// Makes the match and forgets what it caught.
  private mutating func found(_ range: Range<Int>) -> RegexMatch {
    var groups: [Range<Int>?] = [range]
    for capture in 0..<program.captureCount {
      let (lower, upper) = (slots[2 * capture + 2], slots[2 * capture + 3])
      groups.append(lower < 0 || upper < 0 ? nil : Int(lower)..<Int(upper))
    }
    undo(to: 0)
    choices.removeAll(keepingCapacity: true)
    return RegexMatch(range: range, groups: groups, names: regex.groupNames)
  }

  // MARK: Running

  /// Where the match that begins at `start` ends, nil when there is none.
  private mutating func match(
    _ utf8: UnsafeBufferPointer<UInt8>, at start: Int, notEmpty: Bool
  ) throws(RegexLimit) -> Int? {
    var position = start
    var next = 0
    while true {
      left -= Self.price
      guard left >= 0 else { throw limit(.steps) }
      let instruction = program.instructions[next]
      if case .match = instruction, !(notEmpty && position == start) { return position }
      if try run(instruction, utf8, &position, &next) { continue }
      guard resume(utf8, &position, &next) else { return nil }
    }
  }

  /// Does one instruction and goes to the one after it; false where this way fails.
  @inline(__always)
  private mutating func run(
    _ instruction: MatchProgram.Instruction, _ utf8: UnsafeBufferPointer<UInt8>, _ position: inout Int,
    _ next: inout Int
  ) throws(RegexLimit) -> Bool {
    next += 1
    switch instruction {
    case .scalar(let value, let isBackward):
      guard let found = UTF8Character(utf8, at: position, isBackward) else { return false }
      position = found.end
      return found.value == value
    case .set(let number, let isBackward):
      guard let found = UTF8Character(utf8, at: position, isBackward) else { return false }
      defer { position = found.end }
      return contains(number, found, utf8, position)
    case .run(let number): return try start(number, utf8, &position, at: next - 1)
    case .textStart: return position == 0
    case .textEnd: return position == utf8.count
    case .lineStart: return position == 0 || utf8.endsLine(before: position)
    case .lineEnd: return position == utf8.count || utf8.endsLine(at: position)
    case .wordBoundary(let isNegated):
      return (utf8.isWord(at: position - 1) != utf8.isWord(at: position)) != isNegated
    case .reference(let group, let isBackward): return follow(group, utf8, &position, isBackward)
    case .save(let slot): set(slot, Int32(position))
    case .fork(let otherwise): try choose(otherwise, position)
    case .jump(let target): next = Int(target)
    case .loopStart(let number): set(program.loops[Int(number)].slot, 0)
    case .loop(let number): try decide(program.loops[Int(number)], position, &next)
    case .roundStart(let number):
      let loop = program.loops[Int(number)]
      left -= loop.captures.count
      for slot in loop.captures where slots[Int(slot)] != Self.unset { set(slot, Self.unset) }
      set(loop.slot + 1, Int32(position))
    case .roundEnd(let number):
      let loop = program.loops[Int(number)]
      let count = slots[Int(loop.slot)]
      // A round beyond those that are asked for must get on (section 22.2.2.3.1, step 2.b).
      if count >= loop.minimum, slots[Int(loop.slot) + 1] == Int32(position) { return false }
      set(loop.slot, count + 1)
      next = Int(loop.decision)
    case .lookStart(let number): try look(number, position)
    case .lookEnd(let number): return leave(number, &position)
    case .match: return false
    }
    return true
  }

  /// Goes back to the way that was left open last; false where none is.
  private mutating func resume(
    _ utf8: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ next: inout Int
  ) -> Bool {
    while let choice = choices.popLast() {
      undo(to: Int(choice.undoCount))
      (position, next) = (Int(choice.position), Int(choice.instruction))
      if choice.extra < 0 || resumeRun(choice, utf8, &position, &next) { return true }
    }
    undo(to: 0)
    return false
  }

  // MARK: State

  private mutating func set(_ slot: Int32, _ value: Int32) {
    undos.append(Undo(slot: slot, value: slots[Int(slot)]))
    slots[Int(slot)] = value
  }

  private mutating func undo(to count: Int) {
    while undos.count > count, let last = undos.popLast() { slots[Int(last.slot)] = last.value }
  }

  private mutating func choose(_ instruction: Int32, _ position: Int, extra: Int32 = -1) throws(RegexLimit) {
    guard choices.count * MemoryLayout<Choice>.stride + undos.count * MemoryLayout<Undo>.stride < memory else {
      throw limit(.memory)
    }
    choices.append(
      Choice(instruction: instruction, position: Int32(position), undoCount: Int32(undos.count), extra: extra))
  }

  // MARK: Groups, loops and look-arounds

  /// Passes what a group has caught; one that took no part has caught nothing (section 22.2.2.7.2, BackreferenceMatcher).
  private mutating func follow(
    _ group: Int32, _ utf8: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ isBackward: Bool
  ) -> Bool {
    let (lower, upper) = (Int(slots[2 * Int(group)]), Int(slots[2 * Int(group) + 1]))
    guard lower >= 0, upper >= 0 else { return true }
    let count = upper - lower
    let start = isBackward ? position - count : position
    guard start >= 0, start + count <= utf8.count else { return false }
    left -= count
    for offset in 0..<count where utf8[start + offset] != utf8[lower + offset] { return false }
    position = isBackward ? start : start + count
    return true
  }

  private mutating func decide(
    _ loop: MatchProgram.Loop, _ position: Int, _ next: inout Int
  ) throws(RegexLimit) {
    let count = slots[Int(loop.slot)]
    if count < loop.minimum { return }
    if count >= loop.maximum {
      next = Int(loop.exit)
    } else if loop.isLazy {
      try choose(Int32(next), position)
      next = Int(loop.exit)
    } else {
      try choose(loop.exit, position)
    }
  }

  private mutating func look(_ number: Int32, _ position: Int) throws(RegexLimit) {
    marks[Int(number)] = LookMark(choiceCount: choices.count, undoCount: undos.count, position: Int32(position))
    let look = program.looks[Int(number)]
    if look.isNegated { try choose(look.exit, position) }
  }

  /// Leaves a look-around whose body has matched: no way within it is tried again (section 22.2.2.4).
  private mutating func leave(_ number: Int32, _ position: inout Int) -> Bool {
    let mark = marks[Int(number)]
    choices.removeLast(choices.count - mark.choiceCount)
    if program.looks[Int(number)].isNegated { return false }
    position = Int(mark.position)
    return true
  }

  // MARK: Runs

  @inline(__always)
  private mutating func contains(
    _ set: Int32, _ character: UTF8Character, _ utf8: UnsafeBufferPointer<UInt8>, _ position: Int
  ) -> Bool {
    guard let tested = program.sets[Int(set)].tested else { return program.sets[Int(set)].contains(character.value) }
    guard let scratch else { return false }
    left -= Self.testPrice
    let bytes = min(position, character.end)..<max(position, character.end)
    return tested.contains(UnsafeBufferPointer(rebasing: utf8[bytes]), scratch: scratch)
  }

  /// Passes one more of a run's item.
  @inline(__always)
  private mutating func pass(
    _ run: MatchProgram.Run, _ utf8: UnsafeBufferPointer<UInt8>, _ position: inout Int
  ) -> Bool {
    guard let found = UTF8Character(utf8, at: position, run.isBackward) else { return false }
    let isMember =
      switch run.item {
      case .scalar(let value): found.value == value
      case .set(let set): contains(set, found, utf8, position)
      }
    if isMember { position = found.end }
    return isMember
  }

  private mutating func start(
    _ number: Int32, _ utf8: UnsafeBufferPointer<UInt8>, _ position: inout Int, at instruction: Int
  ) throws(RegexLimit) -> Bool {
    let run = program.runs[Int(number)]
    var count = 0
    while count < run.minimum {
      guard pass(run, utf8, &position) else { return false }
      count += 1
    }
    left -= Self.passPrice * count
    guard count < run.maximum else { return true }
    if run.isLazy {
      try choose(Int32(instruction), position, extra: Int32(clamping: run.maximum - count))
      return true
    }
    let least = position
    while count < run.maximum, pass(run, utf8, &position) {
      count += 1
      left -= Self.passPrice
    }
    if position != least { try choose(Int32(instruction), position, extra: Int32(least)) }
    return true
  }

  /// Takes one less in a greedy run, one more in a lazy one; false where it cannot.
  private mutating func resumeRun(
    _ choice: Choice, _ utf8: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ next: inout Int
  ) -> Bool {
    guard case .run(let number) = program.instructions[next] else { return false }
    next += 1
    let run = program.runs[Int(number)]
    var choice = choice
    if run.isLazy {
      left -= Self.passPrice
      guard pass(run, utf8, &position) else { return false }
      choice.extra -= 1
    } else if let before = UTF8Character(utf8, at: position, !run.isBackward) {
      position = before.end
    }
    choice.position = Int32(position)
    if run.isLazy ? choice.extra > 0 : position != Int(choice.extra) { choices.append(choice) }
    return true
  }
}
