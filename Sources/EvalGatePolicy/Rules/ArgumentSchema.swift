import EvalGateCore
import JSONSchema
import StrictJSON

/// `allow_when: { arguments }`: JSON Schema 2020-12 over the arguments of a call, with formats asserted.
struct ArgumentSchema: Sendable {
  private let compiled: JSONSchema

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let unread = SchemaKeywords.problems(of: node)
    for problem in unread { reading.add(problem) }
    do throws(SchemaError) {
      // As it was written first: a parenthesis too many would end the group, and the anchors would hold only half of it.
      _ = try JSONSchema(node.json, options: JSONSchema.Options(format: .assertion))
      compiled = try JSONSchema(AnchoredPatterns.schema(node.json), options: JSONSchema.Options(format: .assertion))
    } catch {
      for problem in error.problems {
        reading.add(
          Diagnostic(
            .policyBadSchema, problem.message, at: node.place(of: problem.location),
            help: "write a JSON Schema of 2020-12; it can refer to its own `$defs` only"))
      }
      return nil
    }
    if let problem = AnchoredPatterns.problem(of: node) {
      reading.add(problem)
      return nil
    }
    for problem in AnchoredPatterns.impossible(in: node) { reading.add(problem) }
    if !unread.isEmpty { return nil }
    for advice in NumberBounds.advice(on: node) { reading.add(advice) }
  }

  func verdict(on arguments: JSONValue) -> SchemaVerdict { compiled.validate(arguments) }
}

/// Every rule about a tool that has a condition must be fulfilled: deny beats allow, so a general rule never opens what a
/// particular one closes.
struct ArgumentCondition: CallRule {
  var kind: RuleKind { .schema }

  /// Values that must not show in a path.
  let restricted: RestrictedDetector

  init(hiding restricted: RestrictedDetector) { self.restricted = restricted }

  func objection(to call: ProposedCall) -> Objection? {
    for rule in call.rules {
      guard let schema = rule.arguments else { continue }
      guard let arguments = call.arguments else { return Objection(rule: rule.id, .unreadable) }
      switch schema.verdict(on: arguments) {
      case .valid: continue
      case .tooExpensive: return Objection(rule: rule.id, .tooExpensive)
      case .invalid(let issues): return objection(rule.id, issues.first, call, arguments)
      }
    }
    return nil
  }

  private func objection(
    _ rule: String, _ issue: SchemaIssue?, _ call: ProposedCall, _ arguments: JSONValue
  ) -> Objection {
    guard let issue else { return Objection(rule: rule, .arguments) }
    let evidence: Evidence? =
      switch issue.instancePath.resolve(in: arguments) {
      case .string(let text)?: call.evidence(of: text)
      case .number(let number)?: call.evidence(of: number.text)
      default: nil
      }
    let steps = Self.steps(issue.instancePath, in: arguments)
    return Objection(rule: rule, .arguments, path: CallTexts.path(steps, hiding: restricted), evidence: evidence)
  }

  /// A pointer writes an index and a key of digits alike; the value tells them apart.
  private static func steps(_ pointer: JSONPointer, in root: JSONValue) -> [JSONPathStep] {
    var steps: [JSONPathStep] = []
    var value: JSONValue? = root
    for token in pointer.tokens {
      if value?.arrayValue != nil, let index = Int(token) {
        steps.append(.index(index))
        value = value?[index]
      } else {
        steps.append(.name(token))
        value = value?[token]
      }
    }
    return steps
  }
}

extension Node {
  /// The place of the part that a pointer names, or of the nearest part around it that is there.
  func place(of pointer: JSONPointer) -> SourceLocation {
    var node = self
    for token in pointer.tokens {
      var next: Node?
      if case .sequence(let nodes) = node.content {
        next = Int(token).flatMap { nodes.indices.contains($0) ? nodes[$0] : nil }
      } else {
        next = node[token]
      }
      guard let next else { break }
      node = next
    }
    return node.location
  }
}
