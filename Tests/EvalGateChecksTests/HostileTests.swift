import EvalGateChecks
import EvalGateCore
import StrictJSON
import Testing

/// An output that nobody would write.
struct HostileText: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String

  private static let size = 50_000

  static let all = [
    HostileText(testDescription: "empty", text: ""),
    HostileText(testDescription: "NUL", text: String(repeating: "\u{0}", count: size)),
    HostileText(testDescription: "one letter", text: String(repeating: "a", count: size)),
    HostileText(testDescription: "brackets", text: String(repeating: "[", count: size)),
    HostileText(testDescription: "objects", text: String(repeating: #"{"a":"#, count: size / 5)),
    HostileText(testDescription: "digits", text: String(repeating: "9", count: size)),
    HostileText(testDescription: "line ends", text: String(repeating: "\r\n", count: size)),
    HostileText(testDescription: "marks", text: "a" + String(repeating: "\u{301}\u{323}", count: size)),
    HostileText(testDescription: "joiners", text: String(repeating: "👩\u{200D}", count: size / 4)),
    HostileText(testDescription: "flags", text: String(repeating: "🇩", count: size / 4)),
    HostileText(
      testDescription: "duplicate keys",
      text: "{" + (0..<size / 10).map { _ in #""total":1"# }.joined(separator: ",") + "}"),
    HostileText(
      testDescription: "many members", text: "{" + (0..<size / 10).map { #""k\#($0)":1"# }.joined(separator: ",") + "}"),
    HostileText(
      testDescription: "many items",
      text: #"{"lines":["# + Array(repeating: "{}", count: size).joined(separator: ",") + "]}"),
  ]
}

@Suite("hostile outputs")
struct HostileTests {
  @Test("a check says little, whatever the output", arguments: HostileText.all)
  func short(_ output: HostileText) throws {
    for named in NamedExample.all {
      let example = named.example
      let call = ToolCall(name: output.text, argumentsText: output.text)
      let candidate = Candidate(answer: Answer(text: output.text, toolCalls: [call], finishReason: .stop), latency: 1)
      let finding = try Judge(named.id, example.options)(
        candidate, expected: example.expected, decision: example.decision, setup: example.setup)
      #expect(finding.said.utf8.count < 1500, "\(named.testDescription)")
      #expect(finding.facts.count <= 60, "\(named.testDescription)")
    }
  }
}
