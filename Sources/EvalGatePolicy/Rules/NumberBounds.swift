import EvalGateCore

/// Finds bounds of numbers that hold nothing where a number is written as a text.
///
/// In JSON Schema `maximum: 500` speaks of numbers alone, so that `"5000"` passes (2020-12 validation, section 6.2), and models write
/// numbers as texts.
enum NumberBounds {
  private static let bounds: Set<String> = [
    "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "multipleOf",
  ]
  /// Keys that say by themselves what a value may be.
  private static let kinds: Set<String> = ["type", "const", "enum", "$ref", "allOf"]
  private static let deepest = 64

  /// Warnings about what stands for members and elements.
  static func advice(on schema: Node, depth: Int = 0) -> [Diagnostic] {
    guard case .mapping(let entries) = schema.content, depth < deepest else { return [] }
    return entries.flatMap { entry -> [Diagnostic] in
      switch (entry.key, entry.value.content) {
      case ("properties", .mapping(let members)):
        members.flatMap { member in
          [advice(on: member.value, called: member.key)].compactMap(\.self) + advice(on: member.value, depth: depth + 1)
        }
      case ("items", .mapping):
        [advice(on: entry.value, called: "items")].compactMap(\.self) + advice(on: entry.value, depth: depth + 1)
      default: []
      }
    }
  }

  private static func advice(on schema: Node, called name: String) -> Diagnostic? {
    guard case .mapping(let entries) = schema.content, !entries.contains(where: { kinds.contains($0.key) }),
      let bound = entries.first(where: { bounds.contains($0.key) })
    else { return nil }
    return Diagnostic(
      .policyBadSchema, "`\(bound.key)` of `\(name)` holds numbers alone: one that is written as a text passes",
      at: bound.keyLocation, severity: .warning, help: "add `type: number` beside it, or `type: integer`")
  }
}
