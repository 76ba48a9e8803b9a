import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// What a shell offers where a name of the project is meant. A project that cannot be read offers nothing: a completion is no
/// place for an error.
extension CompletionKind {
  static let suites = CompletionKind.custom { words, _, _ in
    await Completions(words).project?.suites.map(\.name) ?? []
  }

  static let profiles = CompletionKind.custom { words, _, _ in
    let own = await Completions(words).project?.configuration.profiles.keys.sorted() ?? []
    return Set(own + Profile.builtIn.keys).sorted()
  }

  static let runs = CompletionKind.custom { words, _, _ in
    let kept = (try? Completions(words).workspace?.runs.list()) ?? []
    return ["latest"] + kept.map { String($0.id.prefix(7)) }
  }

  static let formats = CompletionKind.list(Reporters.all.map { $0.id })
}

private struct Completions {
  let workspace: Workspace?

  /// - Parameter words: of the command line so far, in which a configuration may be named.
  init(_ words: [String]) {
    var options = ["--color", "never"]
    if let flag = words.lastIndex(of: "--config"), flag + 1 < words.count { options += ["--config", words[flag + 1]] }
    workspace = (try? ProjectOptions.parse(options)).flatMap { try? Workspace($0) }
  }

  var project: Project? {
    get async { try? await workspace?.project(quiet: true) }
  }
}
