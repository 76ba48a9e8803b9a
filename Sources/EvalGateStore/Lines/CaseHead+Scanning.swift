package import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension CaseHead {
  private static let caseStart = Array("{\"kind\":\"case\",".utf8)
  private static let confirmStart = Array("{\"kind\":\"confirm\",".utf8)

  /// Which kind of case line this is, nil for another line. Only for lines as evalgate writes them.
  static func kind(of line: [UInt8]) -> LineKind? {
    line.starts(with: caseStart) ? .case : line.starts(with: confirmStart) ? .confirm : nil
  }

  /// Reads the head of a case line without looking at its body.
  init(line: [UInt8]) throws(LineFault) {
    if let head = Self.head(of: line), let parsed = try? Self(json: head) {
      self = parsed
    } else {
      // Written by somebody else, with its keys in another order: then the whole line is looked at.
      try self.init(json: line)
    }
  }

  private init(json: [UInt8]) throws(LineFault) {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: json, limits: RunLine.limits)
    } catch {
      throw LineFault(error)
    }
    var fields = try Fields(document.root)
    try self.init(&fields)
  }

  /// The bytes before the body, closed to an object of their own.
  private static func head(of line: [UInt8]) -> [UInt8]? {
    guard line.last == UInt8(ascii: "}"), let end = line.firstOffset(of: CaseLine.bodyMark) else { return nil }
    var head: [UInt8] = []
    head.reserveCapacity(end + 1)
    head.append(contentsOf: line[..<end])
    head.append(UInt8(ascii: "}"))
    return head
  }
}

extension [UInt8] {
  /// Where these bytes first occur. (`memmem` is not in Swift's view of Glibc.)
  func firstOffset(of pattern: [UInt8]) -> Int? {
    guard let first = pattern.first else { return nil }
    return withUnsafeBytes { bytes in
      pattern.withUnsafeBytes { pattern in
        guard let base = bytes.baseAddress, let wanted = pattern.baseAddress else { return nil }
        let last = bytes.count - pattern.count
        var start = 0
        while start <= last, let found = memchr(base + start, Int32(first), last - start + 1) {
          start = base.distance(to: UnsafeRawPointer(found))
          if memcmp(base + start, wanted, pattern.count) == 0 { return start }
          start += 1
        }
        return nil
      }
    }
  }
}

extension TrialSummary {
  /// Reads the head of a case line.
  package init(line: [UInt8]) throws(Diagnostic) {
    let line = line.last == UInt8(ascii: "\n") ? line.dropLast() : line[...]
    do throws(LineFault) { self = try CaseHead(line: Array(line)).summary } catch {
      throw error.inRun("(line)", line: 1)
    }
  }
}
