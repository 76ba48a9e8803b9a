import EvalGateCore
import StrictJSON

/// Any bytes are a line of a run or refused with a reason; who reads only the beginning or the head of a line reads what the whole
/// line says there; and of a line that evalgate writes the head says all that comparisons need.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  do throws(LineFault) {
    switch try RunLine(bytes) {
    case .trial(let record): compare(bytes, .case, record)
    case .confirmation(let record): compare(bytes, .confirm, record)
    case .run, .opinion, .beside, .gate, .end: break
    }
  } catch {
    precondition(!error.message.isEmpty, "refused without a reason")
  }
  return 0
}

private func compare(_ bytes: [UInt8], _ kind: LineKind, _ record: CaseRecord) {
  guard let head = try? CaseHead(line: bytes) else { preconditionFailure("a line without a head") }
  precondition(
    (head.ordinal, head.suite, head.arm, head.caseID, head.trial)
      == (record.ordinal, record.suite, record.arm, record.caseID, record.trial),
    "the head names something else")
  if let name = TrialName(startOf: bytes, kind: kind) {
    precondition(name == TrialName(head), "the beginning names something else")
  }
  precondition(
    head.passFail == record.passFail && head.decision == record.decision && head.findings == record.findings
      && head.waived == record.waived,
    "the head says something else")
  // Tokens, the output's digest and the tools called stand in the answer too, which somebody may have edited to have it judged
  // anew: in these the two agree where evalgate wrote them.
  let written = kind == .case ? RunLine.trial(record) : .confirmation(record)
  let writtenHead = try? CaseHead(line: Array(written.bytes.dropLast()))
  precondition(writtenHead?.summary == TrialSummary(record), "the head that is written says something else")
}
