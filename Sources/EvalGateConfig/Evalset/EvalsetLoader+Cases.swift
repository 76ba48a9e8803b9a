import EvalGateCore

extension EvalsetLoader {
  /// The cases of a file, by its extension; nil when the file cannot be read at all.
  func cases(
    _ path: String, namedAt place: SourceLocation?, _ rules: inout SetRules, _ collector: inout CaseCollector,
    _ problems: inout Problems
  ) async -> (any CaseList)? {
    switch path.split(separator: ".").last {
    case "jsonl", "ndjson": return await lines(path, namedAt: place, &rules, &collector, &problems)
    case "csv":
      guard let rows = await table(path, namedAt: place, &problems) else { return nil }
      return await loaded(rows, &rules, &collector, &problems)
    default:
      guard let node = await data(path, namedAt: place, as: "cases", limit: Shelf.generated, &problems) else {
        return nil
      }
      guard case .sequence(let nodes) = (node["cases"] ?? node).content else {
        problems.add(OptionReader.wrong(node, "cases", "a list of cases"))
        return nil
      }
      return await loaded(nodes, &rules, &collector, &problems)
    }
  }

  private func table(_ path: String, namedAt place: SourceLocation?, _ problems: inout Problems) async -> [Node]? {
    do throws(Diagnostic) {
      let text = try await shelf.text(path, limit: Shelf.generated, namedAt: place, as: "cases", among: listing)
      do throws(Problems) {
        return try CSVTable(text).cases(&problems)
      } catch {
        problems.add(error)
      }
    } catch {
      problems.add(error)
    }
    return nil
  }

  /// Cases that are in memory anyway.
  func loaded(
    _ nodes: [Node], _ rules: inout SetRules, _ collector: inout CaseCollector, _ problems: inout Problems
  ) async -> any CaseList {
    var cases: [EvalCase] = []
    cases.reserveCapacity(nodes.count)
    for node in nodes {
      var own = Problems()
      await fetchFiles(of: node, &rules, &own)
      if let evalCase = CaseReader(rules: rules).read(node, &own) {
        _ = collector.take(evalCase, checks: node["checks"], &own)
        cases.append(evalCase)
      }
      problems.add(own)
    }
    return LoadedCases(cases)
  }

  private func fetchFiles(of node: Node, _ rules: inout SetRules, _ problems: inout Problems) async {
    await fetchPictures(of: node, &rules, &problems)
    guard node["checks"] != nil || node["setup"] != nil,
      let references = problems.collect({ () throws(Diagnostic) in try FileReference.inCase(node) })
    else { return }
    await fetch(references, into: &rules.reader, &problems)
  }

  private func fetchPictures(of node: Node, _ rules: inout SetRules, _ problems: inout Problems) async {
    guard !rules.images.isEmpty else { return }
    for path in CaseReader(rules: rules).picturePaths(of: node) where rules.pictures[path] == nil {
      do throws(Diagnostic) {
        rules.pictures[path] = try await shelf.picture(path, namedAt: node.location, among: listing)
      } catch {
        problems.add(error)
      }
    }
  }

  // MARK: JSONL

  private func lines(
    _ path: String, namedAt place: SourceLocation?, _ rules: inout SetRules, _ collector: inout CaseCollector,
    _ problems: inout Problems
  ) async -> (any CaseList)? {
    guard let file = await open(path, namedAt: place, &problems) else { return nil }
    var reader = LineReader(file)
    var slots: [JSONLCases.Slot] = []
    var faulty = 0
    reading: while true {
      let step = reader.next()
      var own = Problems()
      switch step {
      case .end: break reading
      case .unreadable:
        problems.add(
          Diagnostic(
            .unreadable, "cases `\(path)` cannot be read to their end", at: SourceLocation(path: path),
            help: "check the disk"))
        break reading
      case .tooLong(let number):
        own.add(
          Diagnostic(
            .tooLarge, "a line of more than \(LineReader.longestLine >> 20) MiB",
            at: SourceLocation(path: path, line: number),
            help: "write one case a line; keep large texts out of evalsets"))
      case .line(let line):
        if let slot = await slot(line, path, &rules, &collector, &own) { slots.append(slot) }
        own = own.withExcerpt(of: line, in: path)
      }
      problems.add(own)
      faulty += own.hasErrors ? 1 : 0
      if faulty >= Self.patience {
        problems.add(
          Diagnostic(
            .badCase, "\(faulty) lines with problems; the rest of the file was not read",
            at: SourceLocation(path: path, line: 1),
            help: "mend these first"))
        break
      }
    }
    shelf.note(reader.digest.digest, of: path)
    // A list that grew is up to half empty, and this one stays for the whole run.
    let kept = slots.withUnsafeBufferPointer { Array($0) }
    return JSONLCases(path: path, file: file, reader: CaseReader(rules: rules), slots: kept)
  }

  private func slot(
    _ line: LineReader.Line, _ path: String, _ rules: inout SetRules, _ collector: inout CaseCollector,
    _ problems: inout Problems
  ) async -> JSONLCases.Slot? {
    guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return nil }
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
    else { return nil }
    await fetchFiles(of: node, &rules, &problems)
    guard let evalCase = CaseReader(rules: rules).read(node, &problems) else { return nil }
    let header = collector.take(evalCase, checks: node["checks"], &problems)
    return JSONLCases.Slot(header: header, offset: line.offset, line: line.bytes)
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
      return .memory(try await shelf.source.read(path, limit: Self.largestInMemory))
    } catch {
      problems.add(Shelf.unreadable(path, "cases", error, place))
      return nil
    }
  }
}

extension Problems {
  /// With the line of a case file, which nobody keeps otherwise.
  fileprivate func withExcerpt(of line: LineReader.Line, in path: String) -> Problems {
    guard !isEmpty, line.bytes.count <= SourceText.longestExcerpt else { return self }
    let text = String(decoding: line.bytes, as: UTF8.self)
    return Problems(
      list.map { diagnostic in
        guard diagnostic.excerpt == nil, diagnostic.location?.line == line.number,
          diagnostic.location?.path == path
        else { return diagnostic }
        var diagnostic = diagnostic
        diagnostic.excerpt = text
        return diagnostic
      })
  }
}
