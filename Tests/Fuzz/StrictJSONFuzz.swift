/// Any bytes: a text that is read comes back the same from every form in which it is written, and one that is not has a reason
/// with a place inside it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  do {
    check(try JSONDocument(parsing: bytes))
  } catch {
    precondition((0...size).contains(error.offset) && error.line >= 1 && error.column >= 1, "place")
    if let other = error.otherOffset { precondition((0...size).contains(other), "other place") }
  }
  let text = String(decoding: bytes, as: UTF8.self)
  if let path = try? JSONPath(text) {
    _ = path.matches(in: ["a": [1, [2, ["b": 3]]], "b": [:]]).map(\.location)
  }
  if let number = JSONNumber(text: text) {
    precondition(JSONNumber(text: number.canonicalText)?.canonicalText == number.canonicalText, "number")
    _ = number.int
  }
  return 0
}

private func check(_ document: JSONDocument) {
  let value = document.root.value
  for style in [JSONStyle.compact, .pretty] {
    let again = try? JSONValue(parsing: value.serialized(style))
    precondition(again == value && again?.hashValue == value.hashValue, "\(style)")
  }
  let canonical = value.canonicalBytes
  precondition((try? JSONValue(parsing: canonical))?.canonicalBytes == canonical, "canonical")
  _ = document.root.numbersBeyondDouble
  guard let everything = try? JSONPath("$..*") else { return }
  for match in everything.matches(in: value).prefix(50) {
    precondition((try? JSONPath(match.location))?.matches(in: value).count == 1, "path")
    precondition(match.pointer.resolve(in: value) == match.value, "pointer")
    precondition((try? JSONPointer(match.pointer.description)) == match.pointer, "pointer as text")
    precondition((try? JSONPointer(fragment: match.pointer.fragment)) == match.pointer, "pointer as fragment")
  }
}
