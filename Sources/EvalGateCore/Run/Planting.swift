import StrictJSON

extension EvalCase {
  /// A scripted step with the scenario's planted content put into it, as `setup.plant` says: `into: "tool:read_email"`,
  /// `at: start | middle | end`, `text: …`.
  func planted(_ turn: Turn) -> Turn {
    guard let plant = setup?["plant"], let text = plant["text"]?.stringValue, let into = plant["into"]?.stringValue
    else {
      return turn
    }
    let place = plant["at"]?.stringValue ?? "end"
    switch turn {
    case .tool(let name, let result) where into == "tool:\(name)":
      return .tool(name: name, result: Self.insert(text, into: result, at: place))
    case .user(let said, var results):
      for name in results.keys where into == "tool:\(name)" {
        results[name] = results[name].map { Self.insert(text, into: $0, at: place) }
      }
      return .user(into == "user" ? Self.insert(text, into: said, at: place) : said, toolResults: results)
    default:
      return turn
    }
  }

  /// Whether a step says something where the scenario plants its text.
  func holdsPlant(_ turn: Turn) -> Bool {
    guard let into = setup?["plant"]?["into"]?.stringValue else { return false }
    return turn.says(into)
  }

  /// In the middle means after the line that ends nearest to it, so that the carrier stays readable.
  private static func insert(_ text: String, into carrier: String, at place: String) -> String {
    switch place {
    case "start": return text + "\n" + carrier
    case "middle":
      var lines = carrier.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      lines.insert(text, at: (lines.count + 1) / 2)
      return lines.joined(separator: "\n")
    default: return carrier + "\n" + text
    }
  }
}

extension Turn {
  fileprivate func says(_ place: String) -> Bool {
    switch self {
    case .tool(let name, _): place == "tool:\(name)"
    case .user(_, let results): place == "user" || results.keys.contains { place == "tool:\($0)" }
    case .assistant: false
    }
  }
}

extension [Turn] {
  /// Whether planted text can be put there: what `into` names is said in some step. What a user's step would answer calls with is
  /// said only where the model is asked after it.
  package func contains(placeOfPlant into: String) -> Bool {
    indices.contains { index in
      let isAsked = self[index].isAsked(before: index + 1 < count ? self[index + 1] : nil)
      if case .user = self[index], into != "user", !isAsked { return false }
      return self[index].says(into)
    }
  }
}
