import EvalGateCore
import StrictJSON

#if canImport(Glibc)
  import Glibc
#endif

/// A framing of streamed answers, named by `FUZZ_PART`: however the line cuts a stream into pieces, its parts are the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  let cut = Int(bytes.first ?? 1) % 7 + 1
  if isEventStream {
    var (whole, pieces) = (EventStreamDecoder(), EventStreamDecoder())
    let all = try? whole.feed(bytes)
    var parts: [EventStreamMessage]? = []
    for start in stride(from: 0, to: bytes.count, by: cut) {
      guard let more = try? pieces.feed(bytes[start..<min(bytes.count, start + cut)]) else {
        parts = nil
        break
      }
      parts?.append(contentsOf: more)
    }
    precondition(all == nil || parts == nil || all == parts, "pieces")
  } else {
    var (whole, pieces) = (ServerSentEvents(), ServerSentEvents())
    let all = whole.parts(in: bytes)
    var parts: [[UInt8]] = []
    for start in stride(from: 0, to: bytes.count, by: cut) {
      parts += pieces.parts(in: Array(bytes[start..<min(bytes.count, start + cut)]))
    }
    precondition(all == parts, "pieces")
  }
  return 0
}

private let isEventStream = getenv("FUZZ_PART").map { String(cString: $0) } == "event-stream"
