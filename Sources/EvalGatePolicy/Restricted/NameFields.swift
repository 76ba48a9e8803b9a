/// What stands between two parts of a name in a form, a record or a row of a table: `Nachname: Nowak, Vorname: Marta`.
struct NameFields {
  private let text: String
  private let words: [Substring]

  /// - Parameter text: what is between them.
  init(_ text: String) {
    self.text = text
    words = text.split { !$0.isLetter }
  }

  /// Whether one person ends and another one begins: with the same label again, or with other words on
  /// another line without one.
  var areOfTwoPeople: Bool {
    let found = words.map { $0.lowercased() }.filter { Self.parts.contains($0) || Self.ordinaryParts.contains($0) }
    return Set(found).count < found.count
      || !words.isEmpty && text.contains(where: \.isNewline)
        && !words.contains { Self.labels.contains($0.lowercased()) }
  }

  /// Whether it says which part of a name follows, or they are cells of one row. `the first to call` says no part, `first name` and
  /// `"first":` do.
  var saysPart: Bool {
    if let first = text.first(where: { $0 != " " }), let last = text.last(where: { $0 != " " }),
      first == last, first == "|" || first == "\t"
    {
      return true
    }
    if text.count > 1, text.first == text.last, text.first == "," || text.first == ";" { return true }
    return words.contains { word in
      let (name, rest) = (word.lowercased(), text[word.endIndex...])
      return Self.parts.contains(name)
        || Self.labels.contains(name)
          && (rest.hasPrefix(" name") || rest.drop { $0 == " " }.first.map(Self.isOperator) ?? false)
    }
  }

  private static func isOperator(_ sign: Character) -> Bool { ":=\"_>|".contains(sign) }

  /// What says which part of a name follows.
  static let labels = parts.union(ordinaryParts).union(["name", "part", "half", "word"])

  /// Words of forms alone.
  private static let parts: Set<String> = [
    "surname", "firstname", "lastname", "forename", "forenames", "givenname", "familyname", "middlename", "vorname",
    "vornamen", "nachname", "nachnamen", "familienname", "prénom", "apellido", "apellidos", "cognome", "sobrenome",
    "voornaam", "achternaam", "imię", "nazwisko",
  ]

  /// Words of any sentence.
  private static let ordinaryParts: Set<String> = [
    "first", "last", "second", "third", "given", "family", "middle", "nom", "nombre", "nome", "naam",
  ]
}
