import EvalGateCore
import EvalGatePolicy
import EvalGateStore

/// Finds and masks what looks like a secret in kept answers: the values of this environment, and every form that the `secrets`
/// detector knows.
struct SecretSight {
  let known: SecretMask
  /// What stands in a log besides must not say either.
  var heldBack = HeldBack.nothing

  /// What was found, in words; empty where nothing was.
  func findings(in recording: Recording) -> [String] {
    recording.texts.flatMap { text -> [String] in
      if known.masked(text) != text { return ["the value of a variable of this environment"] }
      return matches(in: text).map(\.entity)
    }
  }

  /// The same recording with asterisks in the place of secrets.
  func masked(_ recording: Recording) -> Recording {
    var shown = recording
    shown.answer.text = recording.answer.text.map(masked)
    shown.answer.refusal = recording.answer.refusal.map(masked)
    shown.answer.reasoning = recording.answer.reasoning.map(masked)
    for index in shown.answer.toolCalls.indices {
      let call = shown.answer.toolCalls[index]
      shown.answer.toolCalls[index].name = masked(call.name)
      shown.answer.toolCalls[index].argumentsText = masked(call.argumentsText)
    }
    shown.failure?.message = UntrustedText(masked(recording.failure?.message.unsafeText ?? ""))
    shown.note = recording.note.map(masked)
    return shown
  }

  func masked(_ text: String) -> String {
    var bytes = Array(known.masked(text).utf8)
    for range in SecretTraces.ranges(in: bytes) {
      for place in range { bytes[place] = UInt8(ascii: "*") }
    }
    return heldBack.masked(String(decoding: bytes, as: UTF8.self))
  }

  private func matches(in text: String) -> [EntityMatch] {
    SecretScanner.matches(in: Array(text.utf8)).filter { $0.confidence > .weak }
  }
}

extension Recording {
  /// Everything that a model, a server or a person wrote.
  fileprivate var texts: [String] {
    [answer.text, answer.refusal, answer.reasoning, failure?.message.unsafeText, note].compactMap { $0 }
      + answer.toolCalls.flatMap { [$0.name, $0.argumentsText] }
  }
}
