import EvalGateCore
import EvalGateStore

/// Files that a command is about to write, kept off what it reads: a report over a run, or over a file of the project, would
/// destroy what nothing brings back.
struct Outputs {
  private var taken: Set<String> = []

  /// A report or an export.
  mutating func add(_ path: String, _ flag: String, besides project: Project? = nil, in workspace: Workspace) throws {
    let place = try claim(path, flag, project, workspace)
    guard !PlainFiles.isSpecial(place), PlainFiles.exists(place), (try? RunFile.header(at: place)) != nil else {
      return
    }
    throw Self.refusal("`\(flag)` would write over `\(path)`, which is a run")
  }

  /// A run, which takes the place of a run or of nothing.
  mutating func add(run path: String, besides project: Project?, in workspace: Workspace) throws {
    let place = try claim(path, "--save", project, workspace)
    guard !PlainFiles.isSpecial(place), PlainFiles.exists(place), (try? RunFile.header(at: place)) == nil else {
      return
    }
    throw Self.refusal("`--save` would write over `\(path)`, which is no run")
  }

  private mutating func claim(
    _ path: String, _ flag: String, _ project: Project?, _ workspace: Workspace
  ) throws -> String {
    let place = Host.absolute(path)
    if PlainFiles.isSpecial(place) { return place }
    guard taken.insert(place).inserted else { throw Self.refusal("two outputs go to `\(path)`") }
    if let project, project.files.keys.contains(where: { workspace.absolute($0) == place }) {
      throw Self.refusal("`\(flag)` would write over `\(path)`, which the project consists of")
    }
    return place
  }

  private static func refusal(_ message: String) -> Diagnostic {
    Diagnostic(.outputTaken, message, help: "name another file")
  }
}

extension DiagnosticCode {
  static let outputTaken = DiagnosticCode(
    "run/output-taken", "What a command writes never takes the place of what it reads, nor of another output.")
}
