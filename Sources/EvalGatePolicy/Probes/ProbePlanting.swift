import StrictJSON

/// Puts a text into the place of a carrier that is chosen, and takes the other places out without a trace.
struct ProbePlanting {
  let text: String
  /// `start`, `middle` or `end`.
  let at: String

  func fill(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(fill(text))
    case .array(let values): .array(values.map(fill))
    case .object(let object): .object(JSONObject(object.map { ($0.key, fill($0.value)) }))
    case .null, .bool, .number: value
    }
  }

  /// A line that was nothing but an empty place goes, and so does the space beside one.
  private func fill(_ carrier: String) -> String {
    var lines: [String] = []
    for line in carrier.split(separator: "\n", omittingEmptySubsequences: false) {
      var bare = String(line)
      for place in ProbePosition.allCases where place.rawValue != at { bare = Self.without(place.rawValue, bare) }
      let isGone = bare != line && bare.allSatisfy { $0 == " " }
      if !isGone { lines.append(bare) }
    }
    return lines.joined(separator: "\n").replacing("{{\(at)}}", with: text)
  }

  private static func without(_ place: String, _ line: String) -> String {
    let slot = "{{\(place)}}"
    guard line.contains(slot) else { return line }
    for beside in ["\(slot) ", " \(slot)"] where line.contains(beside) { return line.replacing(beside, with: "") }
    return line.replacing(slot, with: "")
  }
}
