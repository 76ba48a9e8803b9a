public import EvalGateCore
import StrictJSON

/// `evalsets/baselines/<suite>.jsonl` in the folder of a project: a first line that says what was accepted and why, then one line a case, sorted by id.
///
/// The first line carries a digest of the whole, so that two acceptances which a merge put together are noticed. It is taken
/// over the canonical form of every line, so line ends and formatting do not count.
public enum BaselineFile {
  /// Where baselines lie below the folder of a project.
  public static let folder = "evalsets/baselines"

  /// What lies beside one another of a suite.
  public enum Kind: CaseIterable, Sendable {
    /// What the next change is compared with.
    case accepted
    /// What the suite is pinned to, such as the results of the last release: beside the baseline that follows every merge, so that
    /// many small losses are still found together (statistics section 3).
    case anchor
  }

  /// Where baselines of a project lie.
  public static func folder(in home: String) -> String { FilePaths.joined(home, folder) }

  /// Where a suite's baseline lies in a repository. Its name has its folder in it where a configuration above includes it, so that
  /// the place is one wherever a command is run.
  ///
  /// - Parameter home: the folder of its project, from the repository's root (``Suite/home``).
  public static func path(of suite: String, in home: String, _ kind: Kind = .accepted) -> String {
    "\(folder(in: home))/\(suite)\(kind == .anchor ? ".anchor" : "").jsonl"
  }

  /// Whether a path from the repository's root is a place of baselines, of whichever project.
  public static func isPlace(_ path: String) -> Bool { "/\(path)".contains("/\(folder)/") }

  /// The file's bytes; excerpts are cut to 200 characters.
  /// - Throws: `Diagnostic` when the tuple is nested more deeply than can be read back.
  public static func bytes(of baseline: Baseline) throws(Diagnostic) -> [UInt8] {
    var body = JSONWriter()
    for outcome in baseline.cases.sorted(by: { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }) {
      var outcome = outcome
      outcome.excerpt = outcome.excerpt?.excerpt(BaselineFormat.excerptLimit)
      body.line(outcome)
    }
    var unsigned = JSONWriter()
    unsigned.line(baseline, digest: nil)
    var whole = CanonicalLines()
    for line in (unsigned.bytes + body.bytes).split(separator: UInt8(ascii: "\n")) {
      do throws(LineFault) {
        whole.add(try parsed(line).root)
      } catch {
        throw diagnostic(error, path: path(of: baseline.suite, in: baseline.tuple.home), line: whole.count + 1)
      }
    }
    var header = JSONWriter()
    header.line(baseline, digest: whole.digest)
    return header.bytes + body.bytes
  }

  /// Writes the file whole or not at all.
  public static func write(_ baseline: Baseline, to path: String) throws {
    let bytes = try bytes(of: baseline)
    try AtomicFile.write(path) { try $0.write(bytes) }
  }

  /// Reads a baseline from bytes, which may come from the working tree or from a revision.
  /// - Parameter path: for messages.
  /// - Throws: `Diagnostic` with the line, when it is not a baseline, is newer, or does not match its own digest.
  public static func read(_ bytes: [UInt8], path: String) throws(Diagnostic) -> Baseline {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var baseline: Baseline?
    var whole = CanonicalLines()
    var written: Digest?
    var places = PlacesOfCases()
    for (index, line) in lines.enumerated() where !line.allSatisfy(isSpace) {
      do throws(LineFault) {
        if let mark = ConflictMark.found(in: Array(line.prefix(7))) { throw LineFault(mark) }
        let document = try parsed(line)
        whole.add(document.root)
        var fields = try Fields(document.root)
        if baseline == nil {
          baseline = try Baseline(&fields)
          written = try fields.digest("digest")
        } else if fields.optional("kind") != nil {
          throw LineFault("a second acceptance begins here: the file is made of two, as a merge leaves it")
        } else {
          let outcome = try CaseOutcome(baseline: &fields)
          try places.take(outcome.id, line: index + 1)
          baseline?.cases.append(outcome)
        }
      } catch {
        throw diagnostic(error, path: path, line: index + 1)
      }
    }
    guard let baseline else {
      throw diagnostic(LineFault("the baseline is empty"), path: path, line: 1)
    }
    guard whole.digest == written else {
      throw diagnostic(
        LineFault(
          "the baseline is made of two runs, or was edited: its \(places.count) cases do not match the digest of this line"
        ),
        path: path, line: 1)
    }
    return baseline
  }

  /// Where each case stands. One that stands twice is what a merge of two acceptances leaves, and the second one is the place.
  private struct PlacesOfCases {
    private var lines: [[UInt8]: Int] = [:]
    var count: Int { lines.count }

    mutating func take(_ id: String, line: Int) throws(LineFault) {
      guard let first = lines.updateValue(line, forKey: Array(id.utf8)) else { return }
      throw LineFault("case `\(id)` stands in line \(first) already: the baseline is made of two acceptances")
    }
  }

  /// Reads a baseline from a folder; nil where there is none.
  public static func read(at path: String, limit: Int = 256 << 20) throws(Diagnostic) -> Baseline? {
    switch FilePaths.kind(of: path) {
    case .missing: return nil
    case .unusable(let what):
      throw Diagnostic(
        .unreadableFile, "the baseline \(path) is \(what)", at: SourceLocation(file: path),
        help: "put the file itself in its place, or remove it where there is to be no baseline")
    case .file, .folder: return try read(try PlainFiles.read(path, limit: limit), path: path)
    }
  }

  /// What was accepted, without its cases and without proof that they are what was accepted: for questions that many commands
  /// ask. Nil where there is no baseline, or none that begins as one.
  public static func head(at path: String) -> Baseline? {
    guard let descriptor = try? Descriptor(reading: path) else { return nil }
    var scanner = LineScanner(descriptor, path: path, limit: RunLine.limits.bytes, piece: 1 << 16)
    guard let line = try? scanner.next(), let document = try? parsed(line.bytes[...]) else { return nil }
    guard var fields = try? Fields(document.root) else { return nil }
    return try? Baseline(&fields)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  private static func parsed(_ line: ArraySlice<UInt8>) throws(LineFault) -> JSONDocument {
    do throws(JSONError) {
      return try JSONDocument(parsing: Array(line), limits: RunLine.limits)
    } catch {
      throw LineFault(error)
    }
  }

  /// The digest of the whole: of the canonical form of every line, without the first one's own `digest`.
  private struct CanonicalLines {
    private var stream = DigestStream()
    private var writer = JSONWriter(style: .canonical)
    private(set) var count = 0

    var digest: Digest { stream.digest }

    mutating func add(_ line: JSONNode) {
      writer.removeAll()
      if count == 0, case .object(var header) = line.value {
        header.removeValue(forKey: "digest")
        writer.value(.object(header))
      } else {
        writer.value(line)
      }
      writer.endLine()
      stream.update(writer.bytes)
      count += 1
    }
  }

  private static func diagnostic(_ fault: LineFault, path: String, line: Int) -> Diagnostic {
    guard fault.newerVersion == nil else {
      return fault.diagnostic(
        .newerBaseline, path: path, line: line, help: "install the evalgate that wrote it, or accept again")
    }
    return fault.diagnostic(
      .damagedBaseline, path: path, line: line,
      help: "accept again: `evalgate run`, then `evalgate baseline accept --reason …`")
  }
}
