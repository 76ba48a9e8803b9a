import EvalGateCore

/// Repositories of services for them as a text names them, each as `owner/name` in small letters.
enum RepositoryMention {
  /// Those that a text leads to: by an address of the service, or of what is in the repository.
  static func addressed(in text: String) -> Set<String> {
    guard text.utf8.contains(UInt8(ascii: "/")) else { return [] }
    return Set(words(of: text).compactMap { RepositoryAddress($0)?.name?.lowercased() })
  }

  /// The same, and words that may be the two names alone, as commands take them: `gh repo clone mallory/x`, `npx mallory/x#main`,
  /// `uses: mallory/x@v1`. A path reads like that as well.
  static func possible(in text: String) -> Set<String> {
    guard text.utf8.contains(UInt8(ascii: "/")) else { return [] }
    return addressed(in: text).union(words(of: text).compactMap(names))
  }

  /// With what stands behind the `=` of an option.
  private static func words(of text: String) -> [Substring] {
    text.words.flatMap { word in [word[...]] + (word.lastIndex(of: "=").map { [word[word.index(after: $0)...]] } ?? [])
    }
  }

  private static func names(_ word: Substring) -> String? {
    let steps = word.prefix { $0 != "@" && $0 != "#" }.split(separator: "/", omittingEmptySubsequences: false)
    guard steps.count == 2,
      steps.allSatisfy({ step in
        step.utf8.first.map(ByteClass.isAlphanumeric) ?? false
          && step.utf8.allSatisfy { ByteClass.isAlphanumeric($0) || "-_.".utf8.contains($0) }
      })
    else { return nil }
    let name = RepositoryAddress.bare(String(steps[1]))
    return name.isEmpty ? nil : "\(steps[0])/\(name)".lowercased()
  }
}
