import UnicodeText

/// The tables that a query turns to, and those that a text speaks of, in small letters: `staff_salaries`, also of `hr.staff_salaries`.
enum WrittenTable {
  /// - Parameter readings: all of a value, folded.
  static func held(by readings: [String]) -> Set<String> {
    Set(readings.flatMap { ofStatement(words(of: $0).filter { $0 != "." }) })
  }

  /// Those of the statements in a text, names with an underscore, and what it calls a table.
  static func mentioned(in text: String) -> Set<String> {
    let words = words(of: text.nfkcCaseFolded)
    let called = words.indices.filter { words[$0] == "table" }.flatMap { place in
      [place - 1, place + 1].filter(words.indices.contains).flatMap { names(words[$0]) }
    }
    // A text that has a statement in it goes on in sentences of its own.
    let sentences = words.split(separator: ".").flatMap { ofStatement(Array($0)) }
    return Set(sentences + words.filter { $0.contains("_") }.flatMap(names) + called)
  }

  /// Words by which a statement begins, and those after which the name of a table stands.
  private static let statements: Set = [
    "select", "insert", "update", "delete", "drop", "alter", "truncate", "merge", "copy", "create", "describe",
  ]
  private static let places: Set = ["from", "join", "into", "update", "table", "truncate", "copy", "describe"]
  /// What may stand before the name.
  private static let fillers: Set = ["only", "table", "if", "exists", "not", "lateral", "from"]

  private static func ofStatement(_ words: [String]) -> [String] {
    guard words.contains(where: statements.contains) else { return [] }
    var found: [String] = []
    for place in words.indices where places.contains(words[place]) {
      var rest = words[(place + 1)...].drop(while: fillers.contains)
      // `FROM users u, orders`
      while let name = rest.first, !names(name).isEmpty {
        found += names(name)
        let beside = rest.dropFirst().prefix(3).prefix { !"();".contains($0) }
        guard let comma = beside.firstIndex(of: ",") else { break }
        rest = rest[(comma + 1)...]
      }
    }
    return found
  }

  /// A name with what it stands in, and without: `hr.salaries` and `salaries`.
  private static func names(_ word: String) -> [String] {
    guard word.unicodeScalars.first.map({ $0.properties.isAlphabetic || $0 == "_" }) ?? false else { return [] }
    let last = word.split(separator: ".").last.map { String($0) }
    return [word] + [last].compactMap(\.self).filter { $0 != word }
  }

  /// Without the quotes of names. A comma, brackets, which end a list of tables, and the full stop behind a word stand for themselves.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    func finish() {
      let isLast = word.last == "."
      while word.last == "." { word.removeLast() }
      if !word.isEmpty { words.append(word) }
      if isLast { words.append(".") }
      word = ""
    }
    for scalar in text.unicodeScalars where !"\"`[]".unicodeScalars.contains(scalar) {
      if scalar.isLetterOrDigit || "_.$".unicodeScalars.contains(scalar) {
        word.unicodeScalars.append(scalar)
        continue
      }
      finish()
      if ",();".unicodeScalars.contains(scalar) { words.append(String(scalar)) }
    }
    finish()
    return words
  }
}
