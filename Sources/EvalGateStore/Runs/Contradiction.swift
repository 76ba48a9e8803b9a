import EvalGateCore
import StrictJSON

/// Two results of one trial that say something else, so that nobody knows which of them is meant.
struct Contradiction {
  /// The later one.
  let line: IndexedLine
  /// In the file, counted from 1.
  let number: Int
  let caseID: String

  /// - Parameter wayOut: what to do about it.
  func diagnostic(in path: String, _ severity: Diagnostic.Severity = .error, wayOut: String) -> Diagnostic {
    Diagnostic(
      .damagedRun, "case `\(caseID)` has two results of one trial that differ, and neither counts",
      at: SourceLocation(path: path, line: number), severity: severity, help: wayOut)
  }
}

extension Contradiction {
  /// Equal lines contradict nothing, nor does one before or after an error: such a trial is tried again, and a result that was
  /// withdrawn ends as an error.
  ///
  /// - Parameter lines: sorted, see `IndexedLine.sorted`.
  /// - Returns: one of each trial, in the order of the file.
  static func all(
    among lines: [IndexedLine], in descriptor: Descriptor, path: String
  ) throws(Diagnostic) -> [Contradiction] {
    var found: [(line: IndexedLine, caseID: String)] = []
    var start = lines.startIndex
    while start < lines.endIndex {
      var end = start + 1
      while end < lines.endIndex, lines[end].isSameTrial(as: lines[start]) { end += 1 }
      if end - start > 1, lines[start].section == .trial || lines[start].section == .confirmation,
        let one = try contradiction(among: lines[start..<end], in: descriptor, path: path)
      {
        found.append(one)
      }
      start = end
    }
    guard !found.isEmpty else { return [] }
    return try numbered(found.sorted { $0.line.offset < $1.line.offset }, in: descriptor, path: path)
  }

  private static func contradiction(
    among lines: ArraySlice<IndexedLine>, in descriptor: Descriptor, path: String
  ) throws(Diagnostic) -> (IndexedLine, caseID: String)? {
    var standing: [UInt8]?
    for line in lines {
      let bytes: [UInt8]
      do throws(SystemError) { bytes = try descriptor.read(Int(line.length) - 1, at: line.offset) } catch {
        throw error.reading(path)
      }
      let head: CaseHead
      do throws(LineFault) { head = try CaseHead(line: bytes) } catch {
        // Whoever reads the line says what is wrong with it.
        continue
      }
      if head.passFail == .error {
        standing = nil
      } else if let before = standing, before != bytes {
        return (line, head.caseID)
      } else {
        standing = bytes
      }
    }
    return nil
  }

  /// With the lines' numbers, for which the file is counted through only now.
  private static func numbered(
    _ found: [(line: IndexedLine, caseID: String)], in descriptor: Descriptor, path: String
  ) throws(Diagnostic) -> [Contradiction] {
    var scanner = LineScanner(descriptor, path: path, limit: RunLine.limits.bytes)
    var numbers: [Int: Int] = [:]
    let wanted = Set(found.map(\.line.offset))
    while numbers.count < wanted.count, let line = try scanner.next() {
      if wanted.contains(line.offset) { numbers[line.offset] = line.number }
    }
    return found.map { Contradiction(line: $0.line, number: numbers[$0.line.offset] ?? 1, caseID: $0.caseID) }
  }
}
