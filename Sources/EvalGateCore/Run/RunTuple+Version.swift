public import StrictJSON

extension RunTuple {
  /// Whether both made their outputs and verdicts with the same prompt, tools, preprocessing, policy and route, as far as both
  /// say. Checks and cases are compared case by case, and what programs name as their revisions only where both name any.
  public func isSameVersion(as other: RunTuple) -> Bool {
    let isKnown = prompt != nil && other.prompt != nil
    let isSameText =
      prompt?.digest == other.prompt?.digest && tools?.digest == other.tools?.digest
      && policy?.digest == other.policy?.digest && preprocess == other.preprocess
    return (!isKnown || isSameText) && (route?.agrees(with: other.route) ?? true)
      && programs.allSatisfy { key, revisions in
        guard key.hasPrefix("policy "), let theirs = other.programs[key] else { return true }
        return ProgramRevisions.agree(revisions, theirs)
      }
  }

  /// The same, and beyond doubt: nothing that made the outputs is unknown on either side, addresses and programs included.
  ///
  /// - Parameter suite: says which programs answer and decide.
  public func isProvenSame(as other: RunTuple, of suite: Suite) -> Bool {
    guard prompt != nil, other.prompt != nil, isSameVersion(as: other) else { return false }
    return (route?.knowsAddresses(like: other.route) ?? true) && namesPrograms(like: other, of: suite)
  }

  /// Whether both say what the programs are made of that answer and decide, and the same of each.
  ///
  /// - Parameter suite: says which these are.
  public func namesPrograms(like other: RunTuple, of suite: Suite) -> Bool {
    if suite.route.targets.contains(where: { $0.provider == "exec" }) {
      guard let revisions = route?.revisions, revisions == other.route?.revisions else { return false }
    }
    guard let decider = suite.policy?.program else { return true }
    return programs[decider.key] != nil && programs[decider.key] == other.programs[decider.key]
  }

  /// Whether everything is the same that can affect outputs and verdicts, as far as both say where requests go and what files
  /// programs are made of: what was written before that was written down is no other version for it.
  public func isAnotherRun(of other: RunTuple) -> Bool {
    digest == other.digest || known(to: other).digest == other.known(to: self).digest
  }

  /// The same with addresses and variables of keys that nobody wrote down when it was made, as another tuple of its version has them.
  public func located(by other: RunTuple) -> RunTuple {
    var tuple = self
    if isSameVersion(as: other), let route = other.route { tuple.route = self.route?.located(by: route) }
    return tuple
  }

  /// Without addresses and files of programs of which another tuple says nothing.
  private func known(to other: RunTuple) -> RunTuple {
    var tuple = self
    tuple.route = route?.known(to: other.route)
    for (key, revisions) in programs {
      tuple.programs[key] = ProgramRevisions.known(revisions, to: other.programs[key])
    }
    return tuple
  }
}

// MARK: Routes

extension RouteIdentity {
  /// Under which key of a target's identity it stands where the target is reached: an object with `url` and what else of a
  /// request stands in the configuration. Tuples that were written before it was known have none.
  public static let addressKey = "address"
  /// The key in there that says that the address is the service's own, and so no word of the configuration.
  public static let usualKey = "usual"
  /// The key in there of the variable that opens the door: another one may be another tenant's. What was written before it was known
  /// has none.
  public static let variableKey = "api_key_env"

  /// Whether both are the same as far as both say: where they are reached counts where both know it, and what programs name as
  /// their revisions where both name any. What decides who answers is always known.
  func agrees(with other: RouteIdentity?) -> Bool {
    guard let other else { return true }
    guard targets == other.targets, declared == other.declared, routing == other.routing else { return false }
    let (places, others) = addresses(knownTo: other)
    let isElsewhere = zip(places, others).contains { mine, theirs in mine != nil && theirs != nil && mine != theirs }
    guard !isElsewhere else { return false }
    guard let mine = revisions?.objectValue, let theirs = other.revisions?.objectValue else { return true }
    return Set(mine.keys).union(theirs.keys).allSatisfy { target in
      guard let mine = mine[target], let theirs = theirs[target] else { return false }
      return ProgramRevisions.agree(mine, theirs)
    }
  }

  /// Whether both say of the same targets where they are reached.
  fileprivate func knowsAddresses(like other: RouteIdentity?) -> Bool {
    guard let other else { return true }
    return addresses.map { $0 == nil } == other.addresses.map { $0 == nil }
  }

  /// What the configuration says of the targets, without where they are reached and what programs say of themselves.
  var declared: JSONValue {
    mapping { target, _ in
      var target = target
      target[Self.addressKey] = nil
      return target
    }.written
  }

  /// Where each target is reached; nil for what goes nowhere, and where nobody wrote it down.
  var addresses: [JSONObject?] {
    (written.arrayValue ?? []).map { target in
      guard var address = target[Self.addressKey]?.objectValue else { return nil }
      address[Self.usualKey] = nil
      return address
    }
  }

  /// The same of both sides, without the variable of a key that one of them does not say.
  func addresses(knownTo other: RouteIdentity) -> (mine: [JSONObject?], theirs: [JSONObject?]) {
    func known(_ some: [JSONObject?], to others: [JSONObject?]) -> [JSONObject?] {
      some.indices.map { place in
        guard var address = some[place], others.indices.contains(place), others[place]?[Self.variableKey] == nil else {
          return some[place]
        }
        address[Self.variableKey] = nil
        return address
      }
    }
    return (known(addresses, to: other.addresses), known(other.addresses, to: addresses))
  }

  /// What programs behind the targets name as their revisions; nil where none was asked.
  var revisions: JSONValue? { identity.objectValue?["revisions"] }

  /// The identity without addresses that are the services' own: where nothing was configured there is nothing to tell apart.
  var distinguishing: JSONValue {
    mapping { target, _ in
      guard target[Self.addressKey]?[Self.usualKey]?.boolValue == true else { return target }
      var target = target
      target[Self.addressKey] = nil
      return target
    }.identity
  }

  /// What targets say beyond their names, in the order in which they are tried.
  public var settings: [JSONObject] {
    (RouteIdentity(name: name, targets: targets, identity: distinguishing).written.arrayValue ?? []).map { target in
      JSONObject(
        (target.objectValue ?? [:]).filter { $0.key != "provider" && $0.key != "model" }.map { ($0.key, $0.value) })
    }
  }

  /// What was said of the targets before any program was asked.
  private var written: JSONValue { identity.objectValue?["targets"] ?? identity }

  private func mapping(_ change: (JSONObject, Int) -> JSONObject) -> RouteIdentity {
    guard let objects = written.arrayValue else { return self }
    let changed = JSONValue.array(
      objects.enumerated().map { place, value in value.objectValue.map { .object(change($0, place)) } ?? value })
    var route = self
    if var whole = identity.objectValue {
      whole["targets"] = changed
      route.identity = .object(whole)
    } else {
      route.identity = changed
    }
    return route
  }

  fileprivate func located(by other: RouteIdentity) -> RouteIdentity {
    let theirs = other.written.arrayValue ?? []
    return mapping { target, place in
      guard theirs.indices.contains(place) else { return target }
      var target = target
      let other = theirs[place][Self.addressKey]
      guard var own = target[Self.addressKey]?.objectValue else {
        target[Self.addressKey] = other
        return target
      }
      if own[Self.variableKey] == nil, let variable = other?[Self.variableKey] {
        own[Self.variableKey] = variable
        target[Self.addressKey] = .object(own)
      }
      return target
    }
  }

  fileprivate func known(to other: RouteIdentity?) -> RouteIdentity {
    guard let other else { return self }
    let theirs = other.addresses
    var route = mapping { target, place in
      var target = target
      guard place < theirs.count, let address = theirs[place] else {
        target[Self.addressKey] = nil
        return target
      }
      if address[Self.variableKey] == nil, var own = target[Self.addressKey]?.objectValue {
        own[Self.variableKey] = nil
        target[Self.addressKey] = .object(own)
      }
      return target
    }
    guard var whole = route.identity.objectValue, var revisions = revisions?.objectValue else { return route }
    for (target, named) in revisions {
      revisions[target] = ProgramRevisions.known(named, to: other.revisions?[target])
    }
    whole["revisions"] = .object(revisions)
    route.identity = .object(whole)
    return route
  }
}
