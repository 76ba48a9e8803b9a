import EvalGateCore

/// Where each recording of a file stands.
///
/// A run that keeps what it is told has one for every case, so they are small: most are of no route of several targets, and none of those
/// says so.
struct RecordingPlaces {
  struct Place {
    let offset: Int
    private let bytes: UInt32
    private let number: UInt32

    /// - Parameter line: from 1; 0 for one that was appended since the file was read.
    init(offset: Int, length: Int, line: Int) {
      self.offset = offset
      bytes = UInt32(clamping: length)
      number = UInt32(clamping: line)
    }

    var length: Int { Int(bytes) }
    var line: Int { Int(number) }
  }

  private struct Name: Hashable {
    let digest: Digest
    let trial: Int
  }

  private var byRoute: [Digest?: [Name: Place]] = [:]

  var count: Int { byRoute.values.reduce(0) { $0 + $1.count } }

  var keys: [RecordingKey] { entries.map(\.key) }

  /// In the order of the file.
  var inOrder: [(key: RecordingKey, place: Place)] { entries.sorted { $0.place.offset < $1.place.offset } }

  subscript(key: RecordingKey) -> Place? {
    get { byRoute[key.route]?[Name(digest: key.digest, trial: key.trial)] }
    set { byRoute[key.route, default: [:]][Name(digest: key.digest, trial: key.trial)] = newValue }
  }

  private var entries: [(key: RecordingKey, place: Place)] {
    byRoute.flatMap { route, places in
      places.map { (RecordingKey($0.key.digest, trial: $0.key.trial, route: route), $0.value) }
    }
  }
}
