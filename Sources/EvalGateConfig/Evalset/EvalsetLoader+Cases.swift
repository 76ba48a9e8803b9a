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

  func fetchFiles(of node: Node, _ rules: inout SetRules, _ problems: inout Problems) async {
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
}
