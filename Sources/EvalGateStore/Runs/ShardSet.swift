public import EvalGateCore

/// The shards of one run, known to be all of them and of one plan.
///
/// Joining is refused rather than done halfway: a shard that is missing would make a run look better or worse than it is, and
/// shards of different plans say nothing about either.
public struct ShardSet: Sendable {
  /// In the order of their numbers.
  public let shards: [RunFile]

  /// - Throws: `run/shards` when one is missing, there twice, unfinished, or of another run.
  public init(_ files: [RunFile]) throws(Diagnostic) {
    guard let first = files.first else {
      throw Self.refusal("there is no shard to join", help: "name the shards' runs: `evalgate merge shard-*.jsonl`")
    }
    for file in files { try Self.check(file) }
    for file in files.dropFirst() {
      if let difference = Self.difference(file.header, first.header) {
        throw Self.refusal(
          "\(file.path) is of another run than \(first.path): \(difference)",
          at: file.path, help: "join the shards of one run: the same commit, the same flags")
      }
    }
    try Self.checkNumbers(files)
    shards = files.sorted { ($0.header.shard?.index ?? 0) < ($1.header.shard?.index ?? 0) }
    try checkCount(first.header.planned)
  }

  /// The header of the run that the shards make together.
  public var header: RunHeader {
    var header = shards[0].header
    header.shard = nil
    let ids = shards.map(\.header.id).joined(separator: " ")
    header.id = String(Digest(of: Array("\(header.planDigest.hex) \(ids)".utf8)).hex.prefix(16))
    // It is what was begun last among them: as of the first it would be an earlier attempt than its own other shards.
    header.observed?.startedAt = shards.compactMap(\.header.observed?.startedAt).max() ?? 0
    header.observed?.host = nil
    for index in header.tuples.indices {
      let suite = header.tuples[index].suite
      let reported = shards.flatMap { shard in
        shard.header.tuples.first { $0.suite == suite }?.route?.reportedModels ?? []
      }
      header.tuples[index].route?.reportedModels = Set(reported).sorted()
    }
    return header
  }

  // MARK: Refusals

  private static func check(_ file: RunFile) throws(Diagnostic) {
    guard let shard = file.header.shard else {
      throw refusal(
        "\(file.path) is a whole run, not a shard", at: file.path,
        help: "join runs that were made with `evalgate run --shard slice:1/4` and so on")
    }
    guard file.end?.outcome == .shardComplete else {
      throw refusal(
        "shard \(shard) is not complete: \(file.path)", at: file.path,
        help: "finish it where it was run, with `evalgate run --shard \(shard) --resume \(file.header.id)`")
    }
  }

  private static func checkNumbers(_ files: [RunFile]) throws(Diagnostic) {
    let numbers = files.compactMap(\.header.shard?.index)
    guard let count = files.first?.header.shard?.count else { return }
    if let twice = numbers.first(where: { number in numbers.count { $0 == number } > 1 }) {
      throw refusal("shard \(twice) of \(count) is there twice", help: "give each shard once")
    }
    let missing = count - numbers.count
    guard missing == 0 else {
      let given = Set(numbers)
      // A file says how many there are: no list is made of as many.
      let first = (1...count).lazy.filter { !given.contains($0) }.prefix(8)
      let names = first.map(String.init).joined(separator: ", ") + (missing > 8 ? ", …" : "")
      throw refusal(
        "\(missing == 1 ? "shard" : "shards") \(names) of \(count) \(missing == 1 ? "is" : "are") missing",
        help: "wait for every shard; one that failed is finished with `--resume`")
    }
  }

  private func checkCount(_ planned: Int) throws(Diagnostic) {
    let trials = shards.reduce(0) { $0 + $1.trials }
    guard trials == planned else {
      throw Self.refusal(
        "the shards have \(trials) of \(planned) planned results", help: "make the shards again with one evalgate")
    }
  }

  /// What keeps two shards from being of one run.
  private static func difference(_ a: RunHeader, _ b: RunHeader) -> String? {
    if a.planDigest != b.planDigest { return "its plan differs (a prompt, a case, a policy or a flag)" }
    if a.evalgateVersion != b.evalgateVersion {
      return "it was made by evalgate \(a.evalgateVersion), the other by \(b.evalgateVersion)"
    }
    if a.shard?.count != b.shard?.count || a.shard?.method != b.shard?.method { return "it was split differently" }
    if a.mode != b.mode { return "its mode is \(a.mode.rawValue), the other's \(b.mode.rawValue)" }
    if a.seed != b.seed { return "its seed differs" }
    if a.base?.revision != b.base?.revision { return "it has another base" }
    if a.asked != b.asked { return "it was asked for with other flags" }
    if a.tuples.map(\.digest) != b.tuples.map(\.digest) { return "a program behind it has another revision" }
    if let edited = a.editedProgram(in: b) {
      return "the files of \(edited.program) are not what they were in the other"
    }
    if let (mine, other) = a.prices.change(in: b.prices) {
      return "\(mine.target) cost \(mine.prices), in the other \(other.prices)"
    }
    return nil
  }

  private static func refusal(_ message: String, at path: String? = nil, help: String) -> Diagnostic {
    Diagnostic(.shards, message, at: path.map { SourceLocation(path: $0) }, help: help)
  }
}

extension Journal {
  /// Makes a journal of everything the shards hold, ready to be confirmed, gated and sealed as if one process had run it.
  ///
  /// - Parameter admitting: as in `resume`; but nothing is asked again here, so a line that is not admitted is an error.
  /// - Throws: `Diagnostic` when a line of a shard cannot be read or the journal cannot be written.
  public static func join(
    _ set: ShardSet, at path: String, secrets: SecretMask = .none, admitting: (RunLine) -> String? = { _ in nil }
  ) throws -> Resumed {
    guard !FilePaths.exists(path) else { throw existing(path) }
    try AtomicFile.write(path) { file in
      try file.write(secrets.masked(RunLine.run(set.header).bytes))
      for shard in set.shards { try copyResults(of: shard.path, to: file) }
    }
    let joined = try resume(at: path, secrets: secrets, admitting: admitting)
    guard var problem = joined.lost.first else { return joined }
    try? FilePaths.remove(path)
    problem.severity = .error
    problem.help = ["make the shards again; nothing was joined"]
    throw problem
  }
}
