/// Addresses, machines, stores, repositories and files that a value must not lead to, in whatever way it does.
struct ForbiddenPlaces: Sendable {
  private let addresses: Set<String>
  private let paths: Set<String>
  private let files: ForbiddenFiles
  private let repositories: Set<String>
  /// Whether each was named by itself, so that its names alone are those of a repository and a folder is all of it.
  private let areNamed: Bool

  /// - Parameter texts: each of them one place, or something else, which is none.
  init(named texts: [String]) {
    areNamed = true
    addresses = Set(texts.filter { !$0.contains(where: \.isWhitespace) }.flatMap(WrittenAddress.named))
    paths = Set(texts.flatMap(WrittenPath.named))
    files = ForbiddenFiles(named: texts)
    repositories = Set(texts.filter { !$0.contains(where: \.isWhitespace) }.flatMap(WrittenRepository.named))
  }

  /// - Parameter texts: for a model, whoever follows which gets to the places that they speak of.
  init(mentionedIn texts: [String]) {
    areNamed = false
    addresses = Set(texts.flatMap(WrittenAddress.mentioned))
    paths = Set(texts.flatMap(WrittenPath.mentioned))
    files = ForbiddenFiles(mentionedIn: texts)
    repositories = Set(texts.flatMap(WrittenRepository.named))
  }

  /// - Parameter readings: all of a value.
  func areHeld(by readings: [String]) -> Bool {
    !addresses.isEmpty && !addresses.isDisjoint(with: WrittenAddress.held(by: readings))
      || !paths.isEmpty && leadToPath(readings)
      || files.areHeld(by: readings)
      || !repositories.isEmpty
        && !repositories.isDisjoint(with: WrittenRepository.held(by: readings, namesWithin: areNamed))
  }

  /// A folder that was named is forbidden with all below it. One that a text speaks of need not be.
  private func leadToPath(_ readings: [String]) -> Bool {
    areNamed
      ? WrittenPath.leads(readings, into: paths) : !paths.isDisjoint(with: WrittenPath.held(by: readings))
  }
}
