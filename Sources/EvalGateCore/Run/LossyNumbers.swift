import StrictJSON

/// Numbers of an answer that a 64-bit float cannot hold (RFC 8259 section 6): valid, and read as other numbers by most programs.
enum LossyNumbers {
  /// What to note of an answer that was held to a schema; nothing where all its numbers are exact.
  static func findings(_ candidate: Candidate, _ outcome: SchemaOutcome) -> [Finding] {
    switch outcome {
    case .notAsked: return []
    case .valid, .invalid, .undetermined: break
    }
    guard mayHave(candidate.text), let document = try? JSONDocument(parsing: candidate.text) else { return [] }
    let numbers = document.root.numbersBeyondDouble
    guard let first = numbers.first, let path = document.root.pointer(to: first) else { return [] }
    let more = numbers.count > 1 ? " and \(numbers.count - 1) more" : ""
    let place = path.description.isEmpty ? "the number" : path.description
    return [
      Finding(
        "precision", .passed, "\(place)\(more) \(first.number?.lossInDouble ?? "")",
        facts: [.lossyNumbers(count: numbers.count, first: path.description)])
    ]
  }

  /// Whether a text has digits enough, or an exponent: nearly none does, and only then it is read once more.
  private static func mayHave(_ text: String) -> Bool {
    var digits = 0
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39:
        digits += 1
        if digits > 15 { return true }
      case 0x2E: break
      case 0x45, 0x65: if digits > 0 { return true }
      default: digits = 0
      }
    }
    return false
  }
}
