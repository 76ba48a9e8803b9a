public import StrictJSON

/// A compiled JSON Schema of version 2020-12, 2019-09 or draft 7, chosen by its `$schema`.
///
/// Compiling reads the schema, everything it refers to and every pattern once; validating is then a matter of the
/// instance and may be done by many threads at once. Nothing is ever fetched from a network.
public final class JSONSchema: Sendable {
  /// The schema as it was given.
  public let source: JSONValue
  /// How it was read and bounded.
  public let options: Options
  let program: Program

  /// Compiles a schema.
  /// - Parameters:
  ///   - baseURI: where the schema was retrieved from, against which its relative references are resolved (RFC 3986,
  ///     section 5.1.3).
  ///   - resolver: finds other documents; the meta-schemas of the three versions are known without one.
  /// - Throws: every problem that was found, with its place.
  public init(
    _ schema: JSONValue, baseURI: String? = nil, resolver: (any SchemaResolver)? = nil, options: Options = .init()
  ) throws(SchemaError) {
    program = try SchemaCompiler.compile(schema, baseURI: baseURI ?? "", resolver: resolver, options: options)
    source = schema
    self.options = options
  }

  /// What `format` does in it: what the options say, or assert where a meta-schema has the format-assertion vocabulary
  /// (2020-12 validation, section 7.2.2).
  public var format: FormatBehaviour { program.demandsFormats ? .assertion : options.format }

  /// Whether an instance satisfies the schema, and if not, why.
  public func validate(_ instance: JSONValue) -> SchemaVerdict {
    var evaluator = Evaluator(program)
    do throws(TooExpensive) {
      if try evaluator.holds(program.root, instance, 0, 0) { return .valid }
    } catch {
      return .tooExpensive(error.message)
    }
    return .invalid(Explainer.issues(of: instance, in: program))
  }

  /// Whether an instance satisfies the schema, without looking for reasons.
  /// - Returns: nil when validation was given up at a limit.
  public func accepts(_ instance: JSONValue) -> Bool? {
    var evaluator = Evaluator(program)
    return try? evaluator.holds(program.root, instance, 0, 0)
  }
}
