public import StrictJSON

extension JSONSchema {
  /// A form in which the specification gives results (2019-09 core, section 10.4; 2020-12 core, section 12.4).
  public enum OutputFormat: String, Hashable, Sendable, CaseIterable {
    /// Valid or not, nothing else (section 12.4.1).
    case flag
    /// The errors, or for a valid instance the annotations, in a flat list (section 12.4.2).
    case basic
    /// The same in the shape of the schema, without branches that say nothing (section 12.4.3).
    case detailed
    /// Every keyword that was applied, whatever came of it (section 12.4.4).
    case verbose

    /// Schemas within one another in a listing: four levels of JSON each, and together within what readers usually take.
    static let deepest = 110
  }

  /// The result of validating in one of the specification's output formats.
  ///
  /// All but `flag` apply every branch of the schema and so cost more than `validate`. What is listed is bounded by
  /// `Limits.outputUnits` and `Limits.outputBytes`: where more would follow, the result says so under `cut`, which is ours, and
  /// its verdict is the whole schema's all the same.
  /// - Throws: when validation itself is given up at a limit: such a result has no form in the specification.
  public func output(for instance: JSONValue, as format: OutputFormat) throws(TooExpensive) -> JSONValue {
    var evaluator = Evaluator(program)
    let isValid = try evaluator.holds(program.root, instance, 0, 0)
    if format == .flag { return ["valid": .bool(isValid)] }
    let tree: (root: OutputUnit, isCut: Bool)
    do throws(TooExpensive) {
      tree = try OutputBuilder.tree(of: instance, in: program, nests: format != .basic)
    } catch {
      return Self.bare(isValid, cut: "nothing is listed: \(error.message) when every branch is applied")
    }
    guard tree.isCut else { return tree.root.json(as: format) }
    var output = tree.root.json(as: format).objectValue ?? [:]
    output["cut"] = .string(
      "the listing ends at its limit of \(options.limits.outputUnits) units, \(options.limits.outputBytes) bytes or \(OutputFormat.deepest) schemas within one another; the verdict is the whole schema's"
    )
    return .object(output)
  }

  /// A verdict without units.
  private static func bare(_ isValid: Bool, cut: String) -> JSONValue {
    let root = OutputUnit(
      isValid: isValid, keywordLocation: .root, absoluteLocation: nil, instanceLocation: .root,
      error: isValid ? nil : OutputUnit.branchError)
    var output = root.json.objectValue ?? [:]
    output["cut"] = .string(cut)
    return .object(output)
  }
}

extension OutputUnit {
  /// The whole result, of which this is the root.
  fileprivate func json(as format: JSONSchema.OutputFormat) -> JSONValue {
    switch format {
    case .verbose: return json
    case .detailed: return condensed()?.json ?? json(children: [])
    case .basic, .flag:
      var units: [OutputUnit] = []
      condensed()?.flattened(into: &units)
      var bare = self
      (bare.error, bare.annotation) = (nil, nil)
      return bare.json(children: units)
    }
  }
}
