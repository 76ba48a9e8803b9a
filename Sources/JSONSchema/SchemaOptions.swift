extension JSONSchema {
  /// A version of JSON Schema.
  public enum Draft: String, Hashable, Sendable, CaseIterable {
    /// Draft 7 of 2018.
    case draft7 = "http://json-schema.org/draft-07/schema"
    /// Version 2019-09.
    case draft201909 = "https://json-schema.org/draft/2019-09/schema"
    /// Version 2020-12, the current one.
    case draft202012 = "https://json-schema.org/draft/2020-12/schema"

    /// The URI of its meta-schema as `$schema` names it.
    public var metaSchemaURI: String { self == .draft7 ? rawValue + "#" : rawValue }
  }

  /// What `format` does (2020-12 validation, section 7.2).
  public enum FormatBehaviour: Hashable, Sendable {
    /// It documents and never fails, unless a meta-schema asks for the format-assertion vocabulary.
    case annotation
    /// A string that does not have a known format fails; unknown formats pass.
    case assertion
  }

  /// How a schema is read and how much it may cost.
  public struct Options: Hashable, Sendable {
    /// The version of schemas that do not say `$schema`.
    public var defaultDraft: Draft
    /// What `format` does.
    public var format: FormatBehaviour
    /// Whether `contentEncoding`, `contentMediaType` and `contentSchema` fail strings that are not such, which draft 7
    /// allows (validation, section 8.2) and later versions leave to the application. The encodings of RFC 4648 and JSON are
    /// known; content of other kinds passes.
    public var assertsContent: Bool
    /// The bounds.
    public var limits: Limits

    /// Options; those that are left out are the specification's defaults.
    public init(
      defaultDraft: Draft = .draft202012, format: FormatBehaviour = .annotation, assertsContent: Bool = false,
      limits: Limits = .default
    ) {
      self.defaultDraft = defaultDraft
      self.format = format
      self.assertsContent = assertsContent
      self.limits = limits
    }
  }

  /// Bounds that keep a hostile schema or instance from costing much. Reaching one is an error or `tooExpensive`.
  public struct Limits: Hashable, Sendable {
    /// Nesting of a schema document.
    public var schemaDepth: Int
    /// Subschemas of all documents together.
    public var subschemas: Int
    /// Schemas being applied within one another; each takes up to 3.5 KB of the thread's stack.
    public var depth: Int
    /// Work: schemas applied, members looked at, and for long strings, numbers and lists what looking at them takes. A step is
    /// about a tenth of a microsecond, so that an instance of 64 KB is decided and explained within 200 ms whatever the schema.
    public var steps: Int
    /// The same for each value of the instance beyond the first `valuesWithoutSteps`, on top.
    public var stepsPerValue: Int
    /// Issues reported.
    public var issues: Int
    /// Schemas and keywords reported by `output(for:as:)`; the listing is cut there, the verdict stands.
    public var outputUnits: Int
    /// The same by the size of the listing.
    public var outputBytes: Int

    /// Bounds; those that are left out suit schemas written by people.
    public init(
      schemaDepth: Int = 256, subschemas: Int = 100_000, depth: Int = Self.ordinaryDepth, steps: Int = 500_000,
      stepsPerValue: Int = 100, issues: Int = 20, outputUnits: Int = 100_000, outputBytes: Int = 4 << 20
    ) {
      self.schemaDepth = schemaDepth
      self.subschemas = subschemas
      self.depth = depth
      self.steps = steps
      self.stepsPerValue = stepsPerValue
      self.issues = issues
      self.outputUnits = outputUnits
      self.outputBytes = outputBytes
    }

    /// As many values as 64 KB of JSON can hold.
    public static let valuesWithoutSteps = 1 << 15

    /// The depth that the stack of any thread bears: Darwin gives those of tasks 512 KiB, Linux 8 MiB.
    public static var ordinaryDepth: Int {
      #if canImport(Darwin)
        128
      #else
        1_024
      #endif
    }

    /// Bounds that suit schemas written by people.
    public static let `default` = Limits()
  }
}
