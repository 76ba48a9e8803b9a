import StrictJSON

extension RouteIdentity {
  /// What one route is and the other is not, in the words of both sides: the targets, else how it picks one of them, the parameters
  /// that differ and where they are reached, else what the programs behind the targets say they are made of.
  func difference(from other: RouteIdentity) -> (from: String, to: String) {
    guard targets == other.targets else {
      return (targets.joined(separator: ", "), other.targets.joined(separator: ", "))
    }
    let (places, theirs) = moved(to: other)
    var (old, new) = (manner + parameters + places, other.manner + other.parameters + theirs)
    if declared == other.declared, routing == other.routing, places.isEmpty { (old, new) = (made, other.made) }
    var seen: Set<String> = []
    let facts = (old + new).filter { fact in
      seen.insert(fact.name).inserted && old.value(of: fact.name) != new.value(of: fact.name)
    }
    // A revision says more than that the files are others, which they are for its sake.
    let said = facts.filter { !$0.isOfFiles }
    let differing = (said.isEmpty ? facts : said).map(\.name)
    return (old.text(of: differing, besides: new), new.text(of: differing, besides: old, word: "another"))
  }

  /// How it picks the target that answers.
  private var manner: [RouteFact] { routing.map { RouteFact(name: $0.key, value: $0.value) } }

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

  /// Where targets are reached that are reached elsewhere now, as far as both sides know it.
  private func moved(to other: RouteIdentity) -> (from: [RouteFact], to: [RouteFact]) {
    var (from, to): ([RouteFact], [RouteFact]) = ([], [])
    let (mine, theirs) = addresses(knownTo: other)
    for (index, (old, new)) in zip(mine, theirs).enumerated() {
      guard let old, let new, old != new else { continue }
      let target = targets.count > 1 && targets.indices.contains(index) ? "\(targets[index]) " : ""
      from += old.map { RouteFact(name: target + $0.key, value: $0.value, longest: RouteFact.longestAddress) }
      to += new.map { RouteFact(name: target + $0.key, value: $0.value, longest: RouteFact.longestAddress) }
    }
    return (from, to)
  }

  /// Revisions by name, with the target's where several are programs.
  private var made: [RouteFact] {
    let targets = revisions?.objectValue ?? [:]
    return targets.flatMap { target, named -> [RouteFact] in
      guard let named = named.objectValue else { return [RouteFact(name: target, value: named)] }
      return named.map { key, value in
        RouteFact(
          name: targets.count > 1 ? "\(target) \(key)" : key, value: value, isOfFiles: ProgramRevisions.isOfFiles(key))
      }
    }
  }
}

/// One thing that is said of a route.
private struct RouteFact {
  let name: String
  let value: JSONValue
  /// What is longer is only said to be another one.
  var longest = usualLength
  /// Whether it is the digest of a program's files.
  var isOfFiles = false

  /// As long as anybody reads in a headline.
  private static let usualLength = 40
  /// An address says nothing without its end; digests are longer.
  static let longestAddress = 60
}

extension [RouteFact] {
  /// As many facts as anybody reads in a headline.
  private static var shown: Int { 3 }

  private func fact(called name: String) -> RouteFact? { first { $0.name == name } }
  fileprivate func value(of name: String) -> JSONValue? { fact(called: name)?.value }

  /// `temperature 0, seed 7`; what this side does not say is left out, and of a value that is too long on either side only that
  /// it is another one.
  fileprivate func text(of names: [String], besides other: [RouteFact], word: String? = nil) -> String {
    let facts = names.prefix(Self.shown).compactMap { name -> String? in
      guard let fact = fact(called: name) else { return nil }
      let value = Self.text(fact.value)
      let longest = Swift.max(value.count, other.value(of: name).map { Self.text($0).count } ?? 0)
      return longest <= fact.longest ? "\(name) \(value)" : (word.map { $0 + " " } ?? "") + name
    }
    guard !facts.isEmpty else { return "none" }
    return facts.joined(separator: ", ") + (names.count > Self.shown ? ", …" : "")
  }

  private static func text(_ value: JSONValue) -> String {
    value.stringValue ?? value.serialized()
  }
}
