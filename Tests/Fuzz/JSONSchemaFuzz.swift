import StrictJSON

/// A byte of settings, a schema and an instance on two lines: whatever they are, every way to ask gives one answer, and each ends.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  guard let settings = bytes.first, let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end >= 1,
    let schema = try? JSONValue(parsing: Array(bytes[1..<end]))
  else { return 0 }
  let drafts = JSONSchema.Draft.allCases
  let options = JSONSchema.Options(
    defaultDraft: drafts[Int(settings) % drafts.count], format: settings & 8 == 0 ? .assertion : .annotation,
    assertsContent: settings & 16 == 0,
    limits: .init(depth: 200, steps: 20_000, stepsPerValue: 10, outputUnits: 2_000))
  _ = JSONSchema.warnings(about: schema, options: options)
  for service in StructuredOutputService.allCases {
    _ = JSONSchema.warnings(about: schema, sentTo: service, options: options)
  }
  _ = try? JSONSchema.validateSchema(schema, options: options)
  guard let compiled = try? JSONSchema(schema, options: options),
    let instance = try? JSONValue(parsing: Array(bytes[(end + 1)...]))
  else { return 0 }
  check(compiled, instance)
  return 0
}

private func check(_ schema: JSONSchema, _ instance: JSONValue) {
  let verdict = schema.validate(instance)
  switch verdict {
  case .valid: precondition(schema.accepts(instance) == true, "accepts")
  case .invalid(let issues):
    precondition(schema.accepts(instance) == false && !issues.isEmpty, "accepts, or nothing said")
    for issue in issues { precondition(!issue.message.isEmpty, "empty message") }
  case .tooExpensive: precondition(schema.accepts(instance) == nil, "accepts")
  }
  for format in JSONSchema.OutputFormat.allCases {
    guard let output = try? schema.output(for: instance, as: format) else { continue }
    if case .tooExpensive = verdict { continue }
    precondition(output["valid"] == .bool(verdict.isValid), "\(format): \(output.serialized())")
  }
}
