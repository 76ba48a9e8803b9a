/// A waiver excuses a case and not an id: one that the base has counts for the case that it had there.
extension Bar {
  struct HeldWaivers {
    /// Those that count in the change.
    var counting: [Waiver] = []
    /// Those of both sides, whatever case has the id by now.
    var known: [Waiver] = []
  }

  /// What both sides excuse, no longer than either does. A case under another id, or with one where it had none, is the one it was.
  mutating func held(waiversOf head: Evalset, to base: Evalset) -> HeldWaivers {
    var held = HeldWaivers()
    let names = base.waivers.isEmpty ? nil : CaseNames(from: base.headers, to: head.headers)
    let excused = base.waivers.map { (now: $0.of(names?.name(of: $0.caseID) ?? $0.caseID), id: $0.caseID) }
    for waiver in head.waivers {
      let known = excused.filter {
        $0.now.caseID == waiver.caseID && ($0.now.check == nil || $0.now.check == waiver.check)
      }.max { $0.now.expires < $1.now.expires }
      let before = known?.now
      guard let before else {
        note(RuleChange(.waiver, waiver.name, .added, to: waiver.until, decides: .base, location: waiver.location))
        continue
      }
      if waiver.expires > before.expires {
        note(
          RuleChange(
            .waiver, waiver.name, .loosened, from: before.until, to: waiver.until, decides: .base,
            location: waiver.location))
      }
      let kept = waiver.until(min(waiver.expires, before.expires))
      held.known.append(kept)
      if head.asks(waiver.caseID, as: known?.id ?? waiver.caseID, in: base) {
        held.counting.append(kept)
      } else {
        note(
          RuleChange(
            .waiver, waiver.name, .loosened, from: "the case as it was", to: "what has its id now", decides: .base,
            note: "and excuses the new one once it is merged", location: waiver.location))
      }
    }
    for waiver in excused.map(\.now)
    where !head.waivers.contains(where: { $0.caseID == waiver.caseID && $0.check == waiver.check }) {
      note(RuleChange(.waiver, waiver.name, .removed, from: waiver.until, decides: .head))
    }
    return held
  }
}

extension Evalset {
  /// Whether what an id names here is what another names there, as far as it is asked and judged; so it is where it names nothing here.
  fileprivate func asks(_ id: String, as other: String, in base: Evalset) -> Bool {
    guard let now = header(of: id) else { return true }
    guard let old = base.header(of: other) else { return false }
    if Bar.Substance(now) == Bar.Substance(old) { return true }
    guard let was = base.evalCase(of: other), let becomes = evalCase(of: id) else { return false }
    return was.parts(rewrittenIn: becomes).isEmpty
  }

  private func header(of id: String) -> CaseHeader? {
    headers.first { $0.id == id } ?? retired.first { $0.header.id == id }?.header
  }

  private func evalCase(of id: String) -> EvalCase? {
    headers.firstIndex { $0.id == id }.flatMap { try? cases.evalCase(at: $0) }
  }
}

extension Waiver {
  fileprivate var name: String { check.map { "\(caseID) (\($0))" } ?? caseID }
  fileprivate var until: String { "until \(expires), \(owner)" }

  fileprivate func until(_ day: CalendarDate) -> Waiver {
    Waiver(caseID: caseID, check: check, reason: reason, owner: owner, expires: day, location: location)
  }

  func of(_ caseID: String) -> Waiver {
    Waiver(caseID: caseID, check: check, reason: reason, owner: owner, expires: expires, location: location)
  }
}
