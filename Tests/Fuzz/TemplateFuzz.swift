import StrictJSON

/// Any text is a template or refused with a place, and what is rendered is never parsed again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
  do throws(Diagnostic) {
    let template = try Template(text, location: SourceLocation(path: "t"))
    _ = try? template.render(["a": "{{b}}", "list": [1, "two", ["x": 3]], "text": .string(text)])
  } catch {
    precondition(error.location.map { $0.line >= 1 && $0.column >= 1 } ?? true, "place")
  }
  return 0
}
