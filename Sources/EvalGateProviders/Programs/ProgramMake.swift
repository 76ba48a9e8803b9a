package import EvalGateCore
import StrictJSON

/// The files of the repository that a program is made of, as far as anybody says: those its command names, and its `inputs`.
package struct ProgramMake: Sendable {
  /// What `inputs` names; nil where it is not written.
  package let inputs: ProgramInputs?
  /// What the words of the command name, from the repository's root, if they name files.
  private let named: [String]

  /// As much as one file may hold.
  private static let limit = 1 << 30

  /// - Parameter folder: where it runs, from the repository's root.
  init(_ command: [String], in folder: String, inputs: ProgramInputs? = nil) {
    self.inputs = inputs
    named = ProjectPath.named(by: command, in: folder)
  }

  /// Of a policy or a check.
  package init(_ program: JudgeProgram) { self.init(program.command, in: program.folder) }

  /// - Parameter path: from the repository's root.
  package func includes(_ path: String) -> Bool { named.contains(path) || inputs?.matches(path) ?? false }

  /// Over all of them, with their paths.
  /// - Returns: nil where nobody says what it is made of.
  /// - Throws: `Diagnostic` for a pattern that no file matches, or a file that cannot be read.
  package func digest(in files: any FileSource) async throws -> Digest? {
    let parts = try await [inputs?.digest(in: files), commandDigest(in: files)].compactMap { $0 }
    return parts.isEmpty ? nil : Digest(of: .array(parts.map { .string($0.hex) }))
  }

  /// Over the files that the command names and `inputs` does not.
  /// - Returns: nil where there are none, or no files to look at.
  /// - Throws: `Diagnostic` for a file that cannot be read.
  func commandDigest(in files: (any FileSource)?) async throws -> Digest? {
    guard let files else { return nil }
    var made: JSONObject = [:]
    for path in named where inputs?.matches(path) != true {
      // What git ignores is built or installed, and no part of a version.
      guard await files.kind(of: path) == .file, try await Self.isKept(path, in: files) else { continue }
      made[path] = .string(Digest(of: try await files.read(path, limit: Self.limit)).hex)
    }
    return made.isEmpty ? nil : Digest(of: .object(made))
  }

  private static func isKept(_ path: String, in files: any FileSource) async throws -> Bool {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    return try await files.list(under: folder).contains(path)
  }
}
