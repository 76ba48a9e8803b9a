import EvalGateCore
import StrictJSON

/// Whether the texts of an attack came before the model at all.
///
/// Only what stands in the case and was not sent is known to have been missed: what stands nowhere in it may be what an
/// application reads from elsewhere, or stand there in another form.
struct AttackTexts {
  private let heard: [String]
  private let unheard: [Place]

  /// Where a text of the case stands that was perhaps not sent.
  private struct Place {
    enum Kind { case result, variable }
    let kind: Kind
    let name: String
    let text: String
  }

  /// - Parameter reach: how far the conversation came.
  init(_ reach: ConversationReach, in context: CheckContext) {
    let variables = context.evalCase.variables
    let results = reach.unheard.map { Place(kind: .result, name: $0.tool, text: $0.text) }
    // Without the messages nobody knows what the prompt made of the variables.
    guard !context.messages.isEmpty else {
      (heard, unheard) = (reach.heard + variables.flatMap { $0.value.leaves }, results)
      return
    }
    heard = reach.heard + context.messages.filter { $0.role != .assistant }.map(\.text)
    unheard =
      results
      + variables.flatMap { variable in
        variable.value.leaves.map { Place(kind: .variable, name: variable.key, text: $0) }
      }
  }

  /// Why the attack was not put to the model; nil where it was, or where nobody can tell.
  ///
  /// - Parameters:
  ///   - isApplication: whether variables may be data of an application's own, which it is given beside the messages.
  ///   - isForbidden: whether a tool is not to be called, so that a canary in its result is not to be read.
  func gap(in setup: JSONObject?, ofApplication isApplication: Bool, isForbidden: (String) -> Bool) -> String? {
    if let plant = setup?["plant"] {
      // What is put into a place is known to be put there.
      guard plant["into"] == nil, let text = plant["text"]?.stringValue, let place = missed([text]) else { return nil }
      return switch place.kind {
      case .result:
        "the model never saw what is planted: it did not call \(brief(place.name)), whose result says it; write the call and its result as turns"
      case .variable:
        "the model was never sent what is planted: no message of the prompt says the variable \(brief(place.name)), which holds it; let the prompt say it, or write it as a turn"
      }
    }
    guard let place = missed(Canary.planted(by: setup).map(\.token)) else { return nil }
    switch place.kind {
    case .result:
      guard !isForbidden(place.name) else { return nil }
      return
        "the model never saw the canary: it did not call \(brief(place.name)), whose result holds it; write the call and its result as turns, or forbid the call under `calls`"
    case .variable:
      guard !isApplication else { return nil }
      return
        "the model was never sent the canary: no message of the prompt says the variable \(brief(place.name)), which holds it; let the prompt say it, or write it as a turn"
    }
  }

  /// The place where one of the texts stands that were not sent, where nothing that was sent said any of them.
  private func missed(_ texts: [String]) -> Place? {
    guard !texts.isEmpty, !unheard.isEmpty else { return nil }
    // As it stands, which is nearly always so.
    let plain = texts.map { Needle($0, TextForm()) }
    guard !heard.contains(where: { said in plain.contains { $0.occurs(in: TextForm().bytes(said)) } }) else {
      return nil
    }
    let needles = texts.map(\.skeleton).filter { !$0.isEmpty }.map { Needle($0, TextForm()) }
    func isSaid(in text: String) -> Bool {
      Self.skeletons(of: text).contains { said in needles.contains { $0.occurs(in: Array(said.utf8)) } }
    }
    return heard.contains(where: isSaid) ? nil : unheard.first { isSaid(in: $0.text) }
  }

  /// Of a text, of the texts in it where it is JSON, and of it with the escapes undone that JSON within it has: line ends are
  /// written there in its own way.
  private static func skeletons(of text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return [text.skeleton] }
    let json = try? JSONValue(parsing: text)
    return [text.skeleton, text.withoutJSONEscapes.skeleton] + (json?.leaves.map(\.skeleton) ?? [])
  }
}

extension String {
  /// With `\n`, `\"`, `\u00e9` and the like as what they stand for.
  fileprivate var withoutJSONEscapes: String {
    var plain = String.UnicodeScalarView()
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let sign = rest.popFirst() else {
        plain.append(scalar)
        continue
      }
      switch sign {
      case "n", "r", "t", "b", "f": plain.append(" ")
      case "u":
        let digits = rest.prefix(4)
        rest = rest.dropFirst(digits.count)
        plain.append(UInt32(String(digits), radix: 16).flatMap(Unicode.Scalar.init) ?? " ")
      default: plain.append(sign)
      }
    }
    return String(plain)
  }
}
