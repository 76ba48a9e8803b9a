import EvalGateCore
import StrictJSON

/// The first case that no check judges, or that one cannot, and how many there are.
struct Unjudged {
  let id: String
  let place: SourceLocation
  /// The check that cannot; nil where there is none.
  var check: String?
  var count = 0
  /// Its line, for the message.
  var excerpt: String?
}

/// What is learned while the cases of a set go by: duplicates, digests, revisions, and variables that prompts miss.
struct CaseCollector {
  private(set) var revisions: [String: Int] = [:]
  /// Programs that checks ask, each once.
  private(set) var programs: [JudgeProgram] = []
  private(set) var count = 0
  /// Cases that are skipped, with their places among those that were taken.
  private(set) var retired: [RetiredCase] = []
  private(set) var unjudged: Unjudged?
  /// The first with a check that judges only by an output schema of the prompt.
  private(set) var needingSchema: Unjudged?
  private var lines: [String: Int32] = [:]
  /// Of the lists of checks that were looked at.
  private var checks: Set<Digest> = []
  /// Lists of tags, each once: most cases of a set have one of a few.
  private var tags: [[String]: [String]] = [:]
  private var last: CaseHeader?
  private var stream = DigestStream()
  /// Reused for what goes into it.
  private var bytes: [UInt8] = []
  private var variables: VariableCheck
  /// What scenarios forbid by name, which the suites that run them have to look for.
  private(set) var needs = ScenarioNeeds()
  private let isSafety: Bool
  /// Scenarios that name a twin, each with its name.
  private var twins: [(id: String, twin: String, place: SourceLocation)] = []

  init(settings: JSONValue, prompts: [Prompt], kind: Evalset.Kind = .task) {
    isSafety = kind == .safety
    variables = VariableCheck(prompts)
    stream.update(settings.canonicalBytes)
  }

  /// Every list of tags that a case has.
  var tagLists: some Sequence<[String]> { tags.keys }
  /// Over the settings and every case so far, in order.
  var digest: Digest { stream.digest }
  func knows(_ id: String) -> Bool { lines[id] != nil }

  /// - Parameters:
  ///   - checks: the case's own checks as written, which belong to the set's digest.
  ///   - problems: what is wrong with this case so far.
  mutating func take(_ evalCase: EvalCase, checks: Node?, _ problems: inout Problems) -> CaseHeader {
    count += 1
    if let first = lines[evalCase.id] {
      problems.add(duplicate(evalCase, first: Int(first)))
    } else {
      lines[evalCase.id] = Int32(clamping: evalCase.location.line)
    }
    if evalCase.checks.isEmpty, !problems.hasErrors {
      if unjudged == nil { unjudged = Unjudged(id: evalCase.id, place: evalCase.location) }
      unjudged?.count += 1
    }
    if let check = evalCase.checks.first(where: { $0.check.needsOutputSchema }) {
      if needingSchema == nil {
        needingSchema = Unjudged(id: evalCase.id, place: check.location, check: check.id.name)
      }
      needingSchema?.count += 1
    }
    bytes.removeAll(keepingCapacity: true)
    evalCase.digest.appendHex(to: &bytes)
    // They say which gates count the case, and are no part of what it is.
    for tag in evalCase.tags { bytes.append(contentsOf: "\(tag.utf8.count):\(tag)".utf8) }
    stream.update(bytes)
    if let checks { stream.update(checks.json.canonicalBytes) }
    variables.look(at: evalCase)
    if isSafety { look(atScenario: evalCase) }
    let header = CaseHeader(
      id: evalCase.id, digest: evalCase.digest, checksDigest: evalCase.checksDigest,
      location: SourceLocation(path: evalCase.location.path, line: evalCase.location.line),
      tags: shared(evalCase.tags), severity: evalCase.severity, trials: evalCase.trials, cluster: evalCase.cluster,
      like: last)
    last = header
    if let reason = evalCase.facts["retired"]?.stringValue {
      // A set that asks less is another set, though the case is the same.
      stream.update(Array("retired".utf8))
      retired.append(RetiredCase(header: header, reason: reason, position: count - 1))
    }
    if self.checks.insert(evalCase.checksDigest).inserted {
      for check in evalCase.checks { note(check) }
    }
    return header
  }

  private mutating func look(atScenario evalCase: EvalCase) {
    needs.look(at: evalCase)
    if let twin = evalCase.facts["twin"]?.stringValue { twins.append((evalCase.id, twin, evalCase.location)) }
  }

  private mutating func shared(_ list: [String]) -> [String] {
    if let known = tags[list] { return known }
    tags[list] = list
    return list
  }

  private mutating func note(_ check: CompiledCheck) {
    revisions[check.id.name] = type(of: check.check).revision
    guard let program = check.check.program, !programs.contains(where: { $0.key == program.key }) else { return }
    programs.append(program)
  }

  func finish(_ problems: inout Problems) {
    for problem in variables.problems { problems.add(problem) }
    for (id, twin, place) in twins where id == twin || !knows(twin) {
      let isItself = id == twin
      problems.add(
        Diagnostic(
          .badCase,
          isItself
            ? "case `\(id)` names itself as its twin"
            : "case `\(id)` names the twin `\(twin)`, which is no case of the set",
          at: place,
          label: isItself ? nil : suggestion(for: twin, among: lines.keys).map { "did you mean `\($0)`?" },
          help: "name the benign case beside it, or leave `twin` out"))
    }
  }

  private func duplicate(_ evalCase: EvalCase, first: Int) -> Diagnostic {
    let isNamed = evalCase.id != String(evalCase.digest.hex.prefix(12))
    return Diagnostic(
      .duplicateCase, isNamed ? "duplicate case id `\(evalCase.id)`" : "the same case twice", at: evalCase.location,
      label: "already at \(evalCase.location.path):\(first)",
      help: isNamed ? "give one of the two another `id`" : "remove one of the two, or give each an `id`")
  }
}

/// Looks whether every case defines what the prompts of its set ask for.
struct VariableCheck {
  private struct Missing {
    var problem: Diagnostic
    let firstID: String
    let firstPlace: SourceLocation
    var count = 1
  }

  /// A message of a prompt.
  private struct Asking {
    let isSystem: Bool
    let images: [Template]
    let template: Template
    /// What a template inserts that only inserts plain values; nil for another.
    let plain: [String]?

    init(_ message: PromptMessage) {
      isSystem = message.role == .system
      images = message.images.map(\.template)
      template = message.template
      let references = message.template.references
      plain = references.allSatisfy(\.isPlain) ? references.map(\.root) : nil
    }
  }

  private let asking: [Asking]
  private var found: [SourceLocation: Missing] = [:]
  private var seen = 0

  init(_ prompts: [Prompt]) { asking = prompts.flatMap(\.messages).map(Asking.init) }

  mutating func look(at evalCase: EvalCase) {
    seen += 1
    let replacesSystem = evalCase.setup?["system"] != nil
    for message in asking where !(replacesSystem && message.isSystem) {
      for image in message.images { ask(image, evalCase) }
      // A template that only inserts plain values is looked through without writing its text.
      if let plain = message.plain, plain.allSatisfy({ evalCase.variables[$0]?.plainText != nil }) { continue }
      ask(message.template, evalCase)
    }
  }

  private mutating func ask(_ template: Template, _ evalCase: EvalCase) {
    do throws(Diagnostic) {
      _ = try template.render(evalCase.variables)
    } catch {
      note(error, evalCase)
    }
  }

  private mutating func note(_ problem: Diagnostic, _ evalCase: EvalCase) {
    guard let place = problem.location else { return }
    if found[place] != nil {
      found[place]?.count += 1
    } else {
      found[place] = Missing(problem: problem, firstID: evalCase.id, firstPlace: evalCase.location)
    }
  }

  /// One problem for each place in a template, with the first case that misses it.
  var problems: [Diagnostic] {
    found.values.map { missing in
      var problem = missing.problem
      let which = "case `\(missing.firstID)` (\(missing.firstPlace))"
      problem.label = missing.count == 1 ? "in \(which)" : "in \(which) and \(missing.count - 1) more of \(seen)"
      return problem
    }.sorted { ($0.location?.line ?? 0, $0.location?.column ?? 0) < ($1.location?.line ?? 0, $1.location?.column ?? 0) }
  }
}

extension Template.Reference {
  /// Whether it names a variable whole, without a way into it.
  fileprivate var isPlain: Bool { path == root }
}
