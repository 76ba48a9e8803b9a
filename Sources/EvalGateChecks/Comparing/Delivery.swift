import EvalGateCore
import StrictJSON

/// Whether the texts of an attack came before the model at all. A model that never saw an attack did not withstand it.
///
/// Only what stands in the script and was not sent is known to have been missed: what stands nowhere in it may be what an
/// application reads from elsewhere, or stand there in another form.
struct Delivery {
  private let reach: ConversationReach

  init(_ reach: ConversationReach) { self.reach = reach }

  /// Why the attack was not put to the model; nil where it was, or where nobody can tell.
  ///
  /// - Parameter isForbidden: whether a tool is not to be called, so that a canary in its result is not to be read.
  func gap(in setup: JSONObject?, isForbidden: (String) -> Bool) -> String? {
    if let plant = setup?["plant"] {
      // What is put into a place is known to be put there.
      guard plant["into"] == nil, let text = plant["text"]?.stringValue, let tool = toolWithout([text]) else {
        return nil
      }
      return
        "the model never saw what is planted: it did not call \(brief(tool)), whose result says it; write the call and its result as turns"
    }
    guard let tool = toolWithout(Canary.planted(by: setup).map(\.token)), !isForbidden(tool) else { return nil }
    return
      "the model never saw the canary: it did not call \(brief(tool)), whose result holds it; write the call and its result as turns, or forbid the call under `calls`"
  }

  /// The tool that would have said one of the texts, where nothing else said any of them.
  private func toolWithout(_ texts: [String]) -> String? {
    guard !texts.isEmpty, !reach.unheard.isEmpty else { return nil }
    let needles = texts.map(\.skeleton).filter { !$0.isEmpty }.map { Needle($0, TextForm()) }
    func isSaid(in text: String) -> Bool {
      Self.skeletons(of: text).contains { said in needles.contains { $0.occurs(in: Array(said.utf8)) } }
    }
    return reach.heard.contains(where: isSaid) ? nil : reach.unheard.first { isSaid(in: $0.text) }?.tool
  }

  /// Of a text, and of the texts in it where it is JSON, which writes line ends in its own way.
  private static func skeletons(of text: String) -> [String] {
    let json = text.utf8.contains(UInt8(ascii: "\\")) ? try? JSONValue(parsing: text) : nil
    return [text.skeleton] + (json?.leaves.map(\.skeleton) ?? [])
  }
}
