public import StrictJSON

/// An artefact by name, version and digest: two with the same digest are the same thing whatever they are called.
public struct Versioned: Hashable, Sendable {
  public let id: String
  public let version: String
  public let digest: Digest

  public init(id: String, version: String, digest: Digest) {
    self.id = id
    self.version = version
    self.digest = digest
  }
}

/// Everything that made a suite's outputs and verdicts what they are.
public struct RunTuple: Hashable, Sendable {
  public var suite: String
  /// The folder of the project whose suite it is (``Suite/home``). It makes no output, so equal tuples may differ in it.
  public var home: String
  /// Nil where outputs were made elsewhere and nobody said how: shown as `unknown`.
  public var prompt: Versioned?
  public var tools: Versioned?
  public var preprocess: [String]
  public var policy: Versioned?
  public var evalset: Versioned?
  /// Revision by check id.
  public var checks: [String: Int]
  /// What the user's policy and check programs name as their revisions, by the program's key.
  public var programs: JSONObject
  public var route: RouteIdentity?
  /// What `format` did in the output schema, `assertion` or `annotation`; nil without a schema. For reports: where it is not
  /// the usual, the prompt's digest has it too.
  public var schemaFormat: String?

  public init(
    suite: String, home: String = "", prompt: Versioned? = nil, tools: Versioned? = nil, preprocess: [String] = [],
    policy: Versioned? = nil, evalset: Versioned? = nil, checks: [String: Int] = [:], programs: JSONObject = [:],
    route: RouteIdentity? = nil, schemaFormat: String? = nil
  ) {
    self.suite = suite
    self.home = home
    self.prompt = prompt
    self.tools = tools
    self.preprocess = preprocess
    self.policy = policy
    self.evalset = evalset
    self.checks = checks
    self.programs = programs
    self.route = route
    self.schemaFormat = schemaFormat
  }
}

extension RunTuple {
  /// The suite's name with the folder of its project before it, which no other suite of the repository has.
  public var nameInRepository: String { home.isEmpty ? suite : "\(home)/\(suite)" }
}

extension [RunTuple] {
  /// What a run says of a suite; nil where it has none of its name and project.
  public func first(of suite: Suite) -> RunTuple? { first { $0.suite == suite.name && $0.home == suite.home } }
}

/// A route as far as it can affect the output.
public struct RouteIdentity: Hashable, Sendable {
  public var name: String
  /// `provider/model`, in the order they are tried.
  public var targets: [String]
  /// What the targets say beyond that (parameters, revisions of an `exec` program), by target.
  public var identity: JSONValue
  /// Model ids as the services reported them.
  public var reportedModels: [String]

  public init(name: String, targets: [String], identity: JSONValue = .null, reportedModels: [String] = []) {
    self.name = name
    self.targets = targets
    self.identity = identity
    self.reportedModels = reportedModels
  }
}

extension RunTuple {
  /// Over what can affect outputs and verdicts: what equal tuples have equal.
  ///
  /// Reported models and the evalset's version name are left out: cases are compared one by one by their own digests.
  public var digest: Digest {
    var object: JSONObject = ["preprocess": .array(preprocess.map { .string($0) })]
    if let prompt { object["prompt"] = .string(prompt.digest.hex) }
    if let tools { object["tools"] = .string(tools.digest.hex) }
    if let policy { object["policy"] = .string(policy.digest.hex) }
    object["checks"] = .object(
      JSONObject(checks.sorted { $0.key < $1.key }.map { ($0.key, .number(JSONNumber($0.value))) }))
    if !programs.isEmpty { object["programs"] = .object(programs) }
    if let route {
      object["route"] = ["targets": .array(route.targets.map { .string($0) }), "identity": route.identity]
    }
    return Digest(of: .object(object))
  }
}

extension RunTuple {
  /// Whether both made their outputs and verdicts with the same prompt, tools, preprocessing, policy and route, as far as both
  /// say. Checks and cases are compared case by case, and what programs name as their revisions only where both name any.
  public func isSameVersion(as other: RunTuple) -> Bool {
    let isKnown = prompt != nil && other.prompt != nil
    let isSameText =
      prompt?.digest == other.prompt?.digest && tools?.digest == other.tools?.digest
      && policy?.digest == other.policy?.digest && preprocess == other.preprocess
    return (!isKnown || isSameText) && (route?.agrees(with: other.route) ?? true)
      && !programs.contains { key, revisions in
        key.hasPrefix("policy ") && other.programs[key] != nil && other.programs[key] != revisions
      }
  }

  /// The same, and beyond doubt: nothing that made the outputs is unknown on either side, programs included.
  ///
  /// - Parameter suite: says which programs answer and decide.
  public func isProvenSame(as other: RunTuple, of suite: Suite) -> Bool {
    guard prompt != nil, other.prompt != nil, isSameVersion(as: other) else { return false }
    if suite.route.targets.contains(where: { $0.provider == "exec" }) {
      guard route?.revisions != nil, other.route?.revisions != nil else { return false }
    }
    guard let decider = suite.policy?.program else { return true }
    return programs[decider.key] != nil && other.programs[decider.key] != nil
  }
}

extension RouteIdentity {
  /// Whether both are the same as far as both say: what programs name as their revisions counts where both name any.
  func agrees(with other: RouteIdentity?) -> Bool {
    guard let other else { return true }
    guard targets == other.targets, declared == other.declared else { return false }
    guard let revisions, let theirs = other.revisions else { return true }
    return revisions == theirs
  }

  /// What the configuration says of the targets, without what programs say of themselves.
  var declared: JSONValue { identity.objectValue?["targets"] ?? identity }
  /// What programs behind the targets name as their revisions; nil where none was asked.
  var revisions: JSONValue? { identity.objectValue?["revisions"] }
}
