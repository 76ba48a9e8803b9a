import StrictJSON

/// What a change takes away from safety suites is a change of policy, and does not decide in the change that makes it (safety
/// section 5).
///
/// A scenario that weighs less weighs what it did, one that is retired is asked once more, one that was rewritten is asked as it
/// was beside what it became, and one that is gone leaves its gates undecided: an attack that nobody asks any more looks the same
/// as one that failed. What the base calls an attack is one, whatever a change calls it. What a benign case asks and expects is the
/// change's to say; whether it counts, and that it is benign at all, is so only in a change that edits nothing that answers. Either is
/// shown (``BenignEdits``).
extension Bar {
  /// Scenarios that are held to what they were, by id.
  struct HeldScenarios {
    var reinstated: Set<String> = []
    var blocking: Set<String> = []
    /// As the base asks them, under names of their own.
    var beside: [EvalCase] = []
    /// The name of each of those by the id that it is asked beside.
    var names: [String: String] = [:]
  }

  /// What a scenario asks and how that is judged, whatever it is called.
  package struct Substance: Hashable, Sendable {
    let digest: Digest
    let checks: Digest

    package init(_ header: CaseHeader) { (digest, checks) = (header.digest, header.checksDigest) }
  }

  /// - Parameters:
  ///   - before: the base's suite of these scenarios. What other suites ask does not stand in for them: it is asked under other
  ///     gates, and mostly by another prompt, route or policy. One that moved to a suite that answers as this one does is asked
  ///     here too.
  ///   - heirs: what became of the base's cases.
  ///   - trials: what a case of the suite is asked that does not say it.
  mutating func held(
    scenariosOf suite: Suite, to before: Suite, _ heirs: inout Heirs, trials: Int
  ) -> HeldScenarios {
    var held = HeldScenarios()
    let base = before.evalset
    guard base.kind == .safety else { return held }
    let own = suite.evalset.headers
    let places = Dictionary(own.indices.map { (own[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    let alike = Dictionary(own.indices.map { (Substance(own[$0]), $0) }, uniquingKeysWith: { first, _ in first })
    let retired = Dictionary(
      suite.evalset.retired.map { ($0.header.id, $0) }, uniquingKeysWith: { first, _ in first })
    var benign = BenignEdits(isHeld: !isOfRulesAlone)
    // Without an id its digest names a case, so that another label is another name.
    let renamed = Dictionary(heirs.relabelled.map { ($0.was, $0.now) }, uniquingKeysWith: { first, _ in first })
    for (position, old) in base.headers.enumerated() {
      let name = "\(base.id)/\(old.id)"
      let weight = (old.severity ?? .blocking).rawValue
      let here = places[old.id] ?? renamed[position]
      // One that got another name within the suite is not gone.
      let same = here.flatMap { Substance(own[$0]) == Substance(old) ? $0 : nil } ?? alike[Substance(old)]
      let lighter = Set([here, same].compactMap(\.self)).sorted().map { own[$0] }
        .filter { old.severity == .blocking && $0.severity != .blocking }
      let least = old.trials ?? before.trialsPerCase
      // A tag is no part of what a case is, and may call an attack benign all the same.
      let isWhole =
        same.map { now in
          (own[now].trials ?? trials) >= least
            && (Scenarios.sayBenign([:], old.tags) || !Scenarios.sayBenign([:], own[now].tags))
        } ?? false
      if isWhole, lighter.isEmpty { continue }
      let was = try? base.cases.evalCase(at: position)
      if let was, was.onlyHasToBeServed, let place = here ?? same {
        let now = try? suite.evalset.cases.evalCase(at: place)
        if benign.isHeld, let now, !now.onlyHasToBeServed {
          benign.add(recast: own[place], besides: held.add(was, besides: places))
          continue
        }
        let parts = now.map(was.parts(rewrittenIn:)) ?? ["it does not load"]
        benign.add(
          edited: own[place], parts + ((own[place].trials ?? trials) < least ? ["trials"] : []),
          isLighter: !lighter.isEmpty)
        if benign.isHeld { held.blocking.formUnion(lighter.map(\.id)) }
        continue
      }
      for now in lighter {
        held.blocking.insert(now.id)
        note(
          RuleChange(
            .scenario, name, .loosened, from: weight, to: (now.severity ?? .advisory).rawValue, decides: .base,
            location: now.location))
      }
      if isWhole { continue }
      if let place = here ?? same {
        let now = own[place]
        guard let was else {
          dropped[suite.name, default: []].append(old)
          continue
        }
        let form = try? suite.evalset.cases.evalCase(at: place)
        let parts = form.map(was.parts(rewrittenIn:)) ?? ["it does not load"]
        let rewritten = parts + ((now.trials ?? trials) < least ? ["trials"] : [])
        guard !rewritten.isEmpty else { continue }
        guard suite.prompt.shows(was, asIn: form) else {
          // Its picture is another one now, or is not shown, and files of the base are not sent.
          dropped[suite.name, default: []].append(old)
          note(
            RuleChange(
              .scenario, name, .loosened, from: weight, to: "rewritten (\(rewritten.joined(separator: ", ")))",
              decides: .base, note: "whose picture is not shown any more", location: now.location))
          continue
        }
        let other = held.add(was.readable(by: suite.prompt, as: form), besides: places)
        note(
          RuleChange(
            .scenario, name, .loosened, from: weight, to: "rewritten (\(rewritten.joined(separator: ", ")))",
            decides: .base, note: "which is asked too, as `\(other)`", location: now.location))
      } else if let now = retired[old.id] {
        let isBenign = was?.onlyHasToBeServed == true
        let isSame =
          Substance(now.header) == Substance(old) && now.header.tags == old.tags && now.header.trials == old.trials
        var isAsked = true
        if !isBenign || benign.isHeld {
          if isSame {
            held.reinstate(old)
          } else if let was, was.pictures.isEmpty {
            let form = try? suite.evalset.evalCase(of: now)
            held.beside.append(was.readable(by: suite.prompt, as: form).with(trials: least))
          } else {
            isAsked = false
            dropped[suite.name, default: []].append(old)
          }
        }
        guard !isBenign else {
          benign.add(retired: now.header)
          continue
        }
        note(
          RuleChange(
            .scenario, name, .loosened, from: weight, to: "retired (\(now.reason))", decides: .base,
            note: isAsked
              ? "which asks it once more"
              : "and it cannot be asked as it was: leave what it asks and its picture alone",
            location: now.header.location))
      } else if let place = moves.place(of: old, from: suite), let was {
        held.beside.append(was)
        note(
          RuleChange(
            .scenario, name, .loosened, from: weight, to: "asked by `\(place)`", decides: .base,
            note: "which asks it here too, once more", location: suite.evalset.location))
      } else if let was, was.onlyHasToBeServed {
        if benign.isHeld { held.beside.append(was) }
        benign.add(removed: old)
      } else {
        dropped[suite.name, default: []].append(old)
        note(RuleChange(.scenario, name, .removed, from: weight, decides: .base, location: suite.evalset.location))
      }
    }
    for change in benign.changes(of: base.id, at: suite.evalset.location) { note(change) }
    return held
  }
}

extension Bar.HeldScenarios {
  /// Has a scenario asked once more that is retired, as heavy as it was.
  fileprivate mutating func reinstate(_ old: CaseHeader) {
    reinstated.insert(old.id)
    if old.severity == .blocking { blocking.insert(old.id) }
  }

  /// - Returns: what the scenario is called beside the one that took its id.
  fileprivate mutating func add(_ scenario: EvalCase, besides taken: [String: Int]) -> String {
    var name = scenario.id + "@base"
    while taken[name] != nil { name += "'" }
    beside.append(scenario.with(id: name))
    names[scenario.id] = name
    return name
  }
}

extension EvalCase {
  /// The parts by which a scenario can be disarmed and that are others in a later form of it. What merely describes it, and a tag
  /// more than it had, disarms nothing.
  func parts(rewrittenIn now: EvalCase) -> [String] {
    let parts: [(String, Bool)] = [
      ("input", variables == now.variables && isPlayedFurther(by: now)), ("pictures", pictures == now.pictures),
      ("expected", expected?.json == now.expected?.json), ("checks", checksDigest == now.checksDigest),
      ("tags", Set(tags).isSubset(of: now.tags)), ("family", facts["family"] == now.facts["family"]),
      ("benign", saysBenign || !now.saysBenign || facts["family"] != now.facts["family"]),
    ]
    return parts.filter { !$0.1 }.map(\.0)
  }
}

extension EvalCase {
  /// The same scenario, for a prompt that cannot be asked it as it was and says what it says under the variables of a later form.
  fileprivate func readable(by prompt: Prompt, as now: EvalCase?) -> EvalCase {
    guard !prompt.canSay(variables), let now, asksTheSame(as: now) else { return self }
    return with(variables: variables.completed(by: now.variables))
  }

  /// The same scenario, asked at least so often.
  fileprivate func with(trials: Int) -> EvalCase {
    with(id: id, severity: severity, trials: max(self.trials ?? 1, trials), tags: tags, cluster: cluster)
  }
}

extension Prompt {
  /// Whether it sends a case with the pictures that it had, of which a later form of it tells what they are now.
  fileprivate func shows(_ was: EvalCase, asIn now: EvalCase?) -> Bool {
    guard !was.pictures.isEmpty else { return true }
    func paths(_ evalCase: EvalCase?) -> [String?] {
      messages.flatMap(\.images).filter(\.dependsOnCase).map { image in
        evalCase.flatMap { try? image.path(for: $0.variables, ofCaseAt: $0.location) }
      }
    }
    return was.pictures == now?.pictures && paths(was) == paths(now)
  }
}
