import EvalGateCore
import StrictJSON

extension ProgramQuestion {
  /// A candidate put before a check or a policy.
  ///
  /// Nothing of how it was delivered is said (latency, tries, target), so that the same output is the same question. A policy
  /// is not told what is expected: it does not know that in production either. It is told the conversation so far, which it does
  /// know there.
  init(_ answer: JudgedAnswer, of evalCase: EvalCase, trial: Int, for role: JudgeProgram.Role) {
    let number = answer.number ?? 1
    self.init(id: "\(evalCase.id)#\(trial)" + (number > 1 ? ".\(number)" : "")) { json in
      json.key("case")
      json.value(.object(evalCase.json(for: role)))
      if role == .policy, !answer.messages.isEmpty {
        json.key("messages")
        json.beginArray()
        for message in answer.messages { json.value(message.json) }
        json.endArray()
      }
      json.key("candidate")
      json.value(.object(answer.candidate.json))
    }
  }
}

extension ProgramReply {
  /// What a check or a policy said, without the id, to be read by pure code.
  var opinion: JSONValue {
    guard var said = root.value.objectValue else { return root.value }
    said.removeValue(forKey: "id")
    return .object(said)
  }
}

extension EvalCase {
  fileprivate func json(for role: JudgeProgram.Role) -> JSONObject {
    var object: JSONObject = ["id": .string(id), "vars": .object(variables)]
    guard role == .check else {
      // What the user said yes to is known in production too.
      if let confirmations = setup?["confirmations"] { object["confirmations"] = confirmations }
      return object
    }
    if let expected { object["expected"] = expected.json }
    if !tags.isEmpty { object["tags"] = .array(tags.map { .string($0) }) }
    return object
  }
}

extension Candidate {
  /// The proposal: the last text, the calls of all turns, and what the service said of them.
  fileprivate var json: JSONObject {
    var object: JSONObject = ["text": .string(text), "tool_calls": .array(allToolCalls.map(\.proposal))]
    if let reason = answer.finishReason { object["finish_reason"] = .string(reason.rawValue) }
    if let refusal = answer.refusal { object["refusal"] = .string(refusal) }
    if let usage = answer.usage { object["usage"] = .object(usage.json) }
    if let model = answer.model { object["model"] = .string(model) }
    return object
  }
}

extension ToolCall {
  /// Arguments are an object where the model wrote one, and otherwise the text that it wrote.
  fileprivate var proposal: JSONValue {
    let object = (try? arguments())?.objectValue
    var call: JSONObject = ["name": .string(name), "arguments": object.map { .object($0) } ?? .string(argumentsText)]
    if let id { call["id"] = .string(id) }
    if isCarriedOut { call["carried_out"] = true }
    return .object(call)
  }
}

extension Usage {
  fileprivate var json: JSONObject {
    let counts = [
      ("input", input), ("cached_input", cachedInput), ("cache_write", cacheWrite), ("output", output),
      ("reasoning", reasoning),
    ]
    return JSONObject(counts.compactMap { name, count in count.map { (name, .number(JSONNumber($0))) } })
  }
}
