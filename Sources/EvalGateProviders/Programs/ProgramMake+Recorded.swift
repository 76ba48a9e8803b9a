package import EvalGateCore
package import StrictJSON

extension ProgramMake {
  /// Whether it is made of the same files as when it named revisions.
  ///
  /// - Parameter revisions: what it named, with the digests of its files as they were.
  /// - Returns: nil where those say nothing of files.
  package func isStill(_ revisions: JSONObject, in files: any FileSource) async -> Bool? {
    guard let parts = try? await parts(in: files) else { return false }
    let known = [("inputs", parts.inputsDigest), ("program", parts.commandDigest)].compactMap { name, digest -> Bool? in
      guard let then = (revisions["\(name) (files)"] ?? revisions[name])?.stringValue else { return nil }
      return then == digest?.hex
    }
    return known.isEmpty ? nil : known.allSatisfy { $0 }
  }
}
