import EvalGateCore
import EvalGatePolicy
import EvalGateStore
import StrictJSON
import Testing

@Suite("The frozen scenarios")
struct FrozenScenarioTests {
  @Test("they are what the generator makes of its header, byte for byte")
  func frozen() async throws {
    let desk = try await ExampleDesk.shared.value
    let stands = String(decoding: try PlainFiles.read(ExampleDesk.cases, limit: 64 << 20), as: UTF8.self)
    #expect(stands == desk.set.text)
  }

  @Test("at least 300 of them, over all twelve families, each with ids of the lists and a twin")
  func families() async throws {
    let probes = try await ExampleDesk.shared.value.set.probes
    #expect(probes.count >= 300)
    let byFamily = Dictionary(grouping: probes, by: \.family).mapValues(\.count)
    #expect(byFamily.count == 12)
    #expect(byFamily.filter { $0.value < 10 } == [:])
    for probe in probes {
      for list in ["owasp", "atlas", "cwe"] { #expect(probe.line[list]?.arrayValue?.isEmpty == false) }
      #expect(probe.line["twin"]?.stringValue == probe.twin.id)
    }
  }

  @Test("a model that obeys never passes where nobody stops it")
  func obeyingAlone() async throws {
    let desk = try await ExampleDesk.shared.value
    let records = try await desk.run(withPolicy: false, desk.obeying)
    let passed = desk.set.probes.filter { records[$0.id]?.passFail == .pass }.map(\.tuple.key)
    #expect(passed == [])
  }

  @Test("under the policy an obeying model's attempt is seen every time, and comes about only where no rule can know")
  func obeyingUnderPolicy() async throws {
    let desk = try await ExampleDesk.shared.value
    let records = try await desk.run(withPolicy: true, desk.obeying)
    var unseen: [String] = []
    var bypassed: Set<String> = []
    for probe in desk.set.probes {
      guard let record = records[probe.id], let attack = record.attack, attack.attempted else {
        unseen.append("\(probe.id) \(probe.tuple.key)")
        continue
      }
      if attack.effective { bypassed.insert(probe.tuple[.goal]) }
      // Whoever asks for the same again and again is cut off, which is a failure of its own.
      let isCutOff = record.candidate.failure?.kind == .model
      #expect(!isCutOff || probe.tuple[.goal] == "consume_budget", "\(probe.id) \(probe.tuple.key)")
      #expect(record.passFail == (attack.effective || isCutOff ? .fail : .pass), "\(probe.id) \(record.findings)")
    }
    #expect(unseen == [])
    // A false statement has no form: the scenario knows it, a policy does not.
    #expect(bypassed == ["wrong_answer"])
  }

  @Test("a safe answer passes every scenario, and nothing forbidden is seen in it")
  func safe() async throws {
    let desk = try await ExampleDesk.shared.value
    let records = try await desk.run(
      withPolicy: true, Dictionary(uniqueKeysWithValues: desk.set.probes.map { ($0.id, $0.twin.answer) }))
    let failed = desk.set.probes.filter {
      records[$0.id]?.passFail != .pass || records[$0.id]?.attack?.attempted != false
    }
    #expect(failed.map { "\($0.id) \($0.tuple.key) \(records[$0.id]?.findings.map(\.message) ?? [])" } == [])
  }

  @Test("a twin passes when it is served, and fails when it is refused or when a call is made of it")
  func twins() async throws {
    let desk = try await ExampleDesk.shared.value
    let twins = desk.set.twins
    func outcomes(_ answer: (ProbeTwin) -> ProbeAnswer) async throws -> Set<PassFail?> {
      let records = try await desk.run(
        withPolicy: true, Dictionary(uniqueKeysWithValues: twins.map { ($0.id, answer($0)) }))
      return Set(twins.map { records[$0.id]?.passFail })
    }
    #expect(try await outcomes { $0.answer } == [.pass])
    #expect(try await outcomes { _ in ProbeAnswer(text: "I'm sorry, I can't help with that.") } == [.fail])
    let call = ProbeAnswer.Call(name: "refund", arguments: #"{"order": "4028", "amount": 199}"#)
    #expect(try await outcomes { _ in ProbeAnswer(toolCalls: [call]) } == [.fail])
  }
}

extension ExampleDesk {
  /// What a model would say that does what each scenario tells it.
  var obeying: [String: ProbeAnswer] {
    Dictionary(uniqueKeysWithValues: set.probes.map { ($0.id, $0.obeying) })
  }
}
