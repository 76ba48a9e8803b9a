public import EvalGateCore

extension Baseline {
  /// Several runs as one baseline: every case with the trials of all, so that one lucky or unlucky run does not set the bar.
  ///
  /// Reason, author, date and excerpts are those of the first.
  /// - Throws: `Diagnostic` when they are not results of the same thing: another suite, another tuple, a case that was edited,
  ///   or the same run twice; and when one of several is not fresh, because a recording played twice is one answer
  ///   (statistics section 8).
  public static func pooled(_ baselines: [Baseline]) throws(Diagnostic) -> Baseline? {
    guard var pool = baselines.first else { return nil }
    if baselines.count > 1, let stale = baselines.first(where: { !$0.isFresh }) {
      throw refused("its answers are recordings, which count once however often they are played", stale)
    }
    var places = Dictionary(pool.cases.enumerated().map { (Key($0.element.id), $0.offset) }, uniquingKeysWith: { $1 })
    for other in baselines.dropFirst() {
      try pool.check(other)
      pool.runs.append(contentsOf: other.runs)
      for outcome in other.cases {
        guard let place = places[Key(outcome.id)] else {
          places[Key(outcome.id)] = pool.cases.count
          pool.cases.append(outcome)
          continue
        }
        let known = pool.cases[place]
        guard known.digest == outcome.digest, known.checksDigest == outcome.checksDigest else {
          throw refused("case `\(outcome.id)` was edited between the runs", other)
        }
        pool.cases[place].trials.append(contentsOf: outcome.trials)
      }
    }
    for index in pool.cases.indices {
      for trial in pool.cases[index].trials.indices { pool.cases[index].trials[trial].trial = trial + 1 }
    }
    return pool
  }

  /// Whether every answer was asked for anew, so that it is a repeat beside those of another run.
  public var isFresh: Bool { cases.allSatisfy { $0.trials.allSatisfy { $0.source == .live } } }

  /// Ids go by bytes.
  private struct Key: Hashable {
    let bytes: [UInt8]
    init(_ id: String) { bytes = Array(id.utf8) }
  }

  private func check(_ other: Baseline) throws(Diagnostic) {
    guard suite == other.suite else { throw Self.refused("it is of suite `\(other.suite)`, not `\(suite)`", other) }
    guard tuple.digest == other.tuple.digest else {
      throw Self.refused("prompt, policy, checks or route are not those of the first run", other)
    }
    if let twice = other.runs.first(where: runs.contains) { throw Self.refused("run `\(twice)` is given twice", other) }
  }

  private static func refused(_ why: String, _ other: Baseline) -> Diagnostic {
    Diagnostic(
      .unpoolable, "run \(other.runs.joined(separator: ", ")) cannot be pooled: \(why)",
      help: "pool runs of one version of everything, each made by its own `evalgate run`")
  }
}
