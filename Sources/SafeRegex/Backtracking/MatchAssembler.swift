/// Writes the instructions for a tree.
///
/// Works from a list of what is still to be written instead of descending. Places in the program are labels until all is written.
struct MatchAssembler {
  typealias Instruction = MatchProgram.Instruction

  private enum Step {
    case node(ECMAScriptTree.Index, isBackward: Bool)
    case instruction(Instruction)
    case label(Int32)
  }

  private let tree: ECMAScriptTree
  private var pending: [Step] = []
  private var instructions: [Instruction] = []
  private var labels: [Int32] = []
  private(set) var runs: [MatchProgram.Run] = []
  private var loops: [MatchProgram.Loop] = []
  private var looks: [MatchProgram.Look] = []
  private(set) var slotCount: Int32

  init(_ tree: ECMAScriptTree) {
    self.tree = tree
    slotCount = 2 * (tree.captureCount + 1)
  }

  mutating func assemble() {
    pending = [.instruction(.match), .node(tree.root, isBackward: false)]
    while let step = pending.popLast() {
      switch step {
      case .node(let index, let isBackward): write(tree[index], isBackward)
      case .instruction(let instruction): instructions.append(instruction)
      case .label(let label): labels[Int(label)] = Int32(instructions.count)
      }
    }
  }

  private mutating func write(_ node: ECMAScriptTree.Node, _ isBackward: Bool) {
    switch node {
    case .scalar(let value): instructions.append(.scalar(value, isBackward: isBackward))
    case .set(let number): instructions.append(.set(number, isBackward: isBackward))
    case .textStart: instructions.append(.textStart)
    case .textEnd: instructions.append(.textEnd)
    case .lineStart: instructions.append(.lineStart)
    case .lineEnd: instructions.append(.lineEnd)
    case .wordBoundary(let isNegated): instructions.append(.wordBoundary(isNegated: isNegated))
    case .reference(let group): instructions.append(.reference(group, isBackward: isBackward))
    case .sequence(let list):
      let parts = tree.children(of: list)
      // The last is done first, so going back the order is the written one.
      if isBackward {
        pending.append(contentsOf: parts.map { .node($0, isBackward: true) })
      } else {
        pending.append(contentsOf: parts.reversed().map { .node($0, isBackward: false) })
      }
    case .choice(let list): writeChoice(tree.children(of: list), isBackward)
    case .group(let body, let capture):
      guard capture > 0 else { return pending.append(.node(body, isBackward: isBackward)) }
      // Where it begins and where it ends in the text, whichever comes first.
      let (first, second) = isBackward ? (2 * capture + 1, 2 * capture) : (2 * capture, 2 * capture + 1)
      schedule([.instruction(.save(first)), .node(body, isBackward: isBackward), .instruction(.save(second))])
    case .look(let body, let isBehind, let isNegated):
      let exit = newLabel()
      let number = Int32(looks.count)
      looks.append(.init(isNegated: isNegated, exit: exit))
      schedule([
        .instruction(.lookStart(number)), .node(body, isBackward: isBehind), .instruction(.lookEnd(number)),
        .label(exit),
      ])
    case .repetition(let number): write(tree.repetitions[Int(number)], isBackward)
    }
  }

  private mutating func writeChoice(_ parts: ArraySlice<ECMAScriptTree.Index>, _ isBackward: Bool) {
    let end = newLabel()
    pending.append(.label(end))
    for (number, part) in parts.enumerated().reversed() {
      guard number < parts.count - 1 else {
        pending.append(.node(part, isBackward: isBackward))
        continue
      }
      let next = newLabel()
      schedule([
        .instruction(.fork(otherwise: next)), .node(part, isBackward: isBackward), .instruction(.jump(end)),
        .label(next),
      ])
    }
  }

  private mutating func write(_ repetition: ECMAScriptTree.Repetition, _ isBackward: Bool) {
    if repetition.maximum == 0 { return }
    if let item = item(of: tree[repetition.atom]) {
      runs.append(
        .init(
          item: item, minimum: repetition.minimum, maximum: repetition.maximum ?? .max, isLazy: repetition.isLazy,
          isBackward: isBackward))
      return instructions.append(.run(Int32(runs.count - 1)))
    }
    let (decision, exit) = (newLabel(), newLabel())
    let number = Int32(loops.count)
    loops.append(
      .init(
        minimum: Int32(clamping: repetition.minimum), maximum: Int32(clamping: repetition.maximum ?? .max),
        isLazy: repetition.isLazy, captures: 2 * repetition.captures.lowerBound..<2 * repetition.captures.upperBound,
        slot: slotCount, decision: decision, exit: exit))
    slotCount += 2
    schedule([
      .instruction(.loopStart(number)), .label(decision), .instruction(.loop(number)),
      .instruction(.roundStart(number)), .node(repetition.atom, isBackward: isBackward),
      .instruction(.roundEnd(number)), .label(exit),
    ])
  }

  private func item(of node: ECMAScriptTree.Node) -> MatchProgram.Run.Item? {
    switch node {
    case .scalar(let value): .scalar(value)
    case .set(let number): .set(number)
    default: nil
    }
  }

  private mutating func schedule(_ steps: [Step]) { pending.append(contentsOf: steps.reversed()) }

  // MARK: Labels

  private mutating func newLabel() -> Int32 {
    labels.append(0)
    return Int32(labels.count - 1)
  }

  private func place(of label: Int32) -> Int32 { labels[Int(label)] }

  func resolvedInstructions() -> [Instruction] {
    instructions.map { instruction in
      switch instruction {
      case .fork(let label): .fork(otherwise: place(of: label))
      case .jump(let label): .jump(place(of: label))
      default: instruction
      }
    }
  }

  func resolvedLoops() -> [MatchProgram.Loop] {
    loops.map {
      .init(
        minimum: $0.minimum, maximum: $0.maximum, isLazy: $0.isLazy, captures: $0.captures, slot: $0.slot,
        decision: place(of: $0.decision), exit: place(of: $0.exit))
    }
  }

  func resolvedLooks() -> [MatchProgram.Look] {
    looks.map { .init(isNegated: $0.isNegated, exit: place(of: $0.exit)) }
  }
}
