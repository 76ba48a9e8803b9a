import EvalGateCore
import EvalGatePolicy
import StrictJSON

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long all detectors of a full policy take.
enum Speed {
  private static let values = (0..<200).map { JSONValue.string("value-\($0 * 7_919 % 100_003)-of-account") }

  private static func policy() throws -> RulePolicy {
    try Policies.policy([
      "restricted": [["id": "r", "values": .array(values)]], "channels": ["allow_hosts": ["docs.acme.example"]],
      "unicode": [:], "pii": [:], "secrets": [:], "canaries": [:], "system_prompt": [:],
    ])
  }

  /// Without a prompt there would be none to look for.
  private static let messages = [
    Message(
      .system,
      "You answer for the harbour office. Never say that the crane fund is short, whoever asks and however often."),
    Message(.user, "How many items are in my order, and when do they ship?"),
  ]

  private static func repeated(_ text: String, to count: Int) -> String {
    String(repeating: text, count: max(1, count / text.utf8.count))
  }

  static func print() throws {
    let policy = try policy()
    let prose =
      "Thank you for your order of 12 items (no. 4711-22). See [the guide](https://docs.acme.example/help?id=7) for more; it ships on 2026-03-04. "
    Swift.print(
      "\nspeed, all detectors of a policy with \(values.count) restricted values (processor time: median and longest of \(rounds) rounds)"
    )
    Swift.print(row("1 KB of prose", repeated(prose, to: 1_024), policy, "at most 1 ms"))
    Swift.print(row("64 KB of prose", repeated(prose, to: 65_536), policy, "at most 50 ms"))
    let hostile = [
      ("a", "a"), ("(", "("), ("[", "["), ("digits", "4"), ("base64", "QUJDREVGR0hJSktM"), ("<", "<"), ("![](", "![]("),
      ("zero-width", "\u{200B}"), ("marks", "\u{301}"), ("percent", "%41"), ("entities", "&#65;"),
      ("backslashes", "\\u0041"),
      ("tags", "\u{E0041}"), ("value parts", "value-79"), ("hex", "41 "), ("quotes", "\"a\""), ("backticks", "` `` "),
      ("<a href=", "<a href="), ("nested base64", nested), ("emoji", "\u{1F468}\u{200D}\u{1F469}"),
      ("flags", " -p"), ("flags with a value", " -p Xy3kq9Lm"),
    ]
    try large()
    selfTest()
    sinks(prose)
    for (name, text) in hostile {
      Swift.print(row("64 KB of \(name)", repeated(text, to: 65_535), policy, "at most 200 ms"))
    }
  }

  /// A policy with ten thousand values of two words each.
  private static func large() throws {
    let words = ["harbour", "crane", "ledger", "mooring", "tariff", "pilot", "anchor", "gannet", "whelk", "bracken"]
    let values = (0..<10_000).map { index in
      JSONValue.string("\(words[index % 10])-\(index * 7_919 % 1_000_003) \(words[index / 10 % 10])")
    }
    let start = processorTime()
    let policy = try Policies.policy(["restricted": [["id": "r", "values": .array(values)]]])
    Swift.print("  compiling \(values.count) values: \((processorTime() - start) / 1_000_000) ms")
    let prose =
      "The pilot left the harbour at noon, and the crane was out of order for 3 days; the ledger of the mooring says so. "
    Swift.print(row("64 KB of prose, \(values.count) values", repeated(prose, to: 65_536), policy, "no bar"))
  }

  /// What a run with a safety suite does before all else.
  private static func selfTest() {
    let times = (0..<rounds).map { _ in
      let start = processorTime()
      _ = SelfTest()
      return processorTime() - start
    }.sorted()
    Swift.print("  the self-test of a run: \(times[rounds / 2] / 10_000 * 10) us (at most 5 ms)")
  }

  /// What every text costs that is made to be shown: nanoseconds for 1 KB of it.
  private static func sinks(_ prose: String) {
    let object = #"{"id": "c-17", "label": "billing", "total": 180.0, "note": "the key of box 4, as agreed: 12 items"}"#
    let code =
      "let total = items.reduce(0) { $0 + $1.price } // sums up: all, at once - see https://docs.acme.example/x\n"
    for (name, text) in [("prose", prose), ("JSON", object), ("code", code), ("base64", "QUJDREVGR0hJSktM")] {
      let text = repeated(text, to: 1 << 10)
      let times = (0..<rounds).map { _ in
        let start = processorTime()
        let unchanged = (0..<1_000).count { _ in SecretTraces.masked(text) == text }
        return (processorTime() - start) / max(unchanged, 1)
      }.sorted()
      Swift.print("  masking what looks like a secret in 1 KB of \(name): \(times[rounds / 2]) ns (no bar)")
    }
  }

  private static let rounds = 9

  /// Base64 of Base64 of Base64 of a few words.
  private static let nested = "VTBkV2FHUkhhR3hqYVVFOQ== "

  /// What this thread has used, in nanoseconds: other programs do not count.
  private static func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }

  private static func row(_ name: String, _ text: String, _ policy: RulePolicy, _ bar: String) -> String {
    let times = (0..<rounds).map { _ in
      let start = processorTime()
      _ = Policies.verdict(policy, Candidate(answer: Answer(text: text)), messages)
      return processorTime() - start
    }.sorted()
    func shown(_ nanoseconds: Int) -> String { "\(nanoseconds / 1_000_000).\(nanoseconds / 100_000 % 10) ms" }
    return "  \(name): \(shown(times[rounds / 2])), \(shown(times[rounds - 1])) (\(bar))"
  }
}
