import EvalGateCore
import StrictJSON

extension JSONWriter {
  mutating func body(of tuple: RunTuple) {
    field("suite", tuple.suite)
    if !tuple.home.isEmpty { field("home", tuple.home) }
    for (key, artefact) in tuple.artefacts {
      if let artefact {
        object(key) { writer in
          writer.field("id", artefact.id)
          writer.field("version", artefact.version)
          writer.field("digest", artefact.digest)
        }
      }
    }
    list("preprocess", tuple.preprocess)
    counts("checks", tuple.checks)
    if !tuple.programs.isEmpty {
      key("programs")
      value(.object(tuple.programs))
    }
    field("schema_format", tuple.schemaFormat)
    if let route = tuple.route {
      object("route") { writer in
        writer.field("name", route.name)
        writer.list("targets", route.targets)
        if !route.identity.isNull {
          writer.key("identity")
          writer.value(route.identity)
        }
        if !route.routing.isEmpty {
          writer.key("routing")
          writer.value(.object(route.routing))
        }
        writer.list("reported_models", route.reportedModels)
      }
    }
  }
}

extension RunTuple {
  fileprivate var artefacts: [(String, Versioned?)] {
    [("prompt", prompt), ("tools", tools), ("policy", policy), ("evalset", evalset)]
  }

  init(_ fields: inout Fields) throws(LineFault) {
    self.init(suite: try fields.string("suite"))
    home = try fields.optionalString("home") ?? ""
    // What waits for a review lies in a file of this name.
    for (key, name) in [("suite", suite), ("home", home)] as [(StaticString, String)] {
      guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
        throw fields.wrong(key, "a name that leads nowhere else")
      }
    }
    prompt = try fields.artefact("prompt")
    tools = try fields.artefact("tools")
    policy = try fields.artefact("policy")
    evalset = try fields.artefact("evalset")
    preprocess = try fields.strings("preprocess")
    checks = try fields.counts("checks")
    if let programs = fields.optional("programs") {
      guard let named = programs.value.objectValue else { throw fields.wrong("programs", "revisions by program") }
      self.programs = named
    }
    schemaFormat = try fields.optionalString("schema_format")
    if var route = try fields.optionalObject("route") { self.route = try RouteIdentity(&route) }
  }
}

extension RouteIdentity {
  fileprivate init(_ fields: inout Fields) throws(LineFault) {
    self.init(name: try fields.string("name"), targets: try fields.strings("targets"))
    identity = fields.optional("identity")?.value ?? .null
    if let routing = fields.optional("routing") {
      guard let keys = routing.value.objectValue else { throw fields.wrong("routing", "keys of the route") }
      self.routing = keys
    }
    reportedModels = try fields.strings("reported_models")
  }
}

extension Fields {
  fileprivate mutating func artefact(_ key: StaticString) throws(LineFault) -> Versioned? {
    guard var fields = try optionalObject(key) else { return nil }
    return Versioned(
      id: try fields.string("id"), version: try fields.string("version"), digest: try fields.digest("digest"))
  }
}
