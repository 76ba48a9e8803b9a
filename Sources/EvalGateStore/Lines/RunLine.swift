public import EvalGateCore
import StrictJSON

/// A line of a run file, read whole.
public enum RunLine: Hashable, Sendable {
  case run(RunHeader)
  case trial(CaseRecord)
  case confirmation(CaseRecord)
  case opinion(Opinion)
  /// Beside the trial at this place in the plan.
  case beside(ordinal: Int, ShadowAnswer)
  case gate(GateOutcome)
  case end(RunEnd)
}

extension RunLine {
  /// What a line may cost to read: the deepest route identity and the largest answer that are recorded.
  static let limits = JSONLimits(depth: JSONLimits.maximumDepth, bytes: 256 << 20)

  /// - Throws: what is wrong with the line, without its place.
  init(_ bytes: [UInt8]) throws(LineFault) {
    var fields = try Self.fields(of: bytes)
    switch try fields.word("kind", as: LineKind.self) {
    case .run: self = .run(try Self.header(&fields))
    case .case: self = .trial(try CaseRecord(&fields))
    case .confirm: self = .confirmation(try CaseRecord(&fields))
    case .opinion: self = .opinion(try Opinion(&fields))
    case .beside: self = .beside(ordinal: try fields.int("ordinal"), try ShadowAnswer(&fields))
    case .gate: self = .gate(try GateOutcome(&fields))
    case .end: self = .end(try RunEnd(&fields))
    }
  }

  static func fields(of bytes: [UInt8]) throws(LineFault) -> Fields {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: bytes, limits: limits)
    } catch {
      throw LineFault(error)
    }
    return try Fields(document.root)
  }

  private static func header(_ fields: inout Fields) throws(LineFault) -> RunHeader {
    let version = try fields.int("schema_version")
    guard version <= RunFormat.version else { throw LineFault(newerVersion: version) }
    return try RunHeader(&fields)
  }

  /// Reads one line by itself, with or without its line feed.
  /// - Throws: `Diagnostic`, which names what is missing or wrong.
  public init(parsing line: [UInt8]) throws(Diagnostic) {
    do throws(LineFault) { try self.init(line) } catch { throw error.inRun("(line)", line: 1) }
  }

  /// The line as it stands in a file, with its line feed.
  public var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.line(self)
    return writer.bytes
  }
}

extension JSONWriter {
  mutating func line(_ line: RunLine) {
    switch line {
    case .run(let header): self.line(header)
    case .trial(let record): self.line(record)
    case .confirmation(let record): self.line(record, as: .confirm)
    case .opinion(let opinion): self.line(opinion)
    case .beside(let ordinal, let answer): self.line(answer, besideTrialAt: ordinal)
    case .gate(let gate): self.line(gate)
    case .end(let end): self.line(end)
    }
  }

  mutating func line(_ answer: ShadowAnswer, besideTrialAt ordinal: Int) {
    beginObject()
    field("kind", LineKind.beside)
    field("ordinal", ordinal)
    body(of: answer)
    endObject()
    endLine()
  }

  mutating func line(_ opinion: Opinion) {
    beginObject()
    field("kind", LineKind.opinion)
    field("ordinal", opinion.ordinal)
    field("program", opinion.program)
    if let answer = opinion.answer { field("answer", answer) }
    switch opinion.outcome {
    case .reply(let reply):
      key("reply")
      value(reply)
    case .failure(let why): field("failure", why)
    }
    endObject()
    endLine()
  }
}

extension Opinion {
  fileprivate init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      ordinal: try fields.int("ordinal"), program: try fields.string("program"),
      answer: try fields.optionalInt("answer"), outcome: .failure(""))
    if let why = try fields.optionalString("failure") {
      outcome = .failure(UntrustedText(why))
    } else {
      outcome = .reply(try fields.required("reply").value)
    }
  }
}
