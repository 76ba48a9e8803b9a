import EvalGateCore
import StrictJSON

/// An evalset with what suites have to know of it beyond its value.
struct LoadedEvalset {
  let evalset: Evalset
  let unjudged: Unjudged?
  /// A case with a check that needs an output schema of the prompt.
  let needingSchema: Unjudged?
  /// What its scenarios forbid by name.
  let needs: ScenarioNeeds
}

/// Reads an evalset: its settings, every case, and its waivers.
struct EvalsetLoader {
  let shelf: Shelf
  let catalog: Catalog
  let today: CalendarDate?
  /// Files of the project, for suggestions.
  let listing: [String]

  /// Lines with problems after which the rest of a file is left unread: nobody mends more at once.
  static let patience = 200

  /// Nil when there are no cases to speak of; what is wrong is in `problems`.
  func load(_ files: EvalsetFiles, prompts: [Prompt], _ problems: inout Problems) async -> LoadedEvalset? {
    let place = SourceLocation(path: files.set ?? files.cases ?? files.recordings)
    var rules = SetRules(catalog, reviewing: shelf.reviewed, at: place, &problems)
    rules.images = prompts.flatMap(\.messages).flatMap(\.images).filter(\.dependsOnCase)
    var set = SetFile(id: files.id, at: place)
    if let path = files.set {
      guard let node = await data(path, namedAt: nil, as: "evalset", &problems) else { return nil }
      set = SetFile(node, id: files.id, rules: &rules, &problems)
    }
    rules.canarySeed = Canary.seed(set: set.id, version: set.version ?? "")
    rules.keys = CaseKeys(rules, prompts: prompts)
    await compileDefaults(set.checks, &rules, &problems)
    guard let path = problems.collect({ () throws(Diagnostic) in try Self.path(set.cases) ?? files.cases }) ?? nil
    else {
      problems.add(
        Diagnostic(
          .emptyEvalset, "evalset `\(set.id)` has no cases", at: place,
          help: "put `cases.jsonl`, `cases.yml` or `cases.csv` beside it"))
      return nil
    }
    if rules.kind == .safety { shelf.keepTextsHidden(in: path) }
    var collector = CaseCollector(settings: settings(set, rules), prompts: prompts, kind: rules.kind)
    var own = Problems()
    let cases = await cases(path, namedAt: set.cases?.location, &rules, &collector, &own)
    problems.add(own)
    // Where no case could be read, why not was said.
    if cases?.count == 0, own.hasErrors { return nil }
    return await finish(set, rules, files, cases, collector, &problems)
  }

  /// An evalset of nodes that stand in another file, such as GitHub's `testData`.
  func load(
    _ nodes: [Node], checks: [CompiledCheck], files: EvalsetFiles, at place: SourceLocation, prompts: [Prompt],
    _ problems: inout Problems
  ) async -> LoadedEvalset? {
    var rules = SetRules(catalog, reviewing: shelf.reviewed, at: place, &problems)
    rules.images = prompts.flatMap(\.messages).flatMap(\.images).filter(\.dependsOnCase)
    if !checks.isEmpty { rules.checks = CheckList(checks) }
    let set = SetFile(id: files.id, at: place)
    var collector = CaseCollector(settings: ["checks": .array(checks.map(\.identity))], prompts: prompts)
    let cases = await loaded(nodes, &rules, &collector, &problems)
    return await finish(set, rules, files, cases, collector, &problems)
  }

  private func finish(
    _ set: SetFile, _ rules: SetRules, _ files: EvalsetFiles, _ cases: (any CaseList)?, _ collector: CaseCollector,
    _ problems: inout Problems
  ) async -> LoadedEvalset? {
    guard let cases else { return nil }
    collector.finish(&problems)
    if cases.count == collector.retired.count {
      let what = cases.count == 0 ? "has no cases" : "has no case that is not retired"
      problems.add(
        Diagnostic(.emptyEvalset, "evalset `\(set.id)` \(what)", at: set.location, help: "write at least one case"))
    }
    for slice in set.slices where cases.count > 0 && !collector.tagLists.contains(where: slice.holds) {
      problems.add(
        Diagnostic(
          .emptySlice, "no case of evalset `\(set.id)` belongs to slice `\(slice.name)`", at: set.location,
          severity: .warning,
          help: "tag cases `\(slice.tag)`, or remove the slice"))
    }
    let evalset = Evalset(
      id: set.id, declaredVersion: set.version, digest: collector.digest, location: set.location, kind: rules.kind,
      task: rules.task, slices: set.slices, trials: set.trials, clusterKey: rules.clusterKey, cases: cases,
      retired: collector.retired, waivers: await waivers(set, files, collector, &problems),
      checkRevisions: collector.revisions,
      programs: collector.programs,
      recordingsPath: problems.collect { () throws(Diagnostic) in try Self.path(set.recordings) ?? files.recordings }
        ?? files.recordings)
    let lines = cases as? JSONLCases
    func shown(_ unjudged: Unjudged?) -> Unjudged? {
      guard var unjudged else { return nil }
      if unjudged.place.path == lines?.path {
        let line = lines?.text(ofLine: unjudged.place.line)
        unjudged.excerpt = rules.kind == .safety ? line.map { HiddenTexts.line($0, showing: 1, 0) } : line
      }
      return unjudged
    }
    return LoadedEvalset(
      evalset: evalset, unjudged: shown(collector.unjudged), needingSchema: shown(collector.needingSchema),
      needs: collector.needs)
  }

  private func settings(_ set: SetFile, _ rules: SetRules) -> JSONValue {
    var object: JSONObject = ["kind": .string(rules.kind.rawValue), "trials": .number(JSONNumber(set.trials))]
    if let task = rules.task { object["task"] = .string(task.rawValue) }
    if let cluster = rules.clusterKey { object["cluster"] = .string(cluster) }
    if let checks = set.checks { object["checks"] = checks.json }
    return .object(object)
  }

  private func compileDefaults(_ node: Node?, _ rules: inout SetRules, _ problems: inout Problems) async {
    guard let node else { return }
    if let references = problems.collect({ () throws(Diagnostic) in try FileReference.inChecks(node) }) {
      await fetch(references, into: &rules.reader, &problems)
    }
    rules.checks = rules.reader.read(node, &problems)
  }

  private func waivers(
    _ set: SetFile, _ files: EvalsetFiles, _ collector: CaseCollector, _ problems: inout Problems
  ) async -> [Waiver] {
    let named = problems.collect { () throws(Diagnostic) in try Self.path(set.waivers) } ?? nil
    guard let path = named ?? files.waivers,
      let node = await data(path, namedAt: set.waivers?.location, as: "waivers", &problems)
    else { return [] }
    let reader = WaiverReader(today: today, knows: collector.knows, checks: Set(collector.revisions.keys))
    return reader.read(node, &problems)
  }

  private static func path(_ node: Node?) throws(Diagnostic) -> String? {
    guard let node else { return nil }
    guard case .string(let text) = node.content else { throw OptionReader.wrong(node, "path", "the path of a file") }
    return try ProjectPath.resolve(text, at: node.location)
  }
}

extension EvalsetLoader {
  /// A YAML or JSON file, by its extension.
  func data(
    _ path: String, namedAt place: SourceLocation?, as noun: String, limit: Int = Shelf.handWritten,
    _ problems: inout Problems
  ) async -> Node? {
    await shelf.data(path, limit: limit, namedAt: place, as: noun, among: listing, &problems)
  }

  /// Reads files before what names them is compiled. A file that cannot be read is told once and stands for nothing.
  func fetch(_ references: [FileReference], into reader: inout CheckReader, _ problems: inout Problems) async {
    for reference in references {
      var fixtures = reader.fixtures
      switch reference.form {
      case .data where fixtures.nodes[reference.path] == nil:
        fixtures.nodes[reference.path] =
          await data(reference.path, namedAt: reference.location, as: "file", &problems)
          ?? Node(.bool(true), at: reference.location)
      case .text where fixtures.texts[reference.path] == nil:
        fixtures.texts[reference.path] = ""
        do throws(Diagnostic) {
          let text = try await shelf.text(
            reference.path, limit: Shelf.handWritten, namedAt: reference.location, as: "file", among: listing)
          fixtures.texts[reference.path] = String(decoding: text.bytes, as: UTF8.self)
        } catch {
          problems.add(error)
        }
      default: continue
      }
      reader.fixtures = fixtures
    }
  }
}

extension Shelf {
  /// A YAML or JSON file as nodes, by its extension; nil after adding what is wrong.
  func data(
    _ path: String, limit: Int = Shelf.handWritten, namedAt place: SourceLocation?, as noun: String,
    among listing: [String] = [], _ problems: inout Problems
  ) async -> Node? {
    do throws(Diagnostic) {
      let text = try await self.text(path, limit: limit, namedAt: place, as: noun, among: listing)
      if path.hasSuffix(".json") { return try JSONReader.read(text) }
      do throws(Problems) {
        return try YAMLReader.read(text)
      } catch {
        problems.add(error)
        return nil
      }
    } catch {
      problems.add(error)
      return nil
    }
  }
}
