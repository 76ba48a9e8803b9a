import EvalGateCore
import JSONSchema
import StrictJSON
import Synchronization

/// Schemas that stand in checks, expectations and policies, each reviewed once however many cases hold it.
final class ReviewedSchemas: Sendable {
  private let seen = Mutex<Set<JSONValue>>([])

  /// Reviews a schema that compiles; of one that does not, its check or policy tells.
  func review(_ node: Node, _ problems: inout Problems) {
    guard seen.withLock({ $0.insert(node.json).inserted }) else { return }
    let review = SchemaReview(
      resolver: StaticSchemaResolver([:]), options: SchemaSettings(format: .assertion).options)
    do throws(SchemaError) { try review.review(node, &problems) } catch { return }
  }

  /// Reviews the schemas of expected tool calls, wherever they stand in an option or an expectation.
  func reviewArguments(in node: Node, _ problems: inout Problems, depth: Int = 0) {
    guard depth < 16 else { return }
    switch node.content {
    case .sequence(let nodes):
      for node in nodes { reviewArguments(in: node, &problems, depth: depth + 1) }
    case .mapping(let entries):
      for entry in entries {
        if entry.key == "arguments_schema" {
          review(entry.value, &problems)
        } else {
          reviewArguments(in: entry.value, &problems, depth: depth + 1)
        }
      }
    default: break
    }
  }

  /// Reviews what a policy asks of the arguments of calls.
  func reviewPolicy(_ node: Node, _ problems: inout Problems) {
    guard case .sequence(let rules)? = node["tools"]?.content else { return }
    for rule in rules {
      if let schema = rule["allow_when"]?["arguments"] { review(schema, &problems) }
    }
  }
}
