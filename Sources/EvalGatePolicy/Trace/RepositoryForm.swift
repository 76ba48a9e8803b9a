/// A repository as its services name it: `mallory/x` for `https://github.com/mallory/x.git` and `git@github.com:mallory/x`.
enum RepositoryForm {
  /// Services at which a name and another one are a repository.
  private static let services: Set<String> = [
    "github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitea.com", "huggingface.co",
  ]

  /// The two names; nil for what is no address of a repository at such a service, or of more than that.
  static func short(_ value: String) -> String? {
    var rest = value[...]
    let scheme = rest.firstRange(of: "://")
    if let scheme { rest = rest[scheme.upperBound...] }
    if let at = rest.prefix(while: { $0 != "/" }).lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    var host = rest.prefix { $0 != "/" && $0 != ":" }
    rest = rest[host.endIndex...]
    guard let sign = rest.popFirst() else { return nil }
    // A port.
    if sign == ":", scheme != nil { rest = rest.drop { $0 != "/" } }
    if host.lowercased().hasPrefix("www.") { host = host.dropFirst(4) }
    let steps = rest.split(separator: "/")
    guard services.contains(host.lowercased()), steps.count == 2 else { return nil }
    let name = steps[1].hasSuffix(".git") ? steps[1].dropLast(4) : steps[1]
    return name.isEmpty || name.contains("?") || name.contains("#") ? nil : "\(steps[0])/\(name)"
  }
}
