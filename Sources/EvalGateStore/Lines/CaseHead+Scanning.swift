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
    var fields = try RunLine.fields(of: json)
    try self.init(&fields)
  }

  /// Reads the head of a line that says early that its trial passed; nil for any other line, damaged ones included.
  ///
  /// - Parameter range: where the line stands, without its line feed.
  init?(ofPassing range: Range<Int>, in bytes: [UInt8]) {
    let beginning = range.lowerBound..<min(range.upperBound, range.lowerBound + Self.beginning)
    guard bytes.firstOffset(of: Self.passed, in: beginning) != nil, let head = Self.head(of: range, in: bytes),
      let parsed = try? Self(json: head)
    else { return nil }
    self = parsed
  }

  /// A verdict that stands further back, behind a long id, is found in the whole line.
  private static let beginning = 1_024
  private static let passed = Array(",\"pass_fail\":\"pass\",".utf8)

  private static func head(of line: [UInt8]) -> [UInt8]? { head(of: 0..<line.count, in: line) }

  /// The bytes before the body, closed to an object of their own.
  private static func head(of range: Range<Int>, in bytes: [UInt8]) -> [UInt8]? {
    guard !range.isEmpty, bytes[range.upperBound - 1] == UInt8(ascii: "}"),
      let end = bytes.firstOffset(of: CaseLine.bodyMark, in: range)
    else { return nil }
    var head: [UInt8] = []
    head.reserveCapacity(end - range.lowerBound + 1)
    head.append(contentsOf: bytes[range.lowerBound..<end])
    head.append(UInt8(ascii: "}"))
    return head
  }
}

extension [UInt8] {
  /// Where these bytes first occur. (`memmem` is not in Swift's view of Glibc.)
  func firstOffset(of pattern: [UInt8]) -> Int? { firstOffset(of: pattern, in: indices) }

  /// By Horspool's algorithm: what stands where the pattern would end says how far on it can end next. Looking for its first byte
  /// instead stops at every comma of a line.
  func firstOffset(of pattern: [UInt8], in range: Range<Int>) -> Int? {
    let count = pattern.count
    guard count > 0, count <= range.count else { return nil }
    return withUnsafeBytes { bytes in
      pattern.withUnsafeBytes { pattern in
        guard let base = bytes.baseAddress, let wanted = pattern.baseAddress else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { steps in
          steps.initialize(repeating: UInt8(clamping: count))
          for place in 0..<count - 1 { steps[Int(pattern[place])] = UInt8(clamping: count - 1 - place) }
          var end = range.lowerBound + count
          while end <= range.upperBound {
            let byte = bytes[end - 1]
            if byte == pattern[count - 1], memcmp(base + end - count, wanted, count) == 0 { return end - count }
            end += Int(steps[Int(byte)])
          }
          return nil
        }
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
