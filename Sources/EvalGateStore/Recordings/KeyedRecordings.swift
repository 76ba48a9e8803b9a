import EvalGateCore

/// A set of recordings by what they are found by.
protocol KeyedRecordings {
  /// The routes of several targets of which there are any.
  var routes: KeyedRoutes { get }

  /// The one under exactly this key.
  func recording(for key: RecordingKey) -> Recording?
}

extension KeyedRecordings {
  /// What the first target said when a route of several, whichever, asked it: it would have said that to anybody. Of several routes
  /// always the same one; none where a file names more of them than any project has.
  func ofFirstTarget(_ key: RecordingKey) -> Recording? {
    routes.inOrder.lazy.compactMap { recording(for: key.asked(by: $0)) }.first { $0.asked == nil }
  }
}

/// The routes that a file names, in an order that does not depend on its lines.
struct KeyedRoutes {
  /// More than any project has.
  private static let most = 100

  private var all: Set<Digest> = []
  private var sorted: [Digest] = []

  init() {}

  init(_ routes: some Sequence<Digest>) {
    for route in routes { insert(route) }
  }

  /// None where there are too many.
  var inOrder: [Digest] { sorted.count > Self.most ? [] : sorted }

  mutating func insert(_ route: Digest) {
    guard sorted.count <= Self.most, all.insert(route).inserted else { return }
    sorted.insert(route, at: sorted.firstIndex { route.hex < $0.hex } ?? sorted.endIndex)
  }
}
