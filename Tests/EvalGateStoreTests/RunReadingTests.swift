import EvalGateCore
import EvalGateStore
import StrictJSON
import Testing

@Suite("reading a run")
struct RunReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sealed(_ count: Int, id: (Int) -> String = { "triage-\($0)" }) throws -> [CaseRecord] {
    let records = (0..<count).map {
      Samples.record($0, id: id($0), text: String(repeating: "answer \($0) ", count: 40))
    }
    let journal = try Journal.create(at: folder("run.journal"), header: Samples.header)
    for record in records.shuffled() { try journal.append(record) }
    try journal.seal(gates: [Samples.gate], end: Samples.end, to: folder("run.jsonl"))
    return records
  }

  /// The run with something else in the line of a trial.
  private func damaged(_ count: Int, line: Int, _ text: String, by other: String) throws -> String {
    _ = try sealed(count)
    var lines = try folder.bytes("run.jsonl").split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    lines[line - 1] = try #require(lines[line - 1].split(by: text)?.joined(separator: other))
    try folder.write("damaged.jsonl", text: lines.joined(separator: "\n") + "\n")
    return folder("damaged.jsonl")
  }

  @Test(
    "what is made of trials by several tasks is handed on in plan order, whether the run is sealed or not",
    arguments: [true, false])
  func inOrder(isSealed: Bool) async throws {
    var records = try sealed(1_500)
    if !isSealed {
      let journal = try Journal.create(at: folder("other.journal"), header: Samples.header)
      records = Array(records.prefix(300))
      for record in records.shuffled() { try journal.append(record) }
    }
    var made: [String] = []
    let file = try RunFile(at: folder(isSealed ? "run.jsonl" : "other.journal"))
    try await file.forEachRecord(making: { "\($0.ordinal) \($0.caseID)" }) { made.append($0) }
    #expect(made == records.map { "\($0.ordinal) \($0.caseID)" })
  }

  @Test("trials that passed are counted from the heads of their lines, and to the same sums as from whole lines")
  func heads() async throws {
    var records = (0..<40).map { Samples.record($0, id: "triage-\($0)") }
    records[3].passFail = .fail
    records[5].passFail = .error
    records[7].candidate.answer.finishReason = .length
    records[9].candidate.answer.model = "bench-2"
    records[11].candidate.answer.model = nil
    let journal = try Journal.create(at: folder("run.journal"), header: Samples.header)
    for record in records { try journal.append(record) }
    try journal.seal(gates: [Samples.gate], end: Samples.end, to: folder("run.jsonl"))

    let (whole, short) = (RunCollector(), RunCollector())
    var looked: [Int] = []
    let file = try RunFile(at: folder("run.jsonl"))
    try await file.forEachRecord(making: { $0 }) { whole.add($0, isSafety: false) }
    try await file.forEachRecord(
      counting: { Either.short(short.counted($0)) }, making: { Either.whole($0) }
    ) { either in
      switch either {
      case .short(let trial): short.take(trial)
      case .whole(let record):
        looked.append(record.ordinal)
        short.add(record, isSafety: false)
      }
    }
    #expect(looked == [3, 5, 7])
    let (all, counted) = (whole.results(), short.results())
    #expect(counted.outcomes.groups == all.outcomes.groups)
    #expect(counted.totals == all.totals && counted.reportedModels == all.reportedModels)
    #expect(counted.failures == all.failures && counted.cutOff == all.cutOff && all.cutOff.map(\.count) == [1])
  }

  private enum Either: Sendable {
    case short(CountedTrial)
    case whole(CaseRecord)
  }

  @Test("of several trials that cannot be judged the first of the plan is named, after all before it were handed on")
  func firstFailure() async throws {
    _ = try sealed(1_500)
    struct Unjudged: Error, Equatable { let ordinal: Int }
    var handedOn = 0
    await #expect(throws: Unjudged(ordinal: 700)) {
      try await RunFile(at: folder("run.jsonl")).forEachRecord(making: { record in
        if record.ordinal >= 700 { throw Unjudged(ordinal: record.ordinal) }
        return record.ordinal
      }) { _ in handedOn += 1 }
    }
    #expect(handedOn == 700)
  }

  @Test("damage within an answer is named by its line, however the trials are read", arguments: [false, true])
  func damagedAnswer(severalAtOnce: Bool) async throws {
    let file = try RunFile(at: damaged(20, line: 9, "\"answer\":{", by: "\"answer\":["))
    var read = 0
    let error = await #expect(throws: Diagnostic.self) {
      if severalAtOnce {
        try await file.forEachRecord(making: { $0.ordinal }) { _ in read += 1 }
      } else {
        try file.forEachRecord { _ in read += 1 }
      }
    }
    #expect(error?.code == .damagedRun && error?.location?.line == 9)
    #expect(read == 7)
  }

  @Test("damage within a head is named by its line when outcomes are asked for")
  func damagedHead() throws {
    let file = try RunFile(at: damaged(20, line: 4, "\"pass_fail\":\"pass\"", by: "\"pass_fail\":\"perhaps\""))
    let error = #expect(throws: Diagnostic.self) { try file.outcomes() }
    #expect(error?.code == .damagedRun && error?.location?.line == 4)
  }

  @Test("a line whose beginning is damaged is refused at once")
  func damagedBeginning() throws {
    let path = try damaged(20, line: 4, "\"ordinal\":2", by: "\"ordinal\":-2")
    let error = #expect(throws: Diagnostic.self) { try RunFile(at: path) }
    #expect(error?.code == .damagedRun && error?.location?.line == 4)
  }

  @Test(
    "a trial is found by a name that is escaped in its line",
    arguments: ["say \"hi\"", "tab\\n", "größer", "kelvin \u{212A}"])
  func escapedName(id: String) throws {
    let records = try sealed(3) { $0 == 1 ? id : "other-\($0)" }
    #expect(try RunFile(at: folder("run.jsonl")).records { $0.caseID == id } == [records[1]])
  }

  @Test("a run whose keys stand in another order is read as the same run")
  func foreignOrder() throws {
    let records = try sealed(5)
    let lines = try folder.bytes("run.jsonl").split(separator: 0x0A).map {
      try JSONValue(parsing: Array($0)).canonicalBytes
    }
    try folder.write("foreign.jsonl", lines.joined(separator: [0x0A]) + [0x0A])
    let file = try RunFile(at: folder("foreign.jsonl"))
    #expect(try file.outcomes().groups == OutcomeCollector(records).groups)
    #expect(try file.records { $0.ordinal == 3 } == [records[3]])
  }

  @Test("a run is told from a baseline by its first line alone")
  func isRun() throws {
    _ = try sealed(1)
    try folder.write("baseline.jsonl", text: "{\"kind\":\"baseline\"}\n")
    try folder.write("empty.jsonl", text: "")
    #expect(try RunFile.isRun(at: folder("run.jsonl")))
    #expect(try !RunFile.isRun(at: folder("baseline.jsonl")) && !RunFile.isRun(at: folder("empty.jsonl")))
  }
}

extension String {
  /// The parts before and after the first place of a text; nil where it is not there.
  fileprivate func split(by text: String) -> [String]? {
    guard let place = utf8.firstRange(of: text.utf8) else { return nil }
    return [String(self[..<place.lowerBound]), String(self[place.upperBound...])]
  }
}
