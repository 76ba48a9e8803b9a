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
  /// What the targets say beyond that (parameters, where they are reached, revisions of an `exec` program), by target.
  public var identity: JSONValue
  /// What decides which target answers, by the keys of the route; empty where only the first one can.
  public var routing: JSONObject
  /// Model ids as the services reported them.
  public var reportedModels: [String]

  public init(
    name: String, targets: [String], identity: JSONValue = .null, routing: JSONObject = [:],
    reportedModels: [String] = []
  ) {
    self.name = name
    self.targets = targets
    self.identity = identity
    self.routing = routing
    self.reportedModels = reportedModels
  }
}

extension RunTuple {
  /// Over what can affect outputs and verdicts: what equal tuples have equal.
  ///
  /// Reported models and the evalset's version name are left out: cases are compared one by one by their own digests. So are
  /// addresses that are the services' own.
  public var digest: Digest {
    var object: JSONObject = ["preprocess": .array(preprocess.map { .string($0) })]
    if let prompt { object["prompt"] = .string(prompt.digest.hex) }
    if let tools { object["tools"] = .string(tools.digest.hex) }
    if let policy { object["policy"] = .string(policy.digest.hex) }
    object["checks"] = .object(
      JSONObject(checks.sorted { $0.key < $1.key }.map { ($0.key, .number(JSONNumber($0.value))) }))
    if !programs.isEmpty { object["programs"] = .object(programs) }
    if let route {
      var parts: JSONObject = [
        "targets": .array(route.targets.map { .string($0) }), "identity": route.distinguishing,
      ]
      if !route.routing.isEmpty { parts["routing"] = .object(route.routing) }
      object["route"] = .object(parts)
    }
    return Digest(of: .object(object))
  }
}
