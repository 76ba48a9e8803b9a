import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// A run that was begun, and how: what it is to become is not for the command that finishes it to say again.
struct Begun {
  let header: RunHeader
  /// Where it is to lie when it is whole; nil among the kept runs.
  let place: String?

  /// - Throws: `Diagnostic` where the run cannot be read, or was begun under another configuration.
  init(_ run: StoredRun, _ workspace: Workspace) throws {
    header = try RunFile.header(at: run.path)
    guard header.evalgateVersion == EvalGateVersion.current else {
      throw Diagnostic(
        .planChanged,
        "run \(header.id.prefix(7)) was begun by evalgate \(SafeText.terminal(UntrustedText(header.evalgateVersion))), and this is evalgate \(EvalGateVersion.current)",
        help: "finish it with the evalgate that began it, or start again with `evalgate run`")
    }
    let isKept = run.path.hasPrefix(workspace.runs.runs + "/")
    place = isKept ? nil : run.isJournal ? Self.run(ofJournal: run.path) : run.path
    let config = workspace.configAsked
    if let asked = header.asked, asked.config != config {
      throw Self.conflict(header, "--config", asked.config, config)
    }
  }

  /// `shard.1a2b3c4.journal` becomes `shard.jsonl`.
  private static func run(ofJournal path: String) -> String {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    return parts.dropLast(2).joined(separator: ".") + ".jsonl"
  }

  static func conflict(_ header: RunHeader, _ flag: String, _ begun: String?, _ now: String?) -> Diagnostic {
    let way = { (value: String?) in value.map { "with `\(flag) \($0)`" } ?? "without `\(flag)`" }
    return Diagnostic(
      .planChanged, "run \(header.id.prefix(7)) was begun \(way(begun)), and is resumed \(way(now))",
      help: flag == "--config" && begun != nil
        ? "resume it \(way(begun))" : "leave `\(flag)` out: a run goes on as it was begun")
  }
}

extension Workspace {
  /// The configuration that was named, from the repository's root; nil where it was found.
  var configAsked: String? { options.config.map(relativeToRoot) }
}

extension RunSettings {
  /// What a run that goes on with this one has to be asked for.
  func asked(in workspace: Workspace) -> AskedFlags {
    var asked = AskedFlags()
    asked.config = workspace.configAsked
    asked.baseline = baseline
    asked.mode = mode
    asked.route = route
    asked.trials = trials
    asked.budget = budget
    asked.shadow = shadow
    return asked
  }

  /// These settings for a run that was begun with others: its own hold, and what contradicts them is refused. It is held to the
  /// very revision that it was begun against, wherever the branch is now.
  func continuing(_ begun: Begun) throws -> RunSettings {
    let header = begun.header
    var settings = self
    // What is carried is found by the flag that chose it, not by what was left to ask: gates over the rest alone would be others.
    if selection == Selection(), header.carried.isEmpty { settings.selection = header.selection }
    settings.save = save ?? begun.place
    guard let asked = header.asked else { return settings }
    func held<Value: Equatable>(
      _ flag: String, _ now: Value?, _ before: Value?, _ words: (Value) -> String
    ) throws -> Value? {
      guard let now, now != before else { return before }
      throw Begun.conflict(header, flag, before.map(words), words(now))
    }
    settings.baseline = try held("--baseline", baseline, asked.baseline) { $0 }
    if settings.baseline?.hasSuffix(".jsonl") != true, let revision = header.base?.revision {
      settings.baseline = revision
    }
    settings.mode = try held("--mode", mode, asked.mode, \.rawValue)
    settings.route = try held("--route", route, asked.route) { $0 }
    settings.trials = try held("--trials", trials, asked.trials) { "\($0)" }
    settings.shadow = try held("--shadow", shadow, asked.shadow) { $0 }
    settings.shard = try held("--shard", shard, header.shard, \.description)
    settings.budget.tokens = budget.tokens ?? asked.budget.tokens
    settings.budget.usd = budget.usd ?? asked.budget.usd
    settings.profile = profile == Profile.usual ? header.profile : profile
    return settings
  }
}
