import EvalGateCore
import StrictJSON

/// Any bytes are a line of a run or refused with a reason; and who reads only the beginning or the head of a line reads what the
/// whole line says.
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
  if let name = TrialName(startOf: bytes, kind: kind) {
    precondition(name == TrialName(record), "the beginning says something else")
  }
  let head = try? CaseHead(line: bytes)
  precondition(head?.summary == TrialSummary(record), "the head says something else")
}
