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
      "unicode": [:],
      "canaries": [:], "system_prompt": [:],
    ])
  }

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
      ("<a href=", "<a href="), ("emoji", "\u{1F468}\u{200D}\u{1F469}"),
    ]
    for (name, text) in hostile {
      Swift.print(row("64 KB of \(name)", repeated(text, to: 65_535), policy, "at most 200 ms"))
    }
  }

  private static let rounds = 9

  /// What this thread has used, in nanoseconds: other programs do not count.
  private static func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }

  private static func row(_ name: String, _ text: String, _ policy: RulePolicy, _ bar: String) -> String {
    let times = (0..<rounds).map { _ in
      let start = processorTime()
      _ = Policies.rejects(policy, text)
      return processorTime() - start
    }.sorted()
    func shown(_ nanoseconds: Int) -> String { "\(nanoseconds / 1_000_000).\(nanoseconds / 100_000 % 10) ms" }
    return "  \(name): \(shown(times[rounds / 2])), \(shown(times[rounds - 1])) (\(bar))"
  }
}
