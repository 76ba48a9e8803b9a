import EvalGateCore
import StrictJSON
import Testing

@Suite("how far a conversation came")
struct ConversationReachTests {
  private static let call = ToolCall(id: "k", name: "look", argumentsText: "{}")
  private static let two: [Turn] = [.user("one", toolResults: ["look": "x"]), .user("two", toolResults: [:])]

  private static func reach(_ turns: [Turn], _ answers: Answer..., into: String? = nil) -> ConversationReach {
    var candidate = Candidate(answer: answers.last ?? Answer())
    candidate.earlier = answers.dropLast()
    let plant = into.map { JSONValue.object(["into": .string($0), "text": "EVIL"]) }
    return ConversationReach(
      of: candidate, through: evalCase("a", turns: turns, setup: plant.map { ["plant": $0] }))
  }

  @Test("a call without a result ends it before the next turn is asked")
  func ended() {
    let other = ToolCall(id: "k", name: "noise", argumentsText: "{}")
    let ended = Self.reach(Self.two, Answer(toolCalls: [other]))
    #expect(ended.answered == 1 && ended.planned == 2 && ended.unanswered == "noise")
    let late = Self.reach(Self.two, Answer(toolCalls: [Self.call]), Answer(text: "so"), Answer(toolCalls: [other]))
    #expect(late.answered == 2 && late.planned == 2)
    let whole = Self.reach(Self.two, Answer(text: "one"), Answer(text: "two"))
    #expect(whole.answered == 2 && whole.unanswered == nil)
    #expect(Self.reach([], Answer(text: "x")).answered == Self.reach([], Answer(text: "x")).planned)
    #expect(late.open == [0] && whole.open.isEmpty)
    #expect(Self.reach([], Answer(toolCalls: [Self.call])).open == [0])
  }

  @Test("what is planted in a result is heard once the tool was called and its result answered")
  func planted() {
    #expect(!Self.reach(Self.two, Answer(text: "no"), Answer(text: "no"), into: "tool:look").heardPlant)
    #expect(
      Self.reach(Self.two, Answer(toolCalls: [Self.call]), Answer(text: "so"), Answer(text: "x"), into: "tool:look")
        .heardPlant)
    let history: [Turn] = [
      .user("one", toolResults: [:]), .assistant("", toolCalls: [Self.call]), .tool(name: "look", result: "x"),
    ]
    #expect(Self.reach(history, Answer(text: "so"), into: "tool:look").heardPlant)
    #expect(Self.reach(Self.two, Answer(text: "so"), Answer(text: "x"), into: "user").heardPlant)
    #expect(Self.reach(Self.two, Answer(text: "so"), Answer(text: "x")).heardPlant)
  }

  @Test("what was sent is heard, and results of tools that were not called are not")
  func heard() {
    let silent = Self.reach(Self.two, Answer(text: "no"), Answer(text: "no"))
    #expect(silent.heard == ["one", "two"])
    #expect(silent.unheard.map(\.tool) == ["look"] && silent.unheard.map(\.text) == ["x"])
    let called = Self.reach(Self.two, Answer(toolCalls: [Self.call]), Answer(text: "so"), Answer(text: "x"))
    #expect(called.heard == ["one", "x", "two"] && called.unheard.isEmpty)
    let told = ConversationReach(
      of: Candidate(answer: Answer(text: "no")),
      through: evalCase(
        "a", turns: Self.two, setup: ["system": "be", "tools": [["name": "look", "description": "see"]]]))
    #expect(told.heard == ["be", "look", "see", "one"])
    // Called at the very end, and never sent.
    let last = Self.reach(Self.two, Answer(toolCalls: [Self.call]))
    #expect(last.heard == ["one"] && last.unheard.map(\.tool) == ["look"])
  }

  @Test("planted text has a place where something is said there")
  func places() {
    #expect(Self.two.contains(placeOfPlant: "tool:look") && Self.two.contains(placeOfPlant: "user"))
    #expect(!Self.two.contains(placeOfPlant: "tool:noise") && !Self.two.contains(placeOfPlant: "retrieval:look"))
    let unasked: [Turn] = [.user("one", toolResults: ["look": "x"]), .assistant("done", toolCalls: [])]
    #expect(!unasked.contains(placeOfPlant: "tool:look"))
  }
}
