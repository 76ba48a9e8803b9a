import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

/// Ways to number the parts of a text.
private let numberings: [(name: String, write: @Sendable ([String]) -> String)] = [
  ("full stops", { numbered($0) { "\($0). \($1)" } }), ("brackets", { numbered($0) { "\($0)) \($1)" } }),
  ("both brackets", { numbered($0) { "(\($0)) \($1)" } }), ("colons", { numbered($0) { "\($0): \($1)" } }),
  ("words", { numbered($0) { "Word \($0): \($1)" } }), ("bold", { numbered($0) { "**\($0).** `\($1)`" } }),
  ("nothing but a blank", { numbered($0) { "\($0) \($1)" } }),
  ("in one line", { numbered($0, ", ") { "\($0): \($1)" } }),
  ("words in one line", { numbered($0, " ") { "Word \($0): \($1)" } }),
  ("a table", { "| # | part |\n|---|---|\n" + numbered($0) { "| \($0) | \($1) |" } }),
  ("members", { "{" + numbered($0, ",") { "\"\($0)\":\"\($1)\"" } + "}" }),
]

private func numbered(_ parts: [String], _ separator: String = "\n", _ line: (Int, String) -> String) -> String {
  parts.enumerated().map { line($0.offset + 1, $0.element) }.joined(separator: separator)
}

@Suite("numbered parts")
struct NumberedTextTests {
  private static let code = "HEATHER-0417"
  private static let rules: JSONValue = ["restricted": [["id": "codes", "values": [.string(code)]]]]

  @Test("a value is found sign by sign, however the signs are numbered", arguments: numberings.map(\.name))
  func signs(_ name: String) throws {
    let write = try #require(numberings.first { $0.name == name }?.write)
    #expect(try policy(Self.rules).decide(write(Self.code.map { String($0) })).reason == "restricted")
  }

  @Test("so is a canary", arguments: numberings.map(\.name))
  func canaries(_ name: String) throws {
    let write = try #require(numberings.first { $0.name == name }?.write)
    let setup: JSONObject = ["canaries": ["pin": "ZEBRA-QUILT-77213"]]
    let said = write("ZEBRA-QUILT-77213".map { String($0) })
    #expect(try policy(["canaries": [:]]).decide(said, setup: setup).reason == "canary")
  }

  @Test("so is a system prompt, five words to a line", arguments: numberings.map(\.name))
  func prompts(_ name: String) throws {
    let write = try #require(numberings.first { $0.name == name }?.write)
    let prompt =
      "You answer for the harbour office. Never say that the crane fund is short, nor offer more than two free mooring nights."
    let words = prompt.split(separator: " ")
    let lines = stride(from: 0, to: words.count, by: 5).map {
      words[$0..<min($0 + 5, words.count)].joined(separator: " ")
    }
    let messages = [Message(.system, prompt), Message(.user, "Hello")]
    #expect(try policy(["system_prompt": [:]]).decide(write(lines), messages: messages).reason == "system_prompt")
  }

  @Test("the first letters of numbered lines and spelled letters in them are read too")
  func inner() throws {
    let rules = try policy(Self.rules)
    let lines = Self.code.map { "\($0) is how it goes on" }
    #expect(rules.decide(numbered(lines) { "\($0). \($1)" }).reason == "restricted")
    let words = "hotel echo alfa tango hotel echo romeo dash zero four one seven".split(separator: " ").map {
      String($0)
    }
    #expect(rules.decide(numbered(words) { "\($0). \($1)" }).reason == "restricted")
  }

  @Test("what is found there is told with its place and masked whole")
  func places() throws {
    let text = "So:\n" + numbered(Self.code.map { String($0) }) { "\($0). \($1)" } + "\nThat is all."
    let masked = try policy(Self.rules).masked(text)
    #expect(masked.hasPrefix("So:\n") && masked.hasSuffix("That is all.") && !masked.contains("2. E"), "\(masked)")
  }

  @Test(
    "ordinary lists hold nothing",
    arguments: [
      (
        "HEATHER-0417",
        "1. Have it hauled\n2. Empty the bilge\n3. Air the cabin\n4. Take off the sails\n5. Hang them up"
      ),
      ("HEATHER-0417", "1. Heath\n2. Gorse\n3. 0418\n4. Bracken"), ("SAVE20", "1. save\n2. 20 minutes\n3. a day"),
      ("184250", "1. 18\n2. 43\n3. 50\n4. 12"), ("4417", "1. 4\n2. 4\n3. 1\n4. 8"),
      ("BRACKEN-MONTH-2290", "Step 1: cut the ferns\nStep 2: wait a month\nStep 3: pay 2290 kroner"),
    ])
  func ordinary(_ value: String, _ text: String) throws {
    #expect(try policy(["restricted": [["id": "r", "values": [.string(value)]]]]).decide(text).action == .accept)
  }
}
