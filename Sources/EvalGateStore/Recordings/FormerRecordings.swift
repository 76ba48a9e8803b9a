public import EvalGateCore
import StrictJSON

/// Recordings as they were at another revision, before those of now: what a change writes into a file says nothing of the version
/// before it.
public struct FormerRecordings: RecordingStore, KeyedRecordings {
  private let former: [RecordingKey: Recording]
  let routes: KeyedRoutes
  private let now: any RecordingStore

  /// - Parameter bytes: the file at the other revision; lines that are no recordings are passed over.
  public init(_ bytes: [UInt8], before now: any RecordingStore) {
    var former: [RecordingKey: Recording] = [:]
    for recording in Recording.all(in: bytes) { former[RecordingKey(recording)] = recording }
    (self.former, self.now) = (former, now)
    routes = KeyedRoutes(former.keys.lazy.compactMap(\.route))
  }

  public var claims: RecordingClaims { now.claims }

  func recording(for key: RecordingKey) -> Recording? { former[key] }

  public func answer(for digest: Digest, trial: Int, route: Digest?) -> Recording? {
    let key = RecordingKey(digest, trial: trial)
    return route.flatMap { former[key.asked(by: $0)] } ?? former[key] ?? ofFirstTarget(key)
      ?? now.answer(for: digest, trial: trial, route: route)
  }

  public func keep(_ recording: Recording, of caseID: String) throws { try now.keep(recording, of: caseID) }
  public func withdraw(_ keys: [(request: Digest, trial: Int)], of route: Digest?) throws {
    try now.withdraw(keys, of: route)
  }
}

extension Recording {
  /// Those in the bytes of a file of another revision; lines that are none are passed over, for nobody can mend them there.
  static func all(in bytes: [UInt8]) -> some Sequence<Recording> {
    bytes.lazy.split(separator: 0x0A).lazy.compactMap { try? Recording(line: [UInt8]($0)) }
  }
}
