import EvalGateCore
import EvalGateStore
import Testing

@Suite("two results of one trial")
struct ContradictionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ records: [CaseRecord], to name: String, sealed: Bool = false) throws {
    var lines: [RunLine] = [.run(Samples.header)] + records.map { .trial($0) }
    if sealed { lines += [.gate(Samples.gate), .end(Samples.end(of: records.count + 3))] }
    try folder.write(name, lines.flatMap(\.bytes))
  }

  private func failing(_ ordinal: Int) -> CaseRecord { Samples.record(ordinal, passFail: .fail) }

  private func broken(_ ordinal: Int) -> CaseRecord { Samples.record(ordinal, passFail: .error) }

  @Test("neither counts in a journal that is gone on with, and both are named by the later one's line")
  func resumed() throws {
    try write([failing(1), Samples.record(0), Samples.record(1)], to: "run.journal")
    let resumed = try Journal.resume(at: folder("run.journal"))
    #expect(resumed.done == [0])
    #expect(resumed.lost.map(\.location?.line) == [4])
    #expect(resumed.lost.first?.message.contains("two results") == true)
    #expect(try RunFile(at: folder("run.journal")).trials == 1)
  }

  @Test("a third decides nothing between them")
  func third() throws {
    try write([failing(1), Samples.record(1), failing(1)], to: "run.journal")
    #expect(try Journal.resume(at: folder("run.journal")).done.isEmpty)
  }

  @Test("an error before or between is what a run that is gone on with has, and equal lines say one thing")
  func harmless() throws {
    for records in [
      [broken(1), Samples.record(1)], [failing(1), broken(1), Samples.record(1)], [failing(1), failing(1)],
    ] {
      try write(records, to: "run.journal")
      let resumed = try Journal.resume(at: folder("run.journal"))
      #expect(resumed.done == [1] && resumed.lost.isEmpty && resumed.errors.isEmpty)
    }
  }

  @Test("a sealed run in which they stand decides nothing")
  func sealed() throws {
    try write([Samples.record(0), failing(1), Samples.record(1)], to: "run.jsonl", sealed: true)
    let error = #expect(throws: Diagnostic.self) { try RunFile(at: folder("run.jsonl")) }
    #expect(error?.code == .damagedRun && error?.location?.line == 4)
    #expect(try RunFile(at: folder("run.jsonl"), passingOverDamage: true).damage.count == 1)
  }

  @Test("an unfinished run in which they stand decides nothing either, and can be gone on with")
  func unfinished() throws {
    try write([Samples.record(0), failing(1), Samples.record(1)], to: "run.journal")
    let error = #expect(throws: Diagnostic.self) { try RunFile(at: folder("run.journal")) }
    #expect(error?.code == .damagedRun && error?.location?.line == 4)
    #expect(error?.help.first?.contains("--resume") == true)
    #expect(try RunFile(at: folder("run.journal"), passingOverDamage: true).damage.count == 1)
    _ = try Journal.resume(at: folder("run.journal"))
    #expect(try RunFile(at: folder("run.journal")).trials == 1)
  }

  @Test("shards in which they stand are not joined")
  func joined() throws {
    let shards = try [1, 2].map { index in
      var header = Samples.header
      (header.id, header.planned) = ("shard-\(index)", 4)
      header.shard = Shard(method: .slice, index: index, count: 2)
      let records = index == 1 ? [Samples.record(0), Samples.record(1)] : [failing(1), Samples.record(3)]
      let end = RunEnd(outcome: .shardComplete)
      try folder.write(
        "\(index).jsonl",
        ([.run(header)] + records.map { .trial($0) } + [.end(end)]).flatMap { (line: RunLine) in line.bytes })
      return try RunFile(at: folder("\(index).jsonl"))
    }
    let error = #expect(throws: Diagnostic.self) { try Journal.join(ShardSet(shards), at: folder("run.journal")) }
    #expect(error?.message.contains("two results") == true && error?.severity == .error)
    #expect(!folder.exists("run.journal"))
  }
}
