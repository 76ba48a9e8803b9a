import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file of recordings with an index of where each stands, so that memory holds keys and not answers.
struct RecordingFile: KeyedRecordings {
  typealias Place = RecordingPlaces.Place

  let path: String
  /// Nil where there is no file.
  private(set) var descriptor: Descriptor?
  private(set) var places = RecordingPlaces()
  private(set) var routes = KeyedRoutes()
  /// What an earlier evalgate said counts no more, whichever file has an answer: since another target answered some route, and it
  /// did not say which.
  private(set) var superseded: Set<RecordingKey> = []
  /// Those of them that were recorded anew since, by whoever asks that target alone.
  private(set) var renewed: Set<RecordingKey> = []

  enum Duplicates {
    /// The later one counts: the file is only ever appended to.
    case lastWins
    /// Two that differ are an error: somebody merged two files, and nobody can say which is meant.
    case mustAgree
  }

  /// - Throws: `Diagnostic` with the line that cannot be read. A file that is not there is an empty one.
  init(_ path: String, duplicates: Duplicates) throws(Diagnostic) {
    self.path = path
    do throws(SystemError) { descriptor = try Descriptor(reading: path) } catch {
      guard error.number == ENOENT || error.number == ENOTDIR else { throw error.reading(path) }
    }
    guard let descriptor else { return }
    var scanner = LineScanner(descriptor, path: path, limit: RunLine.limits.bytes)
    while let line = try scanner.next() {
      if line.bytes.allSatisfy(Self.isSpace) { continue }
      do throws(LineFault) {
        try add(line, duplicates)
      } catch {
        // What a killed process left of its last line was never finished; in a committed file it is damage.
        if !line.isTerminated, duplicates == .lastWins { return }
        throw error.inRecordings(path, line: line.number)
      }
    }
  }

  /// One of which nothing is read.
  init(unread path: String) { self.path = path }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  private mutating func add(_ line: ScannedLine, _ duplicates: Duplicates) throws(LineFault) {
    if let mark = ConflictMark.found(in: line.bytes) { throw LineFault(mark) }
    if duplicates == .lastWins, let key = RecordingKey(supersededBy: line.bytes) {
      places[key] = nil
      superseded.insert(key)
      renewed.remove(key)
      return
    }
    let recording = try Recording(line: line.bytes)
    let key = RecordingKey(recording)
    if duplicates == .mustAgree, let earlier = places[key], self.recording(at: earlier) != recording {
      throw LineFault("this request and trial is answered differently on line \(earlier.line)")
    }
    note(key, Place(offset: line.offset, length: line.bytes.count, line: line.number))
  }

  /// The recording of this request and trial. A file that changed under us has none.
  func recording(for key: RecordingKey) -> Recording? { places[key].flatMap(recording(at:)) }

  private func recording(at place: Place) -> Recording? {
    bytes(at: place).flatMap { try? Recording(line: $0) }
  }

  func bytes(at place: Place) -> [UInt8]? {
    guard let bytes = try? descriptor?.read(place.length, at: place.offset), bytes.count == place.length else {
      return nil
    }
    return bytes
  }

  /// Goes on with the file that is at the path now. When that is another one, what was known of the first is forgotten.
  mutating func moved(to descriptor: Descriptor) throws(SystemError) {
    if let old = try self.descriptor?.status, try old.st_ino != descriptor.status.st_ino {
      places = RecordingPlaces()
      routes = KeyedRoutes()
      superseded = []
      renewed = []
    }
    self.descriptor = descriptor
  }

  /// Notes a line that was appended to the file.
  mutating func note(_ key: RecordingKey, _ place: Place) {
    places[key] = place
    if let route = key.route {
      routes.insert(route)
    } else if superseded.remove(key) != nil {
      renewed.insert(key)
    }
  }
}

extension LineFault {
  func inRecordings(_ path: String, line: Int) -> Diagnostic {
    diagnostic(
      .damagedRecording, path: path, line: line,
      help: "mend or remove the line; `evalgate run --mode record` records the answer again")
  }
}
