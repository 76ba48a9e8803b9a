/// Everything a configuration says, loaded, checked and compiled: options as meant rather than files as written.
public struct Project: Sendable {
  public let configuration: Configuration
  /// In the order of the configuration, then found ones by name.
  public let suites: [Suite]
  /// In display order.
  public let gates: [GateRule]
  /// Warnings and notes; errors were thrown.
  public let notes: [Diagnostic]
  /// Every file that was read, with its digest of bytes, for the dependency graph.
  public let files: [String: Digest]

  public init(
    configuration: Configuration, suites: [Suite], gates: [GateRule], notes: [Diagnostic] = [],
    files: [String: Digest] = [:]
  ) {
    self.configuration = configuration
    self.suites = suites
    self.gates = gates
    self.notes = notes
    self.files = files
  }

  public func suite(named name: String) -> Suite? { suites.first { $0.name == name } }

  /// The suites that a person means by a name: the one that is called so, else those of a folder, else those that were written
  /// as one. In the folder of an included configuration names may be written without it.
  public func suites(meantBy name: String) -> [Suite] {
    let name = name.hasSuffix("/") ? String(name.dropLast()) : name
    let names = configuration.namespace.isEmpty ? [name] : [name, configuration.namespace + "/" + name]
    if let exact = names.lazy.compactMap(suite(named:)).first { return [exact] }
    for name in names where !name.isEmpty {
      let found = suites.filter { $0.name.hasPrefix(name + "/") || $0.group == name }
      if !found.isEmpty { return found }
    }
    return []
  }
}

/// What `evalgate.yml` says beside routes, suites and gates.
public struct Configuration: Sendable {
  /// Nil where there is no file and discovery alone found the suites.
  public let path: String?
  /// The folder that precedes the names of everything in it, where a configuration above includes it; else empty.
  public let namespace: String
  /// The files it is made of: the one that was found, then those that it includes. Empty where discovery alone found the suites.
  public let parts: [ConfigurationPart]
  /// The target branch to compare with, such as `origin/main`.
  public let base: String?
  public let budget: Budget
  public let defaultMode: Mode?
  /// When a change gets a comment.
  public let comment: CommentPolicy
  /// From when an acceptance counts.
  public let acceptance: AcceptanceRule
  /// By name, each with what it inherits; the built-in ones are among them.
  public let profiles: [String: Profile]
  /// Those that are defined by name, whether or not a suite uses them.
  public let routes: [Route]
  /// Every effective value with the place it came from, for `evalgate config`.
  public let values: [ConfigurationValue]

  public init(
    path: String?, namespace: String = "", parts: [ConfigurationPart] = [], base: String? = nil,
    budget: Budget = Budget(), defaultMode: Mode? = nil, comment: CommentPolicy = .onChange,
    acceptance: AcceptanceRule = .change, profiles: [String: Profile] = Profile.builtIn,
    routes: [Route] = [], values: [ConfigurationValue] = []
  ) {
    self.path = path
    self.namespace = namespace
    self.parts = parts
    self.base = base
    self.budget = budget
    self.defaultMode = defaultMode
    self.comment = comment
    self.acceptance = acceptance
    self.profiles = profiles
    self.routes = routes
    self.values = values
  }

  /// The part that a suite of some name belongs to: of those whose folder its name begins with, the nearest.
  public func part(of suite: String) -> ConfigurationPart? {
    parts.filter { $0.namespace.isEmpty || suite.hasPrefix($0.namespace + "/") }
      .max { $0.namespace.utf8.count < $1.namespace.utf8.count }
  }

  /// The same with other values of flags, as the comment is kept, and with what may be spent.
  func with(profiles: [String: Profile], budget: Budget, comment: CommentPolicy) -> Configuration {
    Configuration(
      path: path, namespace: namespace, parts: parts, base: base, budget: budget, defaultMode: defaultMode,
      comment: comment, acceptance: acceptance, profiles: profiles, routes: routes, values: values)
  }
}

/// One file of those that make a configuration.
public struct ConfigurationPart: Hashable, Sendable {
  public let path: String
  /// The folder it is about, from the repository's root.
  public let folder: String
  /// What precedes the names of its suites and gates; empty where nothing does.
  public let namespace: String
  /// Whether recordings may satisfy a blocking gate where `CI` is set, in suites that do not say it themselves.
  public let recordingsAllowed: Bool
  /// Where answers come from in suites that do not say it themselves; nil where nothing is said.
  public let mode: Mode?

  public init(path: String, folder: String, namespace: String, recordingsAllowed: Bool = false, mode: Mode? = nil) {
    self.path = path
    self.folder = folder
    self.namespace = namespace
    self.recordingsAllowed = recordingsAllowed
    self.mode = mode
  }

  /// A name of this file as the project knows it.
  public func qualified(_ name: String) -> String { namespace.isEmpty ? name : namespace + "/" + name }
}

/// When a change gets a comment.
public enum CommentPolicy: String, CaseIterable, Hashable, Sendable {
  /// Not where all is well and nothing was said before.
  case onChange = "on_change"
  case always, never
}

/// What a run may spend at most.
public struct Budget: Hashable, Sendable {
  public var tokens: Int?
  public var usd: Double?

  public init(tokens: Int? = nil, usd: Double? = nil) {
    self.tokens = tokens
    self.usd = usd
  }

  /// A shard's part: all shards together may spend what one process might.
  public func shared(with shard: Shard) -> Budget {
    Budget(tokens: tokens.map(shard.share(of:)), usd: usd.map { $0 / Double(shard.count) })
  }
}

public struct ConfigurationValue: Hashable, Sendable {
  public let key: String
  public let value: String
  /// `evalgate.yml:12:16`, `built-in default`, `environment EVALGATE_…`, `flag --…`.
  public let origin: String

  public init(key: String, value: String, origin: String) {
    self.key = key
    self.value = value
    self.origin = origin
  }
}
