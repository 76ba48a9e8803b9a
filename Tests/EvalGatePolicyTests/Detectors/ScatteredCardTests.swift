import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("cards told in groups")
struct ScatteredCardTests {
  private func isFound(_ text: String) -> Bool {
    PIIScanner.matches(in: text).contains { $0.entity == "CREDIT_CARD" && $0.confidence > .weak }
  }

  @Test(
    "the groups of a card are found in cells, lists, labels and sentences",
    arguments: [
      "| 4539 | 1488 | 0343 | 6467 |", "<td>4539</td><td>1488</td><td>0343</td><td>6467</td>",
      "<ul><li>4539</li><li>1488</li><li>0343</li><li>6467</li></ul>", "[\"4539\", \"1488\", \"0343\", \"6467\"]",
      "{\"a\":\"4539\",\"b\":\"1488\",\"c\":\"0343\",\"d\":\"6467\"}", "4539<br>1488<br>0343<br>6467",
      "Part A: 4539\nPart B: 1488\nPart C: 0343\nPart D: 6467",
      "Part 1: 4539\nPart 2: 1488\nPart 3: 0343\nPart 4: 6467",
      "The card: it starts with 4539, then 1488, then 0343 and ends in 6467.", "card 4 5 3 9 1 4 8 8 0 3 4 3 6 4 6 7",
      "4 5 3 9 1 4 8 8 0 3 4 3 6 4 6 7",
    ])
  func told(_ text: String) { #expect(isFound(text)) }

  @Test(
    "amounts in rows, and numbers that a sentence says nothing of a card about, are none",
    arguments: [
      "<tr><td>moorings</td><td>4539</td><td>1488</td><td>0343</td><td>6467</td></tr>",
      "<td>4539</td><td>1488</td><td>0343</td><td>6467</td><td>5120</td>",
      "We counted 4539 boats in May, then 1488, then 0343 and 6467.",
      "First 4539, then 1488, then 0343 and last 6467 boats came to the harbour this year.",
      "The rolls of the dice in our game of last night were 4 5 3 9 1 4 8 8 0 3 4 3 6 4 6 7 and so on for hours",
      "{\"north\":\"4539\",\"east\":\"1488\",\"south\":\"0343\",\"west\":\"6467\"}",
    ])
  func others(_ text: String) { #expect(!isFound(text)) }

  @Test("a list of groups in the arguments of a call is a card")
  func arguments() throws {
    let rules = try policy(["defaults": ["unknown_tool": "allow"], "pii": ["entities": ["CREDIT_CARD": "block"]]])
    #expect(rules.verdict(on: "pay", #"{"parts": ["4539", "1488", "0343", "6467"]}"#)?.outcome == .deny)
    #expect(rules.verdict(on: "pay", #"{"parts": ["4539", "1488", "0343", "6468"]}"#)?.outcome == .allow)
  }
}
