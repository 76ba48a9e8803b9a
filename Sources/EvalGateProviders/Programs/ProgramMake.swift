package import EvalGateCore
import StrictJSON

/// The files of the repository that a program is made of, as far as anybody says: those its command names, and its `inputs`.
package struct ProgramMake: Sendable {
  /// What `inputs` names; nil where it is not written.
  package let inputs: ProgramInputs?
  /// What the words of the command name, from the repository's root, if they name files or folders.
  private let named: [String]
  /// Words that are places on this machine's disk.
  private let places: [String]

  /// - Parameter folder: where it runs, from the repository's root.
  init(_ command: [String], in folder: String, inputs: ProgramInputs? = nil) {
    self.inputs = inputs
    named = ProjectPath.named(by: command, in: folder)
    places = command.filter { $0.hasPrefix("/") }
  }

  /// Of a policy or a check.
  package init(_ program: JudgeProgram) { self.init(program.command, in: program.folder, inputs: program.inputs) }

  /// - Parameter path: from the repository's root.
  package func includes(_ path: String) -> Bool {
    Self.isNamed(path, by: named) || inputs?.matches(path) ?? false
  }

  /// Whether the command names one of the files by its place on this disk: then it is the working tree's, wherever the program is
  /// started.
  package func isBound(to files: any FileSource) async -> Bool { await !destinations(of: places, in: files).isEmpty }

  /// What it is made of.
  /// - Throws: `Diagnostic` for a pattern that no file matches, or a file that cannot be read.
  package func parts(in files: any FileSource) async throws -> ProgramParts {
    let words = await destinations(of: places, in: files) + named
    guard !words.isEmpty || inputs != nil else { return ProgramParts() }
    let found = try await FoundFiles(files) { [words] link in
      words.contains { Self.isNamed(link, by: [$0]) || Self.isNamed($0, by: [link]) } || inputs?.mayReach(link) ?? false
    }
    var parts = ProgramParts(inputs: try await inputs?.parts(in: found))
    // What git ignores is built or installed, and no part of a version; a link to it is, as far as it says where it leads.
    let command = found.parts.filter { name, part in
      guard parts.inputs?[name] == nil else { return false }
      return Self.isNamed(name, by: words) || !part.isFile && words.contains { Self.isNamed($0, by: [name]) }
    }
    parts.command = try await found.contents(of: command)
    return parts
  }

  private func destinations(of places: [String], in files: any FileSource) async -> [String] {
    var found: [String] = []
    for place in places {
      if let path = await files.destination(of: place), !path.isEmpty { found.append(path) }
    }
    return found
  }

  /// Whether a path is one that a word names, or lies in a folder that a word names. What evalgate keeps of its own in such a folder
  /// is no part of the program.
  private static func isNamed(_ path: String, by words: [String]) -> Bool {
    words.contains { word in
      guard path.utf8.starts(with: word.utf8) else { return false }
      let rest = path.utf8.dropFirst(word.utf8.count)
      return rest.isEmpty
        || rest.first == UInt8(ascii: "/") && !path.contains("/evalsets/") && !path.hasSuffix("/evalgate.yml")
    }
  }
}

/// What a program is made of: by name the digest of each file, and the commit of another repository in a folder.
package struct ProgramParts: Hashable, Sendable {
  /// Those that its command names and `inputs` does not.
  package fileprivate(set) var command: [String: String] = [:]
  /// Those that `inputs` names; nil where it is not written.
  package fileprivate(set) var inputs: [String: String]?

  /// Of nothing that anybody knows.
  package init() {}

  fileprivate init(inputs: [String: String]?) { self.inputs = inputs }

  /// Nil where the command names no file.
  var commandDigest: Digest? { command.isEmpty ? nil : Self.digest(of: command) }
  /// Nil where `inputs` is not written.
  var inputsDigest: Digest? { inputs.map(Self.digest) }

  /// Of all that anybody knows of; nil where that is nothing.
  package var digest: Digest? { all.isEmpty ? nil : Self.digest(of: all) }

  private static func digest(of parts: [String: String]) -> Digest {
    Digest(of: .object(JSONObject(parts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })))
  }

  /// The parts that are other ones, or that only one side has.
  package func differences(from other: ProgramParts) -> Set<String> {
    let (mine, theirs) = (all, other.all)
    return Set(mine.keys).union(theirs.keys).filter { mine[$0] != theirs[$0] }
  }

  private var all: [String: String] { command.merging(inputs ?? [:]) { first, _ in first } }
}
