import UnicodeText

/// Who a system prompt says that the model is: `You are Max, the pirate.` An answer that introduces itself says the same.
enum Persona {
  /// What the first sentence says behind `You are`, where that is no longer than a leak. The whole sentence is the prompt's own, which no
  /// answer says of itself.
  ///
  /// - Parameter longest: in letters and digits.
  static func said(in prompt: String, atMost longest: Int) -> [ViewedText] {
    let start = prompt.drop { !$0.isLetter }
    let head = start.prefix(longestOpening).lowercased()
    guard let opening = openings.first(where: { head.hasPrefix($0 + " ") }) else { return [] }
    let rest = start.dropFirst(opening.count).prefix(4 * longest)
    let end = rest.indices.first { place in
      let next = rest.index(after: place)
      return rest[place].isNewline || ".!?".contains(rest[place]) && (next == rest.endIndex || rest[next].isWhitespace)
    }
    let persona = ViewedText(String(rest[..<(end ?? rest.endIndex)]))
    return persona.letters.bytes.count <= longest ? [persona] : []
  }

  private static let longestOpening = 16
  private static let openings = [
    "you are", "you're", "your name is", "act as", "du bist", "sie sind", "tu es", "vous êtes", "eres", "usted es",
    "sei", "você é", "je bent", "u bent",
  ]
}
