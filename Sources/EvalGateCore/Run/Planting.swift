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
