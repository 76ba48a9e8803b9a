public import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension RunsFolder {
  /// The runs that came before one, newest first: how each ended and what its gates measured.
  ///
  /// Only the first line and the end of each file are read, so that a page which shows ten runs does not read their answers. A
  /// run that cannot be read is left out: a course is a help for the eye, and `runs list` says what is wrong with it.
  ///
  /// - Parameters:
  ///   - id: the run itself, which is not among them, nor is any that was written later; of a run that is kept elsewhere all are.
  ///   - suites: at least one of these has to be in a run for it to belong to the course.
  ///   - count: how many at most.
  /// - Throws: `Diagnostic` when the folder cannot be read.
  public func history(before id: String, suites: Set<String>, count: Int = 10) throws(Diagnostic) -> [RunSummary] {
    let all = try list()
    let own = all.firstIndex { $0.id.utf8.elementsEqual(id.utf8) }
    var found: [RunSummary] = []
    for run in all[(own.map { $0 + 1 } ?? 0)...] where !run.isJournal {
      guard found.count < count else { break }
      guard let (summary, its) = Self.summary(of: run), !suites.isDisjoint(with: its) else { continue }
      found.append(summary)
    }
    return found
  }

  private static func summary(of run: StoredRun) -> (RunSummary, suites: [String])? {
    guard let ends = RunEnds(run) else { return nil }
    var summary = RunSummary(
      id: ends.header.id, outcome: ends.end?.outcome, startedAt: ends.header.observed?.startedAt,
      revision: ends.header.observed?.revision)
    summary.gates = ends.gates
    return (summary, ends.header.tuples.map(\.suite))
  }
}

/// The two ends of a run: its first line, and its gates with the last one. What is between them is not read.
struct RunEnds {
  let header: RunHeader
  private(set) var gates: [GateOutcome] = []
  private(set) var end: RunEnd?

  /// How much of a file's end is read: gates and the last line, which are a few kilobytes.
  private static let tail = 1 << 18

  /// Nil for what cannot be read or is no run.
  init?(_ run: StoredRun) {
    guard let descriptor = try? Descriptor(reading: run.path) else { return nil }
    var scanner = LineScanner(descriptor, path: run.path, limit: RunLine.limits.bytes, piece: 1 << 16)
    guard let first = try? scanner.next(), case .run(let header)? = try? RunLine(first.bytes),
      let bytes = try? descriptor.read(Self.tail, at: max(0, run.bytes - Self.tail))
    else { return nil }
    self.header = header
    // From the last line backwards, up to the first one that is neither a gate nor the end.
    scan: for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
      switch try? RunLine(Array(line)) {
      case .end(let end): self.end = end
      case .gate(let gate): gates.append(gate)
      default: break scan
      }
    }
    gates.reverse()
  }
}
