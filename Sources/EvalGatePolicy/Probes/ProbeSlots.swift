import StrictJSON

/// Fills `{{name}}` in texts, wherever in a JSON value they stand.
struct ProbeSlots {
  var values: [String: String] = [:]

  func fill(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(fill(text))
    case .array(let values): .array(values.map(fill))
    case .object(let object): .object(JSONObject(object.map { ($0.key, fill($0.value)) }))
    case .null, .bool, .number: value
    }
  }

  /// A slot that nothing is known of stays as it is.
  func fill(_ text: String) -> String {
    var filled = ""
    for piece in Self.pieces(of: text) {
      switch piece {
      case .text(let text): filled += text
      case .slot(let name): filled += values[String(name)] ?? "{{\(name)}}"
      }
    }
    return filled
  }

  /// The names of all slots in a value.
  static func names(in value: JSONValue) -> [String] {
    switch value {
    case .string(let text):
      pieces(of: text).compactMap { if case .slot(let name) = $0 { String(name) } else { nil } }
    case .array(let values): values.flatMap(names)
    case .object(let object): object.flatMap { names(in: $0.value) }
    case .null, .bool, .number: []
    }
  }

  private enum Piece {
    case text(Substring)
    case slot(Substring)
  }

  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      pieces.append(.text(rest[..<open.lowerBound]))
      pieces.append(.slot(rest[open.upperBound..<close.lowerBound]))
      rest = rest[close.upperBound...]
    }
    return pieces + [.text(rest)]
  }
}
