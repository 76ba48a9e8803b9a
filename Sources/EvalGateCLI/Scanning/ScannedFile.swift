import EvalGateConfig
import EvalGateCore
import EvalGatePolicy
import StrictJSON

/// Something a detector found in a file, with its place there. Holds no raw value.
struct FileFinding: Sendable {
  let detection: Detection
  let location: SourceLocation
  /// Byte of the file.
  let offset: Int
  /// The text within a document of JSON lines, as a JSONPath; nil for a file that is a text.
  var path: String?

  /// `secret:github-token`, or the detector's name where it finds one thing only.
  var name: String {
    let detector = detection.detector.name
    return detection.entity == detector ? detector : "\(detector):\(detection.entity)"
  }

  /// Masked, with what had to be undone to see it.
  var evidence: String {
    let steps = detection.chain.isEmpty ? "" : ", by " + detection.chain.joined(separator: " of ")
    return detection.evidence.description + steps
  }
}

/// What was found in a file or in standard input.
struct ScannedFile: Sendable {
  let path: String
  var findings: [FileFinding] = []
  /// What could not be looked at.
  var exceeded: [String] = []
}

/// Runs detectors over files. Pure.
struct FileScan: Sendable {
  let scanner: Scanner
  /// Findings that are asked for; all where empty.
  let choices: [DetectorChoice]

  /// Looks at a file that is one text.
  func text(_ bytes: [UInt8], path: String) -> ScannedFile {
    if let encoding = Self.foreignEncoding(of: bytes) {
      return ScannedFile(path: path, exceeded: ["\(encoding), of which only the bytes are seen: save it as UTF-8"])
    }
    let report = scanner.scan(bytes, at: TextChannel(.file, path: path))
    return located(wanted(report).map { ($0, $0.range, nil) }, report.exceeded, bytes, path)
  }

  /// What a byte order mark says, where it is not UTF-8 (RFC 2781 section 3.2; Unicode 16, table 23-4), or what its zeros say.
  private static func foreignEncoding(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    return unmarkedEncoding(of: bytes)
  }

  /// How many characters in a row tell an encoding: shorter ones are nobody's secret, and stand in many files of other kinds.
  private static let telling = 8

  /// Text in UTF-16 and UTF-32 without a mark is told by the zeros that its ASCII characters have on one side.
  private static func unmarkedEncoding(of bytes: [UInt8]) -> String? {
    guard bytes.contains(0) else { return nil }
    let forms = [("UTF-32", 4, 0), ("UTF-32", 4, 3), ("UTF-16", 2, 0), ("UTF-16", 2, 1)]
    return forms.first { holdsText(bytes, width: $0.1, at: $0.2) }?.0
  }

  /// Whether characters follow one another in units of a width that are zero everywhere but in one place.
  private static func holdsText(_ bytes: [UInt8], width: Int, at place: Int) -> Bool {
    var (index, run) = (0, 0)
    while index + width <= bytes.count {
      let isUnit = (0..<width).allSatisfy { offset in
        offset == place ? isText(bytes[index + offset]) : bytes[index + offset] == 0
      }
      run = isUnit ? run + 1 : 0
      guard run < telling else { return true }
      index += isUnit ? width : 1
    }
    return false
  }

  private static func isText(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || (0x09...0x0D).contains(byte) }

  /// Looks at every text and every key of every line, as they read once their escapes are undone.
  ///
  /// - Parameter problems: takes in the lines that are not JSON; those are looked at as they stand.
  func lines(_ bytes: [UInt8], path: String, _ problems: inout Problems) -> ScannedFile {
    if Self.foreignEncoding(of: bytes) != nil { return text(bytes, path: path) }
    var found: [(Detection, Range<Int>, String?)] = []
    var exceeded: [String] = []
    for (number, line) in JSONLines.ranges(of: bytes).enumerated() where !line.isEmpty {
      let content = Array(bytes[line])
      do throws(JSONError) {
        let document = try JSONDocument(parsing: content)
        for text in DocumentTexts(document, content).items {
          var context = DetectionContext(extent: .places)
          context.name = text.name
          let report = scanner.scan(text.value, at: TextChannel(.file, path: text.path), context)
          exceeded += report.exceeded.map { "line \(number + 1): \($0)" }
          for detection in wanted(report) {
            let place = text.place(of: detection.range, from: line.lowerBound)
            // What was found in a word of a command is no second finding.
            if text.isCommand, found.contains(where: { $0.0.entity == detection.entity && place.contains($0.1) }) {
              continue
            }
            found.append((detection, place, text.path))
          }
        }
      } catch {
        problems.add(JSONReader.diagnostic(for: error, path: path, firstLine: number + 1))
        let report = scanner.scan(content, at: TextChannel(.file, path: path))
        exceeded += report.exceeded.map { "line \(number + 1): \($0)" }
        found += wanted(report).map { ($0, $0.range.moved(by: line.lowerBound), nil) }
      }
    }
    return located(found, exceeded, bytes, path)
  }

  private func wanted(_ report: ScanReport) -> [Detection] {
    choices.isEmpty ? report.detections : report.detections.filter { found in choices.contains { $0.includes(found) } }
  }

  /// In the order of the file.
  private func located(
    _ found: [(detection: Detection, range: Range<Int>, path: String?)], _ exceeded: [String], _ bytes: [UInt8],
    _ path: String
  ) -> ScannedFile {
    let sorted = found.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }.map(\.element)
    let findings = bytes.withUnsafeBufferPointer { buffer -> [FileFinding] in
      var cursor = PlaceCursor(path: path)
      return sorted.map { detection, range, text in
        // Where one ends is looked up by a walker of its own: the next one may begin before.
        let start = cursor.place(of: range.lowerBound..<range.lowerBound, in: buffer)
        var end = cursor
        var location = end.place(of: range, in: buffer)
        (location.line, location.column) = (start.line, start.column)
        return FileFinding(detection: detection, location: location, offset: range.lowerBound, path: text)
      }
    }
    return ScannedFile(path: path, findings: findings, exceeded: exceeded)
  }
}

extension Range<Int> {
  fileprivate func moved(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}

/// The lines of a file of JSON lines.
enum JSONLines {
  /// Their bytes, without line feeds and the carriage returns before them; blank ones are empty.
  static func ranges(of bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let isBlank = bytes[start..<end].allSatisfy { [0x20, 0x09, 0x0D].contains($0) }
      ranges.append(start..<(isBlank ? start : end))
      start = end + 1
    }
    return ranges
  }
}
