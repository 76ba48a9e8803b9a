import EvalGateCore
import StrictJSON

extension JSONWriter {
  mutating func body(of change: RuleChange) {
    field("subject", change.subject)
    field("name", change.name)
    field("direction", change.direction)
    field("from", change.from)
    field("to", change.to)
    field("decides", change.decides)
    field("note", change.note)
    if let location = change.location { self.location("location", location) }
  }

  mutating func body(of accepted: AcceptedHere) {
    field("suite", accepted.suite)
    field("reason", accepted.reason)
    field("author", accepted.author)
    if let before = accepted.before { object("before") { $0.body(of: before) } }
    object("after") { $0.body(of: accepted.after) }
    field("waits", accepted.waits)
  }
}

extension RuleChange {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      try fields.word("subject"), try fields.string("name"), try fields.word("direction"),
      from: try fields.optionalString("from"), to: try fields.optionalString("to"), decides: try fields.word("decides"),
      note: try fields.optionalString("note"),
      location: fields.optional("location") == nil ? nil : try fields.location("location"))
  }
}

extension AcceptedHere {
  init(_ fields: inout Fields) throws(LineFault) {
    var before: Measure?
    if var value = try fields.optionalObject("before") { before = try Measure(&value) }
    var after = try fields.object("after")
    self.init(
      suite: try fields.string("suite"), reason: try fields.string("reason"),
      author: try fields.optionalString("author"), before: before, after: try Measure(&after),
      waits: try fields.optionalString("waits"))
  }
}
