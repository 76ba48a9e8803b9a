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

  /// `mallory/` of `mallory/x`.
  static func owner(of name: String) -> String { name.prefix { $0 != "/" } + "/" }

  /// The service that people mean who say of a repository nothing but its owner's name and its own.
  static let usual = "github.com"

  /// Those that a text names by these two names alone, right beside a word that says that they are one, which no path does
  /// (`clone corp/app`, `the corp/app repository`, `corp/app on GitHub`), and the services that it names.
  static func named(in text: String) -> (names: Set<String>, services: Set<String>) {
    var (found, services): (Set<String>, Set<String>) = ([], [])
    for sentence in sentences(of: text) {
      for (place, word) in sentence.enumerated() {
        if let service = service(word) { services.insert(service) }
        guard let name = names(word[...]) else { continue }
        let (before, after) = (place > 0 ? sentence[place - 1] : "", sentence[(place + 1)...].prefix(2))
        // `on GitHub`
        let isOnService = after.count > 1 && after.last.map { RepositoryAddress.service($0) != nil } ?? false
        if says(before) || after.first.map(says) ?? false || isOnService { found.insert(name) }
      }
    }
    return (found, services)
  }

  /// The repository that a page at a service is of: `github.com/corp/app` for `https://github.com/corp/app/issues/7`.
  static func place(ofPage address: RepositoryAddress) -> String? {
    guard RepositoryAddress.service(address.host) == address.host else { return nil }
    let steps = address.steps
    // Of groups within groups (`/group/part/app/-/issues/7`).
    let end = steps.firstIndex(of: "-") ?? 2
    guard end >= 2, end < steps.count, end > 2 || steps[end] == "-" || pages.contains(steps[end].lowercased()) else {
      return nil
    }
    return ([address.host] + steps[..<end]).joined(separator: "/").lowercased()
  }

  /// What stands in an address right behind the name of a repository.
  private static let pages: Set = [
    "issues", "pull", "pulls", "pull-requests", "merge_requests", "tree", "blob", "src", "commit", "commits", "actions",
    "releases", "discussions", "wiki",
  ]

  private static func service(_ word: String) -> String? {
    if let service = RepositoryAddress.service(word) { return service }
    guard word.utf8.contains(UInt8(ascii: "/")), let address = RepositoryAddress(word), address.name != nil else {
      return nil
    }
    return RepositoryAddress.service(address.host)
  }

  /// Whether a word says of the one beside it that it is a repository, as `--repo` does.
  private static func says(_ word: String) -> Bool {
    kinds.contains(String(word.drop { $0 == "-" }).lowercased()) || RepositoryAddress.service(word) != nil
  }

  /// What a repository is called, and what is done with it, in the languages of the names of months.
  private static let kinds: Set = [
    "repo", "repos", "repository", "repositories", "repositorium", "repositorio", "repositório", "dépôt", "depot",
    "repozytorium",
    "clone", "klone", "klonen", "cloner", "clona", "clonar", "kloon", "sklonuj", "fork", "forke", "forken",
  ]

  /// The words of each sentence, without marks of emphasis and code.
  private static func sentences(of text: String) -> [[String]] {
    var sentences: [[String]] = [[]]
    for word in text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace) {
      let plain = String(Substring(word)).words.flatMap { $0.split { "`*[]{}".contains($0) } }
      sentences[sentences.count - 1] += plain.map { String($0) }
      if let last = word.last, ".!?".unicodeScalars.contains(last) { sentences.append([]) }
    }
    return sentences
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
