public import EvalGateCore
import StrictJSON

/// How the committed recordings of an evalset differ from those of another revision.
public struct RecordingEdits: Hashable, Sendable {
  /// Requests and trials that are answered in another way now.
  public private(set) var edited = 0
  /// Requests and trials that had no answer.
  public private(set) var added = 0
  /// Those that have none any more.
  public private(set) var removed = 0
  /// The line of the first answer that is another or a new one, from 1.
  public private(set) var firstLine: Int?
  /// Whether there was no answer before.
  public let isNew: Bool

  /// Reads both sides. What took another time, or was counted in another way, is the same answer; lines that are none are passed
  /// over, since what reads them to answer from them says what is wrong.
  ///
  /// - Parameters:
  ///   - before: the bytes of the file at the other revision, wherever it lay; empty where there was none.
  ///   - path: the file now; one that is not there holds nothing.
  /// - Throws: `Diagnostic` when the file cannot be read.
  public init(of path: String, shownAs name: String, since before: [UInt8]) throws {
    var old: [RecordingKey: Digest] = [:]
    for recording in Recording.all(in: before) { old[RecordingKey(recording)] = recording.resultDigest }
    isNew = old.isEmpty
    var new: [RecordingKey: Digest] = [:]
    _ = try FileRecordings.review(path, shownAs: name, isCommitted: false) { recording, line in
      let (key, result) = (RecordingKey(recording), recording.resultDigest)
      guard new.updateValue(result, forKey: key) != result, old[key] != result else { return }
      if old[key] != nil { edited += 1 } else { added += 1 }
      firstLine = firstLine ?? line
    }
    removed = old.keys.count { new[$0] == nil }
  }
}
