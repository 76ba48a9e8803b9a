import EvalGateCore
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One command as it ran: the line, how it ended, and all it said.
struct Transcript: Sendable {
  let arguments: [String]
  var run: EvalGate.Run
  let project: TemporaryProject

  var text: String {
    let line = (["$ evalgate"] + arguments.map(Self.quoted)).joined(separator: " ")
    return """
      \(line)
      exit \(run.code)
      -- standard output
      \(run.output)-- standard error
      \(run.error)
      """
  }

  private static func quoted(_ argument: String) -> String {
    argument.isEmpty || argument.contains(where: { " *'|`".contains($0) }) ? "'\(argument)'" : argument
  }
}

/// Compares commands with the text files in `Snapshots/`, which are read as a reviewer would: is this what you want to see at
/// two in the morning?
///
/// `EVALGATE_UPDATE_SNAPSHOTS=1 swift test …` writes them anew. A missing one is a failure, so that nothing passes unread.
enum Snapshot {
  static func expect(
    _ transcripts: [Transcript], _ name: String, location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    try expect(text: transcripts.map { normalised($0) }.joined(separator: "\n\n"), name, location: location)
  }

  /// Compares a text that is the same wherever and whenever it is made.
  static func expect(
    text actual: String, _ name: String, location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let path = folder + "/" + name + ".txt"
    if getenv("EVALGATE_UPDATE_SNAPSHOTS") != nil {
      mkdir(folder, 0o755)
      try TemporaryProject.write(actual, toPath: path)
      return
    }
    guard let expected = try? TemporaryProject.read(path: path) else {
      Issue.record("there is no snapshot \(name).txt; it would be:\n\(actual)", sourceLocation: location)
      return
    }
    let matches = expected.utf8.elementsEqual(actual.utf8)
    #expect(matches, "\(name).txt differs:\n\(difference(expected, actual))", sourceLocation: location)
  }

  private static let folder =
    String(#filePath.split(separator: "/").dropLast(2).reduce(into: "") { $0 += "/" + $1 }) + "/Snapshots"

  /// The first line that differs, with the rest of what came.
  private static func difference(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(old, new).prefix { $0 == $1 }.count
    return "line \(same + 1)\n- \(old.dropFirst(same).first ?? "(end)")\n+ \(new.dropFirst(same).first ?? "(end)")\n"
      + "all of it:\n\(actual)"
  }

  // MARK: What differs from one machine and one minute to the next

  private static func normalised(_ transcript: Transcript) -> String {
    let project = transcript.project
    var text = transcript.text
      .replacing(project.realPath, with: "<project>").replacing(project.path, with: "<project>")
    for id in project.runIDs { text = text.replacing(id, with: "<run-id>").replacing(id.prefix(7), with: "<run>") }
    for commit in project.commits {
      text = text.replacing(commit, with: "<commit-id>").replacing(commit.prefix(7), with: "<commit>")
    }
    text = text.replacing(EvalGate.today, with: "<today>")
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: " ", omittingEmptySubsequences: false)
        .map { isClock($0) ? "0:00" : String($0) }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  /// `1:07` between spaces is how long something took; a place in a file has the file's name before it.
  private static func isClock(_ word: Substring) -> Bool {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[1].count == 2 && !parts[0].isEmpty
      && parts.allSatisfy { $0.allSatisfy(\.isWholeNumber) }
  }
}
