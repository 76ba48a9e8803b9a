import EvalGateCore
import StrictJSON

extension JSONWriter {
  /// What fresh runs came to and why they were made.
  mutating func body(of confirmation: Evidence.Confirmation) {
    field("suite", confirmation.suite)
    field("form", confirmation.form)
    field("trigger", confirmation.trigger)
    list("cases", confirmation.cases)
    field("worse", confirmation.worse)
    field("better", confirmation.better)
    field("rounds", confirmation.rounds)
    object("base") { $0.body(of: confirmation.base) }
    object("head") { $0.body(of: confirmation.head) }
    field("anytime_p", confirmation.anytimeP)
    field("p", confirmation.p)
    if let full = confirmation.full {
      object("full") { writer in
        writer.field("n", full.n)
        writer.field("broke", full.broke)
        writer.field("fixed", full.fixed)
        writer.field("p", full.p)
      }
    }
    field("gate_p", confirmation.gateP)
  }
}

extension Evidence.Confirmation {
  init(_ fields: inout Fields) throws(LineFault) {
    let suite = try fields.string("suite")
    let form = try fields.word("form", as: ConfirmForm.self)
    let trigger = try fields.word("trigger", as: Trigger.self)
    let cases = try fields.strings("cases")
    let (worse, better, rounds) = (try fields.int("worse"), try fields.int("better"), try fields.int("rounds"))
    var base = try fields.object("base")
    var head = try fields.object("head")
    let anytimeP = try fields.optionalReal("anytime_p")
    let p = try fields.optionalReal("p")
    var full: FullRun?
    if var run = try fields.optionalObject("full") {
      full = FullRun(
        n: try run.int("n"), broke: try run.int("broke"), fixed: try run.int("fixed"), p: try run.real("p"))
    }
    self.init(
      suite: suite, form: form, trigger: trigger, cases: cases, worse: worse, better: better, rounds: rounds,
      base: try Measure(&base), head: try Measure(&head), anytimeP: anytimeP, p: p, full: full,
      gateP: try fields.real("gate_p"))
  }
}
