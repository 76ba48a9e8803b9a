/// Where a repository is kept, in the form that its addresses have in common: `https://github.com/mallory/x`,
/// `git@github.com:mallory/x.git`, `ssh://git@github.com:22/mallory/x`, `github:mallory/x`.
package struct RepositoryAddress: Sendable {
  /// As it was written, without `www.`; that of the service for its short name.
  package let host: String
  /// The folders on the way to it and its own, without `.git`.
  package let steps: [String]
  /// Whether nothing but that is said: no name of a user besides `git`, no port, no query, no place on a page.
  package let isPlain: Bool

  /// Services at which a name and another one are a repository.
  private static let services: Set<String> = [
    "github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitea.com", "huggingface.co",
  ]
  /// Before a colon, as package managers write them.
  private static let shortNames = [
    "gh": "github.com", "github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org",
  ]

  /// Hosts of services' own at which what is in their repositories stands.
  private static let mirrors = [
    "raw.githubusercontent.com": "github.com", "codeload.github.com": "github.com", "api.github.com": "github.com",
  ]

  /// Nil for what has no host with a path behind it. A query and a place on a page are left off.
  package init?(_ text: some StringProtocol) {
    var rest = Substring(text).unicodeScalars
    let scheme = rest.firstRange(of: "://".unicodeScalars)
    if let scheme { rest = rest[scheme.upperBound...] }
    var user = rest.prefix(0)
    if let at = rest.prefix(while: { $0 != "/" }).lastIndex(of: "@") {
      user = rest[..<at]
      rest = rest[rest.index(after: at)...]
    }
    let written = rest.prefix { $0 != "/" && $0 != ":" }
    rest = rest[written.endIndex...]
    guard !text.unicodeScalars.contains(where: \.properties.isWhitespace), !written.isEmpty, let sign = rest.popFirst()
    else { return nil }
    let hasPort = sign == ":" && scheme != nil
    if hasPort { rest = rest.drop { $0 != "/" } }
    let path = rest.prefix { $0 != "?" && $0 != "#" }
    isPlain = !hasPort && path.endIndex == rest.endIndex && (user.isEmpty || user.elementsEqual("git".unicodeScalars))
    let name = String(written).lowercased()
    let service = sign == ":" && scheme == nil ? Self.shortNames[name] : nil
    host = service ?? (name.hasPrefix("www.") ? String(name.dropFirst(4)) : name)
    var steps = path.split(separator: "/").map { String($0) }
    if let last = steps.popLast().map(Self.bare), !last.isEmpty { steps.append(last) }
    guard !steps.isEmpty else { return nil }
    self.steps = steps
  }

  /// In one form for all ways to write it: `github.com/mallory/x`.
  package var place: String { ([host] + steps).joined(separator: "/") }

  /// `mallory/x`, where a service keeps it: a repository, or what is in one.
  package var name: String? {
    let isOfAPI = host == "api.github.com" && steps[0] == "repos"
    let steps = isOfAPI ? Array(self.steps.dropFirst()) : self.steps
    guard Self.services.contains(Self.mirrors[host] ?? host), steps.count >= 2 else { return nil }
    return "\(steps[0])/\(Self.bare(steps[1]))"
  }

  /// The service that a word names: `GitHub`, `gitlab.com`.
  package static func service(_ word: some StringProtocol) -> String? {
    let word = word.lowercased()
    return services.first { $0 == word || $0.prefix { $0 != "." } == word }
  }

  /// The name of a repository without the ending of its folder and what ends a sentence.
  package static func bare(_ name: String) -> String {
    var name = name[...]
    while let last = name.last, ".,:!?".contains(last) { name = name.dropLast() }
    return name.hasSuffix(".git") ? String(name.dropLast(4)) : String(name)
  }
}
