public import EvalGateCore
import StrictJSON

/// Recordings as they were at another revision, before those of now: what a change writes into a file says nothing of the version
/// before it.
public struct FormerRecordings: RecordingStore {
  private let former: [RecordingKey: Recording]
  private let now: any RecordingStore

  /// - Parameter bytes: the file at the other revision; lines that are no recordings are passed over.
  public init(_ bytes: [UInt8], before now: any RecordingStore) {
    var former: [RecordingKey: Recording] = [:]
    for recording in Recording.all(in: bytes) { former[RecordingKey(recording)] = recording }
    (self.former, self.now) = (former, now)
  }

  public var claims: RecordingClaims { now.claims }

  public func answer(for digest: Digest, trial: Int) -> Recording? {
    former[RecordingKey(digest, trial: trial)] ?? now.answer(for: digest, trial: trial)
  }

  public func keep(_ recording: Recording, of caseID: String) throws { try now.keep(recording, of: caseID) }
  public func supersede(_ keys: [(request: Digest, trial: Int)]) throws { try now.supersede(keys) }
  public func withdraw(_ keys: [(request: Digest, trial: Int)]) throws { try now.withdraw(keys) }
}

extension Recording {
  /// Those in the bytes of a file of another revision; lines that are none are passed over, for nobody can mend them there.
  static func all(in bytes: [UInt8]) -> some Sequence<Recording> {
    bytes.lazy.split(separator: 0x0A).lazy.compactMap { try? Recording(line: [UInt8]($0)) }
  }
}
