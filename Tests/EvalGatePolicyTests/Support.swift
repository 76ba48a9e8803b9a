import EvalGateCore
import EvalGatePolicy
import StrictJSON

/// A value as if a file held it, every key and element on a line of its own.
func placed(_ value: JSONValue) -> Node {
  var line = 0
  return placed(value, &line)
}

private func placed(_ value: JSONValue, _ line: inout Int) -> Node {
  line += 1
  let place = SourceLocation(path: "policies/desk.yml", line: line)
  switch value {
  case .null: return Node(.null, at: place)
  case .bool(let bool): return Node(.bool(bool), at: place, source: "\(bool)")
  case .number(let number): return Node(.number(number), at: place, source: number.text)
  case .string(let text): return Node(.string(text), at: place, source: text)
  case .array(let elements): return Node(.sequence(elements.map { placed($0, &line) }), at: place)
  case .object(let object):
    let entries = object.map { member in
      let value = placed(member.value, &line)
      return Node.Entry(key: member.key, keyLocation: value.location, value: value)
    }
    return Node(.mapping(entries), at: place)
  }
}

func policy(_ value: JSONValue) throws -> RulePolicy { try RulePolicy(parsing: placed(value)) }

/// What is wrong with a policy; nothing where it compiles.
func problems(_ value: JSONValue) -> [Diagnostic] {
  do {
    _ = try policy(value)
    return []
  } catch let problems as Problems {
    return problems.sorted
  } catch {
    return [Diagnostic(.internalError, "\(error)")]
  }
}

/// The problems as `line: message`.
func sentences(_ value: JSONValue) -> [String] { problems(value).map { "\($0.location?.line ?? 0): \($0.message)" } }

func call(_ name: String, _ arguments: String) -> ToolCall { ToolCall(name: name, argumentsText: arguments) }

extension RulePolicy {
  func decide(
    _ text: String? = nil, calls: [ToolCall] = [], earlier: [Answer] = [], messages: [Message] = [],
    setup: JSONObject? = nil
  ) -> PolicyVerdict {
    report(text, calls: calls, earlier: earlier, messages: messages, setup: setup).verdict
  }

  func report(
    _ text: String? = nil, calls: [ToolCall] = [], earlier: [Answer] = [], messages: [Message] = [],
    setup: JSONObject? = nil
  ) -> PolicyReport {
    var candidate = Candidate(answer: Answer(text: text, toolCalls: calls))
    candidate.earlier = earlier
    let place = SourceLocation(path: "evalsets/desk/cases.jsonl")
    let evalCase = EvalCase(
      id: "desk-001", digest: Digest(of: "case".utf8), checksDigest: Digest(of: "checks".utf8), location: place,
      variables: [:], setup: setup)
    return report(on: Proposal(candidate: candidate, evalCase: evalCase, messages: messages))
  }

  /// The verdict on one call.
  func verdict(on name: String, _ arguments: String) -> CallVerdict? {
    decide(calls: [call(name, arguments)]).calls.first
  }

  /// The verdict on one call after a conversation, as a sentence.
  func verdict(on call: ToolCall, after messages: [Message], setup: JSONObject? = nil) -> String? {
    decide(calls: [call], messages: messages, setup: setup).calls.last?.sentence
  }
}

extension CallVerdict {
  /// `deny T-REFUND arguments`
  var sentence: String { [outcome.rawValue, rule ?? "-", reason].compactMap { $0 }.joined(separator: " ") }
}

extension PolicyVerdict {
  /// `reject restricted:goodwill restricted text HE…17 (19 characters)`
  var sentence: String {
    [action.rawValue, rule, reason, path, evidence].compactMap { $0 }.joined(separator: " ")
  }
}

/// Steele, Lea and Flood's generator (OOPSLA 2014), so that a property test asks the same every time.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
