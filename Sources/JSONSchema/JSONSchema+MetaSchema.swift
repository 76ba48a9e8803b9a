public import StrictJSON

extension JSONSchema {
  /// Validates a schema against the meta-schema that its `$schema` names, or that of `options.defaultDraft`.
  ///
  /// `init` checks what it needs for itself; this checks what the specification asks of the form of a schema.
  /// - Throws: when the meta-schema is unknown to the library and to `resolver`, or is no schema.
  public static func validateSchema(
    _ schema: JSONValue, resolver: (any SchemaResolver)? = nil, options: Options = .init()
  ) throws(SchemaError) -> SchemaVerdict {
    try metaSchema(for: schema, resolver: resolver, options: options).validate(schema)
  }

  /// The compiled meta-schema of a version.
  public static func metaSchema(_ draft: Draft) throws(SchemaError) -> JSONSchema {
    switch draft {
    case .draft7: try compiledDraft7.get()
    case .draft201909: try compiledDraft2019.get()
    case .draft202012: try compiledDraft2020.get()
    }
  }

  private static let compiledDraft7 = compileMetaSchema(.draft7)
  private static let compiledDraft2019 = compileMetaSchema(.draft201909)
  private static let compiledDraft2020 = compileMetaSchema(.draft202012)

  private static func compileMetaSchema(_ draft: Draft) -> Result<JSONSchema, SchemaError> {
    do throws(SchemaError) {
      return .success(try JSONSchema(["$ref": .string(draft.metaSchemaURI)], options: Options(defaultDraft: draft)))
    } catch {
      return .failure(error)
    }
  }

  private static func metaSchema(
    for schema: JSONValue, resolver: (any SchemaResolver)?, options: Options
  ) throws(SchemaError) -> JSONSchema {
    guard case .string(let text)? = schema["$schema"] else { return try metaSchema(options.defaultDraft) }
    let uri = SchemaIndex.withoutEmptyFragment(text)
    if let draft = Draft(rawValue: uri) { return try metaSchema(draft) }
    return try JSONSchema(["$ref": .string(uri)], resolver: resolver, options: options)
  }
}
