/// What made answers, beside what files say now that would make them.
public struct OtherMaking: Hashable, Sendable {
  /// What they were made with, such as `prompt triage 13`.
  public let then: String
  /// What the files have in its place; nil where `then` says it all.
  public let now: String?

  public init(_ then: String, now: String? = nil) { (self.then, self.now) = (then, now) }
}

extension RunTuple {
  /// In what recorded answers were made otherwise than files say, as far as that is known before any program is asked. Policy and
  /// checks are left out, for they judge again.
  ///
  /// - Parameter files: what the files say, without revisions of programs.
  public func making(besides files: RunTuple) -> [OtherMaking] {
    // Of answers that were made elsewhere nobody said how.
    guard let prompt, let theirs = files.prompt else { return [] }
    var others: [OtherMaking] = []
    if prompt.digest != theirs.digest {
      others.append(
        OtherMaking("prompt \(prompt.id) \(prompt.version)", now: "\(theirs.id) \(theirs.version)"))
    }
    if tools?.digest != files.tools?.digest { others.append(OtherMaking("other tools")) }
    if preprocess != files.preprocess { others.append(OtherMaking("other preprocessing")) }
    if let route, let now = files.route, !route.agrees(with: now) {
      let (from, to) = route.difference(from: now)
      others.append(OtherMaking("route \(route.name) (\(from))", now: "\(now.name) (\(to))"))
    }
    return others
  }
}
