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
  }

  /// The result of validating in one of the specification's output formats.
  ///
  /// All but `flag` apply every branch of the schema and so cost more than `validate`; what is reported is bounded by
  /// `Limits.outputUnits`.
  /// - Throws: when validation is given up at a limit: such a result has no form in the specification.
  public func output(for instance: JSONValue, as format: OutputFormat) throws(TooExpensive) -> JSONValue {
    guard format != .flag else {
      var evaluator = Evaluator(program)
      return ["valid": .bool(try evaluator.holds(program.root, instance, 0, 0))]
    }
    let root = try OutputBuilder.tree(of: instance, in: program)
    switch format {
    case .verbose: return root.json
    case .detailed: return root.condensed()?.json ?? root.json(children: [])
    case .basic, .flag:
      var units: [OutputUnit] = []
      root.condensed()?.flattened(into: &units)
      var bare = root
      (bare.error, bare.annotation) = (nil, nil)
      return bare.json(children: units)
    }
  }
}
