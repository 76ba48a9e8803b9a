import StrictJSON

extension RouteIdentity {
  /// What one route is and the other is not, in the words of both sides: the targets, else the parameters that differ, else what
  /// the programs behind the targets say they are made of.
  func difference(from other: RouteIdentity) -> (from: String, to: String) {
    guard targets == other.targets else {
      return (targets.joined(separator: ", "), other.targets.joined(separator: ", "))
    }
    let (old, new) = declared == other.declared ? (made, other.made) : (parameters, other.parameters)
    var seen: Set<String> = []
    let differing = (old + new).map(\.name).filter { name in
      seen.insert(name).inserted && old.value(of: name) != new.value(of: name)
    }
    return (old.text(of: differing, besides: new), new.text(of: differing, besides: old, word: "another"))
  }

  /// What the configuration says of each target; with the target's name where there are several.
  private var parameters: [RouteFact] {
    let objects = declared.arrayValue ?? [declared]
    return zip(objects.indices, objects).flatMap { index, object in
      (object.objectValue ?? [:]).map { entry in
        RouteFact(
          name: objects.count > 1 && targets.indices.contains(index) ? "\(targets[index]) \(entry.key)" : entry.key,
          value: entry.value)
      }
    }
  }

  /// Revisions by name, with the target's where several are programs.
  private var made: [RouteFact] {
    let targets = revisions?.objectValue ?? [:]
    return targets.flatMap { target, named -> [RouteFact] in
      guard let named = named.objectValue else { return [RouteFact(name: target, value: named)] }
      return named.map { RouteFact(name: targets.count > 1 ? "\(target) \($0.key)" : $0.key, value: $0.value) }
    }
  }
}

/// One thing that is said of a route.
private struct RouteFact {
  let name: String
  let value: JSONValue
}

extension [RouteFact] {
  /// As many facts, and as long ones, as anybody reads in a headline.
  private static var shown: Int { 3 }
  private static var longest: Int { 40 }

  fileprivate func value(of name: String) -> JSONValue? { first { $0.name == name }?.value }

  /// `temperature 0, seed 7`; what this side does not say is left out, and of a value that is too long on either side only that
  /// it is another one.
  fileprivate func text(of names: [String], besides other: [RouteFact], word: String? = nil) -> String {
    let facts = names.prefix(Self.shown).compactMap { name -> String? in
      guard let value = value(of: name).map(Self.text) else { return nil }
      let longest = Swift.max(value.count, other.value(of: name).map { Self.text($0).count } ?? 0)
      return longest <= Self.longest ? "\(name) \(value)" : (word.map { $0 + " " } ?? "") + name
    }
    guard !facts.isEmpty else { return "none" }
    return facts.joined(separator: ", ") + (names.count > Self.shown ? ", …" : "")
  }

  private static func text(_ value: JSONValue) -> String {
    value.stringValue ?? value.serialized()
  }
}
