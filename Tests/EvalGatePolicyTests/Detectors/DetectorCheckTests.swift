import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

/// One example of a check, named so that a failure says which.
struct CheckExampleCase: CustomTestStringConvertible, Sendable {
  let type: any Check.Type
  let number: Int
  let example: CheckExample
  var testDescription: String { "\(type.id), example \(number)" }

  static let all = Parts.checks.flatMap { type in
    type.examples.enumerated().map { CheckExampleCase(type: type, number: $0 + 1, example: $1) }
  }
}

@Suite("checks that rest on detectors")
struct DetectorCheckTests {
  private func findings(
    _ type: any Check.Type, _ options: JSONValue, _ candidate: Candidate
  ) throws -> [Finding] {
    var reader = try OptionReader(placed(options), subject: "check")
    let check = try type.init(options: &reader)
    let place = SourceLocation(path: "evalsets/desk/cases.jsonl")
    let evalCase = EvalCase(
      id: "desk-001", digest: Digest(of: "case".utf8), checksDigest: Digest(of: "checks".utf8), location: place,
      variables: [:])
    let context = CheckContext(candidate: candidate, evalCase: evalCase, decision: Decision())
    return check.findings(for: .text(candidate.answer.text ?? ""), in: context)
  }

  private func candidate(_ text: String) -> Candidate { Candidate(answer: Answer(text: text)) }

  @Test("an example comes out as it says", arguments: CheckExampleCase.all)
  func example(_ example: CheckExampleCase) throws {
    let found = try findings(example.type, example.example.options, example.example.candidate)
    #expect(found.map(\.outcome) == [example.example.expect])
  }

  @Test("every check shows a pass and a failure", arguments: Parts.checks.indices)
  func bothOutcomes(_ index: Int) {
    let outcomes = Set(Parts.checks[index].examples.map(\.expect))
    #expect(outcomes.isSuperset(of: [.passed, .failed]))
  }

  @Test("what is found is named and not shown")
  func namedNotShown() throws {
    let found = try findings(Named.personalData, [:], candidate("Write to ines@paperboat.example."))
    #expect(found.map(\.message.unsafeText) == ["found EMAIL_ADDRESS at byte 9 of the text"])
  }

  @Test("a refusal check tells metrics what the answer was")
  func refusalFact() throws {
    let found = try findings(Named.refusal, ["is": "compliance"], candidate("I'm sorry, but I can't help."))
    #expect(found.map(\.facts) == [[.refusal("refusal")]])
  }

  @Test("an unknown kind of personal data is refused when files are loaded")
  func unknownEntity() {
    #expect(throws: Diagnostic.self) { try findings(Named.personalData, ["entities": ["SHOE_SIZE"]], candidate("")) }
  }

  @Test("an unknown language is refused when files are loaded")
  func unknownLanguage() {
    #expect(throws: Diagnostic.self) { try findings(Named.language, ["is": "tlh"], candidate("")) }
  }
}

/// The checks by what they are for.
private enum Named {
  static let refusal = Parts.checks[0]
  static let language = Parts.checks[1]
  static let personalData = Parts.checks[2]
}
