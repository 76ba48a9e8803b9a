import EvalGateCore
import EvalGateStore
import StrictJSON
import Testing

@Suite("shards of one run")
struct ShardSetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A finished shard with the ordinals it was given.
  @discardableResult
  private func shard(
    _ index: Int, of count: Int = 2, _ ordinals: [Int], name: String? = nil,
    _ change: (inout RunHeader) -> Void = { _ in }, outcome: RunOutcome = .shardComplete
  ) throws -> RunFile {
    var header = Samples.header
    header.id = "shard-\(index)"
    header.planned = 4
    header.shard = Shard(method: .slice, index: index, count: count)
    header.observed?.startedAt = 1_700_000_000 - index
    change(&header)
    let name = name ?? "shard-\(index)"
    let journal = try Journal.create(at: folder(name + ".journal"), header: header)
    for ordinal in ordinals { try journal.append(Samples.record(ordinal)) }
    try journal.append(Opinion(ordinal: ordinals[0], program: "desk", reply: ["action": "accept"]))
    try journal.seal(gates: [], end: RunEnd(outcome: outcome), to: folder(name + ".jsonl"))
    return try RunFile(at: folder(name + ".jsonl"))
  }

  private func refusal(_ files: [RunFile]) -> String? {
    do throws(Diagnostic) {
      _ = try ShardSet(files)
      return nil
    } catch {
      return error.code == .shards ? error.message : "another code: \(error.code)"
    }
  }

  @Test("joined, they are the run that one process would have made, whatever the order they are named in")
  func joined() throws {
    let (first, second) = (try shard(1, [0, 2]), try shard(2, [1, 3]))
    for (name, files) in [("a", [first, second]), ("b", [second, first])] {
      let joined = try Journal.join(ShardSet(files), at: folder(name + ".journal"))
      #expect(joined.done == [0, 1, 2, 3])
      try joined.journal.seal(gates: [Samples.gate], end: Samples.end, to: folder(name + ".jsonl"))
    }
    #expect(try folder.bytes("a.jsonl") == folder.bytes("b.jsonl"))
    let run = try RunFile(at: folder("a.jsonl"))
    #expect(run.header.shard == nil && run.header.observed?.startedAt == 1_699_999_999)
    var ordinals: [Int] = []
    try run.forEachRecord { ordinals.append($0.ordinal) }
    #expect(ordinals == [0, 1, 2, 3])
    #expect(run.opinions.map(\.ordinal) == [0, 1])
  }

  @Test("a missing shard of very many is named without counting them all")
  func many() throws {
    let count = 1_000_000_000_000
    let file = try shard(2, of: count, [0, 1, 2, 3])
    #expect(refusal([file]) == "shards 1, 3, 4, 5, 6, 7, 8, 9, … of \(count) are missing")
  }

  @Test(
    "a part that there cannot be is damage where the run is read",
    arguments: [(1, 0), (1, -1), (0, 3), (4, 3), (.min, 3), (1, .max), (.min, .min)])
  func noPart(index: Int, count: Int) throws {
    var header = Samples.header
    header.shard = Shard(method: .slice, index: index, count: count)
    try folder.write("x.jsonl", RunLine.run(header).bytes)
    let error = #expect(throws: Diagnostic.self) { try RunFile.header(at: folder("x.jsonl")) }
    #expect(error?.code == .damagedRun)
  }

  @Test("counts that no sum could hold are damage too", arguments: [Int.min, -1, .max])
  func noCount(planned: Int) throws {
    var header = Samples.header
    header.plannedBySuite = ["ticket-triage": planned]
    try folder.write("x.jsonl", RunLine.run(header).bytes)
    #expect(throws: Diagnostic.self) { try RunFile.header(at: folder("x.jsonl")) }
    header.plannedBySuite = [:]
    header.asked = AskedFlags()
    header.asked?.trials = planned
    try folder.write("y.jsonl", RunLine.run(header).bytes)
    #expect(throws: Diagnostic.self) { try RunFile.header(at: folder("y.jsonl")) }
  }

  @Test("models that only one shard saw are all named")
  func models() throws {
    let first = try shard(1, [0, 2]) { $0.tuples[0].route?.reportedModels = ["b"] }
    let second = try shard(2, [1, 3]) { $0.tuples[0].route?.reportedModels = ["a", "b"] }
    #expect(try ShardSet([first, second]).header.tuples[0].route?.reportedModels == ["a", "b"])
  }

  @Test("one that is missing is named")
  func missing() throws {
    #expect(refusal([try shard(1, of: 3, [0]), try shard(3, of: 3, [2])]) == "shard 2 of 3 is missing")
    #expect(refusal([try shard(2, of: 4, [0], name: "x")]) == "shards 1, 3, 4 of 4 are missing")
  }

  @Test("the same one twice is refused")
  func twice() throws {
    let file = try shard(1, [0, 2])
    #expect(refusal([file, file]) == "shard 1 of 2 is there twice")
  }

  @Test("one that was interrupted or is no shard is refused")
  func unfinished() throws {
    let interrupted = try shard(1, [0, 2], outcome: .undecided)
    #expect(refusal([interrupted]) == "shard slice:1/2 is not complete: \(interrupted.path)")
    let whole = try shard(2, [0, 1], { $0.shard = nil })
    #expect(refusal([whole]) == "\(whole.path) is a whole run, not a shard")
  }

  @Test("shards of different runs are refused, with what differs")
  func mixed() throws {
    let first = try shard(1, [0, 2])
    func second(_ change: (inout RunHeader) -> Void) throws -> RunFile {
      try shard(2, [1, 3], name: "other-\(Int.random(in: 0..<Int.max))", change)
    }
    let changes: [(String, (inout RunHeader) -> Void)] = [
      ("its plan differs (a prompt, a case, a policy or a flag)", { $0.planDigest = Digest(of: [1]) }),
      ("it was made by evalgate 9.0.0, the other by 0.1.0", { $0.evalgateVersion = "9.0.0" }),
      ("it was split differently", { $0.shard?.method = .hash }),
      ("its mode is live, the other's replay", { $0.mode = .live }), ("its seed differs", { $0.seed = 1 }),
      ("it has another base", { $0.base?.revision = "0000000" }),
      ("a program behind it has another revision", { $0.tuples[0].programs = ["p": "2"] }),
    ]
    for (words, change) in changes {
      let file = try second(change)
      #expect(refusal([first, file]) == "\(file.path) is of another run than \(first.path): \(words)")
    }
  }

  @Test("results that nobody made are noticed")
  func tooFew() throws {
    #expect(refusal([try shard(1, [0]), try shard(2, [1, 3])]) == "the shards have 3 of 4 planned results")
  }
}
