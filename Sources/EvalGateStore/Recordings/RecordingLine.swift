import EvalGateCore
import StrictJSON

// One recording a line:
// {"key":"<digest of the request>","trial":1,"answer":{"text":…},"usage":{…},"latency_ms":812,"note":"…"}
// `answer` is absent where the model failed; `failure` says how.
//
// Of a route of several targets the key is followed by `"route":"<digest>"`, and by `"asked":"<digest of the request>"` where
// another target than the first one answered.
//
// In this machine's file an earlier evalgate also said of answers that they count no more, whichever file they stand in:
// {"key":"<digest of the request>","trial":1,"superseded":true}

extension JSONWriter {
  mutating func line(_ recording: Recording) {
    beginObject()
    field("key", recording.request)
    field("trial", recording.trial)
    field("route", recording.route)
    field("asked", recording.asked)
    var answer = recording.answer
    answer.usage = nil
    if recording.failure == nil || answer != Answer() { object("answer") { $0.body(of: answer) } }
    if let usage = recording.answer.usage { object("usage") { $0.body(of: usage) } }
    field("latency_ms", milliseconds: recording.latency)
    field("ttft_ms", milliseconds: recording.timeToFirstToken)
    if let failure = recording.failure { object("failure") { $0.body(of: failure) } }
    field("note", recording.note)
    endObject()
    endLine()
  }
}

extension JSONWriter {
  mutating func line(superseding key: RecordingKey) {
    beginObject()
    field("key", key.digest)
    field("trial", key.trial)
    field(RecordingKey.superseded, true)
    endObject()
    endLine()
  }
}

extension RecordingKey {
  fileprivate static let superseded = "superseded"
  private static let end = Array(#","superseded":true}"#.utf8)

  /// What a line says counts no more; nil for every other line.
  init?(supersededBy line: [UInt8]) {
    // Nobody writes one by hand, so the others need not be read twice.
    guard line.suffix(Self.end.count).elementsEqual(Self.end),
      let document = try? JSONDocument(parsing: line, limits: RunLine.limits), document.root["answer"] == nil,
      var fields = try? Fields(document.root), let digest = try? fields.digest("key"),
      let trial = try? fields.int("trial"), trial >= 1
    else { return nil }
    self.init(digest, trial: trial)
  }
}

extension Recording {
  init(line: [UInt8]) throws(LineFault) {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: line, limits: RunLine.limits)
    } catch {
      throw LineFault(error)
    }
    var fields = try Fields(document.root)
    self.init(request: try fields.digest("key"), trial: try fields.int("trial"))
    guard trial >= 1 else { throw fields.wrong("trial", "1 or more") }
    route = try fields.optionalDigest("route")
    asked = try fields.optionalDigest("asked")
    let answered = try fields.optionalObject("answer")
    if var answered { answer = try Answer(&answered) }
    if var usage = try fields.optionalObject("usage") { answer.usage = try Usage(&usage) }
    latency = try fields.optionalTime("latency_ms")
    timeToFirstToken = try fields.optionalTime("ttft_ms")
    if var failure = try fields.optionalObject("failure") {
      // By hand a kind need not be given: nothing but a model's failure is ever recorded.
      self.failure = try GenerationFailure(recorded: &failure)
    }
    note = try fields.optionalString("note")
    guard answered != nil || failure != nil else {
      throw LineFault("a recording needs an `answer` or a `failure`")
    }
  }
}

extension Recording {
  /// Without what says nothing about the answer: the id that one request happened to get, a wait that is over.
  var lasting: Recording {
    var lasting = self
    lasting.answer.requestID = nil
    lasting.failure?.retryAfter = nil
    return lasting
  }
}

extension GenerationFailure {
  fileprivate init(recorded fields: inout Fields) throws(LineFault) {
    guard try fields.optionalWord("kind", as: Kind.self) ?? .model == .model else {
      throw LineFault("`failure.kind` must be `model`: a failure of the infrastructure is not evidence about a model")
    }
    self.init(
      .model, try fields.word("reason"), try fields.optionalString("message") ?? "",
      status: try fields.optionalInt("status"))
  }
}
