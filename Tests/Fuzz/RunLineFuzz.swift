import EvalGateCore
import StrictJSON

/// Any bytes are a line of a run or refused with a reason.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  do throws(LineFault) {
    _ = try RunLine(bytes)
  } catch {
    precondition(!error.message.isEmpty, "refused without a reason")
  }
  return 0
}
