public import StrictJSON

/// What a program names as its revisions, beside the files of the repository that its command names: one that was edited is another
/// one, whatever it calls itself.
public enum ProgramRevisions {
  /// Under which names the files of a command stand; the second where the program has a revision of the first one's name. What was
  /// written before they were looked at has neither.
  private static let names = ["program", "program (files)"]
  /// The same of the files that its `inputs` name.
  private static let inputs = ["inputs", "inputs (files)"]

  /// - Parameters:
  ///   - files: over the files that the command names; nil where it names none.
  ///   - inputs: over those that `inputs` names; nil where it is not written.
  /// - Returns: nil where the program names nothing: it may depend on more than files, and stays unknown.
  public static func joined(_ named: JSONObject?, files: Digest?, inputs: Digest?) -> JSONObject? {
    guard var revisions = named else { return nil }
    for (digest, names) in [(files, names), (inputs, self.inputs)] {
      guard let digest else { continue }
      revisions[revisions[names[0]] == nil ? names[0] : names[1]] = .string(digest.hex)
    }
    return revisions
  }

  /// Whether two sides name the same, as far as both say what files it is.
  static func agree(_ a: JSONValue, _ b: JSONValue) -> Bool { known(a, to: b) == known(b, to: a) }

  /// Revisions without the files of a program of which another side says nothing.
  static func known(_ revisions: JSONValue, to other: JSONValue?) -> JSONValue {
    guard var known = revisions.objectValue, let other = other?.objectValue else { return revisions }
    for name in names where other[name] == nil { known[name] = nil }
    return .object(known)
  }

  /// Whether a name is that of a command's files.
  static func isOfFiles(_ name: String) -> Bool { names.contains(name) }

  /// The two sides of a change, in words: the revisions, or only that it is another program.
  static func difference(from old: JSONValue, to new: JSONValue) -> (from: String, to: String) {
    let (before, now) = (withoutFiles(old), withoutFiles(new))
    return before == now ? ("program", "another program") : (text(before), text(now))
  }

  private static func withoutFiles(_ revisions: JSONValue) -> JSONObject {
    var named = revisions.objectValue ?? [:]
    for name in names + inputs { named[name] = nil }
    return named
  }

  /// Revisions as a program names them: the one there is, or each with its name.
  private static func text(_ revisions: JSONObject) -> String {
    let all = revisions.map { (name: $0.key, revision: $0.value.stringValue ?? $0.value.serialized()) }
    return all.count == 1 ? all[0].revision : all.map { "\($0.name) \($0.revision)" }.joined(separator: ", ")
  }
}
