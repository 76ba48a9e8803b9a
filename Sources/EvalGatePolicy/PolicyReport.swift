public import EvalGateCore

/// A verdict with all that was found on the way to it.
public struct PolicyReport: Sendable {
  /// What the policy decided.
  public private(set) var verdict = PolicyVerdict(action: .accept)
  /// Everything the detectors found, in texts first, then in calls; what does not block too.
  public var detections: [Detection] { found.map(\.detection) }
  /// The same with what of the conversation holds it.
  private var found: [(detection: Detection, place: Sighting.Place)] = []
  /// What they found only in calls that stand in the arguments of others, read by themselves.
  private var foundWithin: [(detection: Detection, place: Sighting.Place)] = []
  /// What detectors could not look at.
  public private(set) var exceeded: [String] = []
  /// The same with what of the conversation they could not look at.
  private var unlooked: [(report: ScanReport, place: Sighting.Place)] = []

  private var calls: [CallVerdict] = []
  private var denial: Objection?
  private var confirmation: Objection?
  /// Answers in which something was found, could not be looked at, or was denied. One that only asks for a confirmation is read by
  /// whoever is asked.
  private var held: Set<Int> = []
  private let defaults: Defaults

  init(_ defaults: Defaults) { self.defaults = defaults }

  mutating func add(_ report: ScanReport, inAnswer answer: Int) {
    add(report, .answer(answer))
    if report.detections.contains(where: \.blocks)
      || DetectorBudget.objection(to: report, defaults.onDetectorError) != nil
    {
      held.insert(answer)
    }
  }

  private mutating func add(_ report: ScanReport, _ place: Sighting.Place) {
    found += report.detections.map { ($0, place) }
    exceeded += report.exceeded
    if !report.blind.isEmpty { unlooked.append((report, place)) }
  }

  /// - Parameters:
  ///   - index: among all calls of the conversation.
  ///   - answer: the one that proposed it.
  mutating func add(_ call: ProposedCall, index: Int, inAnswer answer: Int, _ objection: Objection?) {
    add(call.report, .call(index))
    guard let objection else {
      let rule = call.rules.first?.id ?? KnownTool.ruleName
      calls.append(CallVerdict(index: index, tool: call.name, outcome: .allow, rule: rule))
      return
    }
    calls.append(
      CallVerdict(
        index: index, tool: call.name, outcome: objection.outcome, rule: objection.rule, reason: objection.reason))
    note(objection, inAnswer: answer)
  }

  /// Adds what speaks against a call in the arguments of the call that was added last. The stricter word counts.
  mutating func add(_ objection: Objection?, toCall index: Int, inAnswer answer: Int) {
    guard let objection, let outer = calls.popLast() else { return }
    let isStricter = outer.outcome == .allow || outer.outcome == .confirm && !objection.isConfirmable
    calls.append(
      isStricter
        ? CallVerdict(
          index: index, tool: outer.tool, outcome: objection.outcome, rule: objection.rule, reason: objection.reason)
        : outer)
    note(objection, inAnswer: answer)
  }

  /// Adds what stands at a place in the arguments of a call, and was not seen in that call as a whole.
  mutating func add(_ report: ScanReport, at place: String, inCall index: Int) {
    let told = Set(found.lazy.filter { $0.place == .call(index) }.map(\.detection.rule))
    foundWithin += report.detections.filter { !told.contains($0.rule) }.map { ($0.moved(into: place), .call(index)) }
  }

  /// What was found of the things that words under `no` of a scenario name, as far as it stops an answer or a call.
  func sightings(of words: [String]) -> [Sighting] {
    guard !words.isEmpty else { return [] }
    return (found + foundWithin).filter(\.detection.blocks).flatMap { found, place in
      words.filter { WatchedWord.names($0, found) }.map { word in
        Sighting(word: word, rule: found.rule, place: place, path: found.channel.path)
      }
    }
  }

  /// Where detectors could not look to the end for what words under `no` of a scenario name, and that is let pass.
  func blindSpots(for words: [String]) -> [BlindSpot] {
    guard defaults.onDetectorError == .allow else { return [] }
    return unlooked.flatMap { report, place in
      words.compactMap { word in
        let detector = String(word.prefix { $0 != ":" })
        guard report.blind.contains(detector) else { return nil }
        let budget = report.exceeded.first { $0.hasPrefix("\(detector): ") } ?? report.exceeded.first ?? detector
        return BlindSpot(word: word, place: place, budget: budget)
      }
    }
  }

  private mutating func note(_ objection: Objection, inAnswer answer: Int) {
    if objection.isConfirmable {
      confirmation = confirmation ?? objection
    } else {
      denial = denial ?? objection
      held.insert(answer)
    }
  }

  /// Draws the conclusion, when all has been added.
  mutating func conclude(_ restricted: RestrictedDetector) {
    var report = ScanReport()
    report.exceeded = exceeded
    let leak = decisive(restricted).map(Objection.init)
    let budget = DetectorBudget.objection(to: report, defaults.onDetectorError)
    if let reason = leak ?? denial ?? budget {
      verdict = Self.verdict(.reject, reason, calls)
    } else if let confirmation {
      verdict = Self.verdict(.escalate, confirmation, calls)
    } else {
      verdict = accepted(report)
    }
    verdict.heldAnswers = held
  }

  /// Of what was not looked at to its end, the verdict names what lets it pass.
  private func accepted(_ report: ScanReport) -> PolicyVerdict {
    DetectorBudget.objection(to: report, .deny).map { Self.verdict(.accept, $0, calls) }
      ?? PolicyVerdict(action: .accept, calls: calls)
  }

  /// Of restricted values the first in the file; else what was found first.
  private func decisive(_ restricted: RestrictedDetector) -> Detection? {
    let blocking = found.map(\.detection).filter(\.blocks)
    let leaks = blocking.filter { $0.detector == restricted.id }
    return leaks.min { $0.order < $1.order } ?? blocking.first
  }

  private static func verdict(_ action: Action, _ objection: Objection, _ calls: [CallVerdict]) -> PolicyVerdict {
    PolicyVerdict(
      action: action, rule: objection.rule, reason: objection.reason, path: objection.path,
      evidence: objection.evidence, trace: objection.trace, calls: calls)
  }
}
