import EvalGateCore

extension EvalsetLoader {
  /// The cases of a JSONL file. Lines are read by several tasks at once and taken in their order.
  func lines(
    _ path: String, namedAt place: SourceLocation?, _ rules: inout SetRules, _ collector: inout CaseCollector,
    _ problems: inout Problems
  ) async -> (any CaseList)? {
    guard let file = await open(path, namedAt: place, &problems) else { return nil }
    let ahead = CaseReader(rules: rules)
    var reader = LineReader(file)
    var slots: [JSONLCases.Slot] = []
    var faulty = 0
    await inOrder({ reader.batch() }, make: { $0.map { ReadLine($0, of: path, by: ahead) } }) { lines in
      for line in lines {
        var own = line.problems
        if let slot = await slot(line, &rules, &collector, &own) { slots.append(slot) }
        if let bytes = line.bytes {
          own = own.withExcerpt(of: bytes, line.number, in: path, hidingTexts: rules.kind == .safety)
        }
        problems.add(own)
        faulty += own.hasErrors ? 1 : 0
        guard faulty < Self.patience else {
          problems.add(
            Diagnostic(
              .badCase, "\(faulty) lines with problems; the rest of the file was not read",
              at: SourceLocation(path: path, line: 1),
              help: "mend these first"))
          return false
        }
      }
      return true
    }
    shelf.note(reader.digest.digest, of: path)
    // A list that grew is up to half empty, and this one stays for the whole run.
    let kept = slots.withUnsafeBufferPointer { Array($0) }
    return JSONLCases(path: path, file: file, reader: CaseReader(rules: rules), slots: kept)
  }

  private func slot(
    _ line: ReadLine, _ rules: inout SetRules, _ collector: inout CaseCollector, _ problems: inout Problems
  ) async -> JSONLCases.Slot? {
    var evalCase = line.evalCase
    if let node = line.waiting {
      await fetchFiles(of: node, &rules, &problems)
      evalCase = CaseReader(rules: rules).read(node, &problems)
    }
    guard let evalCase else { return nil }
    let header = collector.take(evalCase, checks: line.waiting?["checks"], &problems)
    return JSONLCases.Slot(header: header, line: line)
  }

  private func open(_ path: String, namedAt place: SourceLocation?, _ problems: inout Problems) async -> CaseFile? {
    do throws(Diagnostic) {
      try await shelf.require(path, namedAt: place, as: "cases", among: listing)
    } catch {
      problems.add(error)
      return nil
    }
    if let local = shelf.source.localPath(of: path), let file = OpenFile(local) { return .disk(file) }
    do {
      // However large: what could not be read of the base would hold no change to anything.
      return .memory(try await shelf.source.read(path, limit: .max))
    } catch {
      problems.add(Shelf.unreadable(path, "cases", error, place))
      return nil
    }
  }
}

/// A line of a case file with the case in it, as far as that can be read without what stands elsewhere.
struct ReadLine: Sendable {
  /// Counted from 1.
  let number: Int
  /// Where it begins in the file.
  private(set) var offset = 0
  /// As it is written; nil for one that is not kept, and for what is no line.
  private(set) var bytes: [UInt8]?
  private(set) var fingerprint: Int32 = 0
  private(set) var evalCase: EvalCase?
  /// A case that names files, or has a schema of which only the first is looked at: what they are is known when the lines before
  /// it were taken.
  private(set) var waiting: Node?
  private(set) var problems = Problems()

  init(_ step: LineReader.Step, of path: String, by reader: CaseReader) {
    switch step {
    case .end: number = 0
    case .unreadable:
      number = 0
      problems.add(
        Diagnostic(
          .unreadable, "cases `\(path)` cannot be read to their end", at: SourceLocation(path: path),
          help: "check the disk"))
    case .tooLong(let line):
      number = line
      problems.add(
        Diagnostic(
          .tooLarge, "a line of more than \(LineReader.longestLine >> 20) MiB",
          at: SourceLocation(path: path, line: line),
          help: "write one case a line; keep large texts out of evalsets"))
    case .line(let line):
      number = line.number
      offset = line.offset
      bytes = line.bytes
      fingerprint = JSONLCases.Slot.fingerprint(of: line.bytes)
      read(line, of: path, by: reader)
    }
  }

  private mutating func read(_ line: LineReader.Line, of path: String, by reader: CaseReader) {
    guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
    var bytes = line.bytes
    if line.number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      problems.add(
        Diagnostic(
          .encoding, "byte order mark at the start", at: SourceLocation(path: path),
          help: "save the file as UTF-8 without a byte order mark; JSON has none (RFC 8259 section 8.1)"))
      bytes.removeFirst(3)
    }
    guard
      let node = problems.collect({ () throws(Diagnostic) in
        try JSONReader.read(bytes, path: path, firstLine: line.number)
      })
    else { return }
    let standsAlone =
      reader.rules.images.isEmpty && node["checks"] == nil && node["setup"] == nil
      && node["expected"]?.holdsSchema != true
    if standsAlone { evalCase = reader.read(node, &problems) } else { waiting = node }
  }
}

extension LineReader {
  /// Lines that are read together by one task, nil after the last: as many as make a task worth its while.
  mutating func batch() -> [Step]? {
    var (steps, size): ([Step], Int) = ([], 0)
    while size < 1 << 16, steps.count < 256 {
      let step = next()
      switch step {
      case .end: return steps.isEmpty ? nil : steps
      case .unreadable: return steps + [step]
      case .tooLong: break
      case .line(let line): size += line.bytes.count
      }
      steps.append(step)
    }
    return steps
  }
}

extension Node {
  /// Whether a schema of a call's arguments stands anywhere in it.
  fileprivate var holdsSchema: Bool {
    switch content {
    case .sequence(let nodes): nodes.contains { $0.holdsSchema }
    case .mapping(let entries): entries.contains { $0.key == "arguments_schema" || $0.value.holdsSchema }
    case .null, .bool, .number, .string: false
    }
  }
}

extension Problems {
  /// With the line of a case file, which nobody keeps otherwise.
  fileprivate func withExcerpt(
    of line: [UInt8], _ number: Int, in path: String, hidingTexts: Bool
  ) -> Problems {
    guard !isEmpty, line.count <= SourceText.longestExcerpt else { return self }
    let text = String(decoding: line, as: UTF8.self)
    return Problems(
      list.map { diagnostic in
        guard diagnostic.excerpt == nil, diagnostic.location?.line == number,
          diagnostic.location?.path == path
        else { return diagnostic }
        var diagnostic = diagnostic
        diagnostic.excerpt = text
        return hidingTexts ? diagnostic.hidingTexts : diagnostic
      })
  }
}
