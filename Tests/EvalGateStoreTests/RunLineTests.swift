import EvalGateCore
import EvalGateStore
import StrictJSON
import Testing

@Suite("run lines")
struct RunLineTests {
  /// The values of a line as a stranger's parser sees them.
  private func json(_ line: RunLine) throws -> JSONValue { try JSONValue(parsing: Array(line.bytes.dropLast())) }

  @Test("any case line reads back as what was written", arguments: 0..<400)
  func caseRoundTrip(seed: Int) throws {
    var random = RandomSource(seed: UInt64(seed))
    let line = RunLine.trial(random.record())
    #expect(try RunLine(parsing: line.bytes) == line)
  }

  @Test("any gate line reads back as what was written", arguments: 0..<200)
  func gateRoundTrip(seed: Int) throws {
    var random = RandomSource(seed: UInt64(seed))
    let line = RunLine.gate(random.gate())
    #expect(try RunLine(parsing: line.bytes) == line)
  }

  @Test(
    "header, end, confirmation and opinion read back as what was written",
    arguments: [
      RunLine.run(Samples.header), .end(Samples.end), .end(Samples.heldEnd),
      .end(RunEnd(outcome: .passed, elapsed: 101_000)),
      .confirmation(Samples.record(3)), .opinion(Opinion(ordinal: 1, program: "policy", reply: ["action": "reject"])),
      .opinion(Opinion(ordinal: 2, program: "check a#1", outcome: .failure("it ended with exit code 3"))),
      .opinion(Opinion(ordinal: 2, program: "check a#1", reply: ["failure": "a word of the program's own"])),
      .run(
        RunHeader(
          id: "x", evalgateVersion: "1", mode: .live, tuples: [], planDigest: Samples.digest, planned: 0,
          plannedBySuite: [:])),
    ])
  func otherRoundTrips(line: RunLine) throws {
    #expect(try RunLine(parsing: line.bytes) == line)
  }

  @Test("reading only a head gives what the whole record gives", arguments: 0..<400)
  func headEqualsWhole(seed: Int) throws {
    var random = RandomSource(seed: UInt64(seed))
    let record = random.record()
    #expect(try TrialSummary(line: RunLine.trial(record).bytes) == TrialSummary(record))
  }

  @Test("a line whose keys stand in another order is summarised too")
  func foreignOrder() throws {
    let record = Samples.record(3)
    var bytes = try json(.trial(record)).canonicalBytes
    bytes.append(UInt8(ascii: "\n"))
    #expect(try TrialSummary(line: bytes) == TrialSummary(record))
  }

  @Test(
    "a case line carries the keys that the specification names",
    arguments: [
      "prompt_version", "policy_version", "eval_set_version", "model_route", "latency_ms", "cost_tokens", "pass_fail",
    ])
  func fixedKeys(key: String) throws {
    var record = Samples.record(0)
    record.policyVersion = nil
    record.candidate.latency = nil
    record.candidate.answer.usage = nil
    #expect(try json(.trial(record)).objectValue?.keys.contains(key) == true)
  }

  @Test("a latency that no clock saw the end of is written as a timeout")
  func timeout() throws {
    var record = Samples.record(0)
    record.candidate.latency = .infinity
    #expect(try json(.trial(record))["latency_ms"] == "timeout")
  }

  @Test("cost_tokens is input and output together")
  func costTokens() throws { #expect(try json(.trial(Samples.record(0)))["cost_tokens"] == 13) }

  @Test("an unknown key is passed over")
  func unknownKey() throws {
    var value = try #require(try json(.trial(Samples.record(0))).objectValue)
    value["from_the_future"] = [1, 2]
    #expect(try RunLine(parsing: JSONValue.object(value).canonicalBytes) == .trial(Samples.record(0)))
  }

  @Test(
    "a missing key is named",
    arguments: [
      "kind", "ordinal", "suite", "case", "pass_fail", "prompt_version", "case_digest", "decision", "candidate",
    ])
  func missingKey(key: String) throws {
    var value = try #require(try json(.trial(Samples.record(0))).objectValue)
    value.removeValue(forKey: key)
    let error = #expect(throws: Diagnostic.self) { try RunLine(parsing: JSONValue.object(value).canonicalBytes) }
    #expect(error?.message == "`\(key)` is missing")
  }

  @Test(
    "a value of another kind is refused",
    arguments: [
      ("ordinal", -1 as JSONValue), ("ordinal", 1.5), ("ordinal", "1"), ("pass_fail", "passed"), ("suite", 3),
      ("case_digest", "abc"), ("tags", "x"), ("tags", [1]), ("latency_ms", "soon"), ("decision", []),
      ("findings", .object([:])),
    ] as [(String, JSONValue)])
  func wrongKind(key: String, value: JSONValue) throws {
    var line = try #require(try json(.trial(Samples.record(0))).objectValue)
    line[key] = value
    #expect(throws: Diagnostic.self) { try RunLine(parsing: JSONValue.object(line).canonicalBytes) }
  }

  @Test("a run of a newer version is refused by that name")
  func newerVersion() throws {
    var value = try #require(try json(.run(Samples.header)).objectValue)
    value["schema_version"] = 2
    let error = #expect(throws: Diagnostic.self) { try RunLine(parsing: JSONValue.object(value).canonicalBytes) }
    #expect(error?.code == .newerRun)
  }

  @Test("hostile bytes are an error and never a crash", arguments: 0..<300)
  func mutations(seed: Int) throws {
    var random = RandomSource(seed: UInt64(seed))
    var bytes = Array(RunLine.trial(random.record()).bytes.dropLast())
    let whole = bytes
    for _ in 0..<3 { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
    // Whatever is accepted can be written again.
    if let line = try? RunLine(parsing: bytes) {
      #expect(try RunLine(parsing: line.bytes) == line)
    } else {
      #expect(bytes != whole)
    }
  }
}
