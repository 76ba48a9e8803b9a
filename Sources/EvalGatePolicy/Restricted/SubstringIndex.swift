/// Finds the longest common runs of a text with any of many values in one pass: a suffix automaton of all values (Blumer et
/// al., Theoretical Computer Science 40, 1985), with which a text is matched as it is read.
///
/// What several values share says nothing about which of them is told, so such runs do not count.
struct SubstringIndex: Sendable {
  /// A run of the text that also stands in a value.
  struct Run: Sendable {
    let value: Int
    /// Bytes of the view that was searched.
    let range: Range<Int>
    /// Where in the value it stands.
    let offset: Int
  }

  /// Runs that occur in more values than this are common words.
  static let sharing = 3

  private var length: [Int32] = [0]
  private var link: [Int32] = [-1]
  private var firstEdge: [Int32] = [-1]
  private var edges: [(label: UInt8, target: Int32, next: Int32)] = []
  private var rootTargets: [Int32] = Array(repeating: -1, count: 256)
  /// For each state a value that holds it, with where it ends in that value; -1 for none or too many.
  private var holder: [Int32] = [-1]
  private var holderEnd: [Int32] = [0]
  /// The least run that counts, among the values that hold the state.
  private var needed: [Int32] = [.max]
  /// The nearest state on the way to the root that counts at its full length; -1 for none.
  private var alarm: [Int32] = [-1]

  /// - Parameters:
  ///   - thresholds: how long a run of each value must be to count.
  ///   - owners: what each value is a form of, those of one form one after the other; left out where each stands for itself.
  init(_ values: [[UInt8]], thresholds: [Int], owners: [Int]? = nil) {
    var last: Int32 = 0
    for value in values {
      last = 0
      for byte in value { last = extend(last, by: byte) }
    }
    attribute(values, thresholds, owners ?? Array(values.indices))
  }

  var isEmpty: Bool { length.count == 1 }

  private func target(of state: Int32, by label: UInt8) -> Int32 {
    if state == 0 { return rootTargets[Int(label)] }
    var edge = firstEdge[Int(state)]
    while edge >= 0 {
      if edges[Int(edge)].label == label { return edges[Int(edge)].target }
      edge = edges[Int(edge)].next
    }
    return -1
  }

  private mutating func setTarget(of state: Int32, by label: UInt8, to target: Int32) {
    if state == 0 { rootTargets[Int(label)] = target }
    var edge = firstEdge[Int(state)]
    while edge >= 0 {
      if edges[Int(edge)].label == label {
        edges[Int(edge)].target = target
        return
      }
      edge = edges[Int(edge)].next
    }
    edges.append((label, target, firstEdge[Int(state)]))
    firstEdge[Int(state)] = Int32(edges.count - 1)
  }

  private mutating func addState(length newLength: Int32, link newLink: Int32) -> Int32 {
    length.append(newLength)
    link.append(newLink)
    firstEdge.append(-1)
    return Int32(length.count - 1)
  }

  /// A state for the shorter strings of another one, with the same ways on.
  private mutating func split(_ state: Int32, length newLength: Int32) -> Int32 {
    let copy = addState(length: newLength, link: link[Int(state)])
    var edge = firstEdge[Int(state)]
    while edge >= 0 {
      let (label, target, next) = edges[Int(edge)]
      setTarget(of: copy, by: label, to: target)
      edge = next
    }
    link[Int(state)] = copy
    return copy
  }

  private mutating func redirect(_ from: Int32, by label: UInt8, _ old: Int32, to new: Int32) {
    var state = from
    while state >= 0, target(of: state, by: label) == old {
      setTarget(of: state, by: label, to: new)
      state = link[Int(state)]
    }
  }

  private mutating func extend(_ last: Int32, by label: UInt8) -> Int32 {
    let existing = target(of: last, by: label)
    if existing >= 0 {
      if length[Int(existing)] == length[Int(last)] + 1 { return existing }
      let copy = split(existing, length: length[Int(last)] + 1)
      redirect(last, by: label, existing, to: copy)
      return copy
    }
    let new = addState(length: length[Int(last)] + 1, link: 0)
    var state = last
    while state >= 0, target(of: state, by: label) < 0 {
      setTarget(of: state, by: label, to: new)
      state = link[Int(state)]
    }
    guard state >= 0 else { return new }
    let next = target(of: state, by: label)
    if length[Int(next)] == length[Int(state)] + 1 {
      link[Int(new)] = next
    } else {
      let copy = split(next, length: length[Int(state)] + 1)
      redirect(state, by: label, next, to: copy)
      link[Int(new)] = copy
    }
    return new
  }

  /// Tells every state which values hold it. A value climbs only where it has not been, so equal parts are climbed once.
  private mutating func attribute(_ values: [[UInt8]], _ thresholds: [Int], _ owners: [Int]) {
    let count = length.count
    holder = Array(repeating: -1, count: count)
    holderEnd = Array(repeating: 0, count: count)
    needed = Array(repeating: .max, count: count)
    alarm = Array(repeating: -1, count: count)
    var visitor = [Int32](repeating: -1, count: count)
    var holders = [UInt8](repeating: 0, count: count)
    /// Which owner was counted last among the holders.
    var counted = [Int32](repeating: -1, count: count)
    for (index, value) in values.enumerated() {
      var state: Int32 = 0
      for (place, byte) in value.enumerated() {
        state = target(of: state, by: byte)
        guard state >= 0 else { break }
        var climbing = state
        while climbing > 0, visitor[Int(climbing)] != Int32(index) {
          let at = Int(climbing)
          visitor[at] = Int32(index)
          if counted[at] != Int32(owners[index]) {
            counted[at] = Int32(owners[index])
            holders[at] = min(holders[at] + 1, UInt8(Self.sharing) + 1)
          }
          // Common runs belong to nobody, and so does all that they end with: no need to climb on.
          let isCommon = holders[at] > UInt8(Self.sharing)
          if isCommon, holder[at] < 0 { break }
          if isCommon {
            (holder[at], needed[at]) = (-1, .max)
          } else {
            if holder[at] < 0 || Int32(thresholds[index]) < needed[at] {
              (holder[at], holderEnd[at]) = (Int32(index), Int32(place + 1))
            }
            needed[at] = min(needed[at], Int32(clamping: thresholds[index]))
          }
          climbing = link[at]
        }
      }
    }
    // Links lead to shorter states, so by length every state comes after its link.
    for state in (1..<max(1, count)).sorted(by: { length[$0] < length[$1] }) {
      alarm[state] = needed[state] <= length[state] ? Int32(state) : alarm[Int(link[state])]
    }
  }

  /// Runs of a text: those that are long enough to count, and shorter ones from which a look around is worth its while.
  /// - Parameters:
  ///   - seed: the least length of the shorter ones.
  ///   - counting: is called for each end of a run that counts; the last call with a growing run is the longest.
  ///   - seeding: is called where a run cannot be made longer.
  func match(_ text: [UInt8], seed: Int, counting: (Run) -> Void, seeding: (Run) -> Void) {
    guard !isEmpty else { return }
    var state: Int32 = 0
    var matched = 0
    for (index, byte) in text.enumerated() {
      var next = target(of: state, by: byte)
      if next < 0, matched >= seed { tell(state, matched, end: index, seeding) }
      while next < 0, state > 0 {
        state = link[Int(state)]
        matched = Int(length[Int(state)])
        next = target(of: state, by: byte)
      }
      guard next >= 0 else { continue }
      state = next
      matched += 1
      if Int(needed[Int(state)]) <= matched {
        tell(state, matched, end: index + 1, counting)
      } else {
        let shorter = alarm[Int(link[Int(state)])]
        if shorter > 0 { tell(shorter, Int(length[Int(shorter)]), end: index + 1, counting) }
      }
    }
    if matched >= seed { tell(state, matched, end: text.count, seeding) }
  }

  /// A stretch of a text as a run of its own; nil where it is too short for one, or stands in no value or too many.
  func run(_ range: Range<Int>, of text: [UInt8]) -> Run? {
    var state: Int32 = 0
    for byte in text[range] {
      state = target(of: state, by: byte)
      guard state >= 0 else { return nil }
    }
    guard Int(needed[Int(state)]) <= range.count else { return nil }
    var run: Run?
    tell(state, range.count, end: range.upperBound) { run = $0 }
    return run
  }

  private func tell(_ state: Int32, _ matched: Int, end: Int, _ body: (Run) -> Void) {
    let value = holder[Int(state)]
    guard value >= 0 else { return }
    body(Run(value: Int(value), range: (end - matched)..<end, offset: max(0, Int(holderEnd[Int(state)]) - matched)))
  }
}
