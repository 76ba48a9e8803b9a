import UnicodeText

/// Files that a value must not lead to, by their names, wherever they are: `.env`, `id_rsa`, `config/secrets.yml`, and `~/.ssh/id_rsa`
/// in any home. They are whole: `.env.example` is another file.
struct ForbiddenFiles: Sendable {
  /// The steps that lead to each, by the last of them.
  private let files: [String: Set<[String]>]

  /// - Parameter texts: each of them one file, or something else, which is none.
  init(named texts: [String]) { self.init(texts.map(\.nfkcCaseFolded).filter(Self.isName)) }

  /// - Parameter texts: for a model, which reads in them what to turn to.
  init(mentionedIn texts: [String]) {
    self.init(
      texts.flatMap { WrittenReadings.all(ofHiding: $0).flatMap(Self.words) }.map { String($0) }
        .filter { Self.isName($0) && Self.isSaid($0) })
  }

  private init(_ names: [String]) {
    let steps = names.map { Self.steps($0.unicodeScalars[...]) }.map { $0.first == "~" ? Array($0.dropFirst()) : $0 }
    files = steps.filter { !$0.isEmpty }.reduce(into: [:]) { $0[$1[$1.count - 1], default: []].insert($1) }
  }

  /// - Parameter readings: all of a value, folded.
  func areHeld(by readings: [String]) -> Bool {
    guard !files.isEmpty else { return false }
    return readings.contains { Self.words($0).contains { isOne(Self.steps($0)) } }
  }

  private func isOne(_ steps: [String]) -> Bool {
    steps.indices.contains { place in
      let isLast = place == steps.count - 1
      return files[steps[place]]?.contains { file in
        (isLast || Self.isFolder(file)) && steps[...place].suffix(file.count).elementsEqual(file)
      } ?? false
    }
  }

  /// Whether something may be below it: a name with an ending is a file's, or a machine's, after which folders are called.
  private static func isFolder(_ file: [String]) -> Bool {
    file.count > 1 || file[0].hasPrefix(".") || !file[0].contains(".")
  }

  /// Whether a text can be the name of a file by itself: a plain word may be anything, `owner/name` is a repository, and what begins at
  /// the root is a path.
  private static func isName(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, first != "/", first != "-" else { return false }
    return (scalars.contains { $0 == "." || $0 == "_" } || scalars.last == "/")
      && scalars.contains(where: \.properties.isAlphabetic)
      && !scalars.contains { $0.properties.isWhitespace || "@:*\\".unicodeScalars.contains($0) }
  }

  /// Whether words of a text for people are a file: one that is hidden, has an ending, or stands in a folder and has a `_` in its path.
  private static func isSaid(_ name: String) -> Bool {
    let steps = steps(name.unicodeScalars[...])
    let ending = steps.last?.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last
    return ending?.unicodeScalars.first?.properties.isAlphabetic ?? false || steps.contains { $0.hasPrefix(".") }
      || steps.count > 1 && name.contains("_")
  }

  /// What of a text may be a path, as the value of an option too (`-d@.env`). What follows `https:` is an address.
  private static func words(_ text: String) -> [Substring.UnicodeScalarView] {
    let scalars = text.unicodeScalars
    return scalars.split(whereSeparator: WrittenPath.endsPath).compactMap { word in
      if word.starts(with: "//".unicodeScalars), scalars[..<word.startIndex].last == ":",
        !scalars[..<word.startIndex].isFileScheme
      {
        return nil
      }
      let isOption = word.first == "-" && word.dropFirst(2).first.map { "./~@".unicodeScalars.contains($0) } ?? false
      return (isOption ? word.dropFirst(2) : word).drop { $0 == "@" }
    }
  }

  /// Without what ends a sentence, and a sign for any names after it.
  private static func steps(_ word: Substring.UnicodeScalarView) -> [String] {
    var end = word.endIndex
    while end > word.startIndex, ".!*".unicodeScalars.contains(word[word.index(before: end)]) {
      end = word.index(before: end)
    }
    let slashed = String.UnicodeScalarView(word[..<end].map { $0 == "\\" ? "/" : $0 })
    return WrittenPath.plain(slashed[...]).split(separator: "/").map { String($0) }
  }
}
