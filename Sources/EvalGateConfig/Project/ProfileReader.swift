import EvalGateCore

/// Reads `profiles`: values for the flags of `run` under a name, each inheriting another.
enum ProfileReader {
  private struct Written {
    let profile: Profile
    let parent: Node?
  }

  /// Every profile there is, the built-in ones among them, with what they inherit already in them.
  static func read(_ entries: [Node.Entry], _ problems: inout Problems) -> [String: Profile] {
    var written: [String: Written] = [:]
    for entry in entries {
      written[entry.key] = problems.collect { () throws(Diagnostic) in try profile(entry) }
    }
    let names = Set(Profile.builtIn.keys).union(written.keys)
    for (name, found) in written {
      guard let parent = found.parent, let text = parent.source else { continue }
      if !names.contains(text) {
        problems.add(
          Diagnostic(
            .unknownName, "unknown profile `\(text)`", at: parent.location,
            label: suggestion(for: text, among: names).map { "did you mean `\($0)`?" },
            help: "profiles are " + names.sorted().map { "`\($0)`" }.joined(separator: ", ")))
      } else if chain(from: name, written) == nil {
        problems.add(
          Diagnostic(
            .profileCycle, "profile `\(name)` inherits itself", at: parent.location, help: "remove one `inherits`"))
      }
    }
    return Dictionary(
      uniqueKeysWithValues: names.map { name in
        (
          name,
          (chain(from: name, written) ?? [name]).reduce(Profile()) { merged, name in
            merged.over(written[name]?.profile ?? Profile()).over(Profile.builtIn[name] ?? Profile())
          }
        )
      })
  }

  /// The names a profile consists of, itself first and `default` last; nil where it would inherit itself.
  private static func chain(from name: String, _ written: [String: Written]) -> [String]? {
    var names = [name]
    while let last = names.last, last != Profile.usual {
      let parent = written[last]?.parent?.source ?? Profile.usual
      guard !names.contains(parent) else { return nil }
      names.append(parent)
    }
    return names
  }

  private static func profile(_ entry: Node.Entry) throws(Diagnostic) -> Written {
    var reader = try OptionReader(entry.value, subject: "profile `\(entry.key)`")
    let parent = reader.node("inherits")
    if let parent, entry.key == Profile.usual {
      throw Diagnostic(
        .profileCycle, "profile `default` inherits nothing: the others inherit it", at: parent.location,
        help: "remove `inherits`")
    }
    var profile = Profile()
    profile.parent = parent?.source
    profile.baseline = try reader.optionalString("baseline")
    profile.mode = try reader.optionalChoice("mode")
    profile.trials = try reader.optionalInt("trials", in: 1...1000)
    profile.concurrency = try reader.optionalInt("concurrency", in: 1...10_000)
    profile.timeout = try reader.optionalQuantity("timeout", units: [.time])?.value
    profile.maxDuration = try reader.optionalQuantity("max_duration", units: [.time])?.value
    if reader.node("fail_fast") != nil { profile.failFast = try reader.bool("fail_fast", default: false) }
    profile.noCases = try reader.optionalChoice("no_cases")
    profile.progress = try reader.optionalChoice("progress")
    profile.reports = try reader.optionalStrings("report")
    try reader.finish()
    return Written(profile: profile, parent: parent)
  }
}
