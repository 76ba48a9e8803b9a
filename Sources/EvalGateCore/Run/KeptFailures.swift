/// The failures of a run, with as much of their texts as a report can show.
///
/// What was asked and answered is kept of the first ones in plan order, as far as all of it together fits; of the others the
/// message alone. Which these are does not depend on the order in which they come, so that a run of a hundred thousand failures
/// takes no more memory than one of a few thousand and is told the same way every time.
struct KeptFailures: Sendable {
  /// Bytes of texts, all failures together.
  private let limit: Int
  private var failures: [(ordinal: Int, failure: CaseFailure)] = []
  private var texts: [Int: Texts] = [:]
  /// Ordinals of `texts`, the largest at the top.
  private var heap: [Int] = []
  private var used = 0
  /// Nothing is kept of what stands here or behind.
  private var end = Int.max

  /// How much of a message is kept in any case, in scalars.
  private static let shortMessage = 200

  /// Enough for the 12 MB of a JUnit file and for what a browser shows.
  init(limit: Int = 16 << 20) { self.limit = limit }

  /// What makes a failure large.
  private struct Texts {
    let message: UntrustedText
    let input: UntrustedText?
    let output: UntrustedText?
    let alsoFailed: [FailedCheck]

    var bytes: Int {
      let all = [message, input, output].compactMap(\.self) + alsoFailed.map(\.message)
      return all.reduce(64) { $0 + $1.unsafeText.utf8.count }
    }
  }

  /// In plan order.
  var all: [CaseFailure] {
    failures.sorted { $0.ordinal < $1.ordinal }.map { ordinal, failure in
      guard let texts = texts[ordinal] else { return failure }
      var whole = failure
      (whole.message, whole.input, whole.output) = (texts.message, texts.input, texts.output)
      whole.alsoFailed = texts.alsoFailed
      return whole
    }
  }

  mutating func add(_ failure: CaseFailure, at ordinal: Int) {
    var bare = failure
    bare.message = failure.message.excerpt(Self.shortMessage)
    (bare.input, bare.output, bare.alsoFailed) = (nil, nil, [])
    failures.append((ordinal, bare))
    guard ordinal < end else { return }
    let kept = Texts(
      message: failure.message, input: failure.input, output: failure.output, alsoFailed: failure.alsoFailed)
    if let before = texts.updateValue(kept, forKey: ordinal) { used -= before.bytes } else { push(ordinal) }
    used += kept.bytes
    while used > limit, let last = pop() { drop(last) }
  }

  private mutating func drop(_ ordinal: Int) {
    guard let gone = texts.removeValue(forKey: ordinal) else { return }
    used -= gone.bytes
    end = min(end, ordinal)
  }

  // MARK: The heap

  private mutating func push(_ ordinal: Int) {
    heap.append(ordinal)
    var child = heap.count - 1
    while child > 0, heap[(child - 1) / 2] < heap[child] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Int? {
    guard let top = heap.first else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
      guard let larger = children.max(by: { heap[$0] < heap[$1] }), heap[larger] > heap[parent] else { return top }
      heap.swapAt(parent, larger)
      parent = larger
    }
  }
}
