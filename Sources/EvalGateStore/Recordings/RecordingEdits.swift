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
  ///   - before: the file's bytes at the other revision; empty where there was none.
  ///   - path: the file now; one that is not there holds nothing.
  /// - Throws: `Diagnostic` when the file cannot be read.
  public init(of path: String, shownAs name: String, since before: [UInt8]) throws {
    var old: [RecordingKey: Digest] = [:]
    for line in before.split(separator: 0x0A) {
      guard let recording = try? Recording(line: [UInt8](line)) else { continue }
      old[RecordingKey(recording)] = recording.resultDigest
    }
    isNew = old.isEmpty
    _ = try FileRecordings.review(path, shownAs: name, isCommitted: false) { recording, line in
      let was = old.removeValue(forKey: RecordingKey(recording))
      guard was != recording.resultDigest else { return }
      if was == nil { added += 1 } else { edited += 1 }
      firstLine = firstLine ?? line
    }
    removed = old.count
  }
}
