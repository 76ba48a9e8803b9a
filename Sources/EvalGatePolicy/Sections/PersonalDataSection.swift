import EvalGateCore

/// `pii` of a policy: which kinds of personal data may not pass.
struct PersonalDataDetector: Detector {
  enum Response: String, CaseIterable, Sendable { case block, report, allow }

  let id = DetectorID("pii", version: PIIScanner.version)
  /// What to do about each kind; a kind that is not there is let be.
  let responses: [String: Response]
  /// Values that are nobody's secret, folded.
  let allowed: Set<[UInt8]>

  var entities: [String] { kinds?.sorted() ?? [] }

  /// A kind that passes is not looked for.
  var kinds: Set<String>? { Set(responses.filter { $0.value != .allow }.keys) }

  func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    Hits(
      PIIScanner.matches(in: text.bytes, hint: Array((context.name ?? "").utf8)).compactMap { match in
        guard let response = responses[match.entity], response != .allow else { return nil }
        let value = String(decoding: text.bytes[match.range], as: UTF8.self)
        guard allowed.isEmpty || !allowed.contains(Folding.letters(value)) else { return nil }
        return Hit(match.entity, at: match.range, response == .block ? Confidence(match.confidence) : .weak)
      })
  }

  /// Every kind blocks.
  static let all = PersonalDataDetector(
    responses: Dictionary(uniqueKeysWithValues: PIIEntity.allCases.map { ($0.rawValue, Response.block) }), allowed: [])

  /// Without `entities` every kind blocks.
  @Sendable static func read(_ node: Node, _ reading: inout PolicyReading) -> (any Detector)? {
    reading.section(node, "`pii`") { reader, reading in
      let allowed = reading.collect { () throws(Diagnostic) in try reader.optionalStrings("allow_values") ?? [] } ?? []
      var responses = all.responses
      if let entities = reader.node("entities") {
        responses =
          reading.section(entities, "`entities`") { reader, reading in
            var responses: [String: Response] = [:]
            for entity in PIIEntity.allCases.map(\.rawValue) where reader.node(entity) != nil {
              responses[entity] = reading.collect { () throws(Diagnostic) in
                try reader.choice(entity, default: Response.block)
              }
            }
            if case .mapping(let entries) = entities.content, entries.isEmpty {
              reading.add(
                Diagnostic(
                  .policyEmptyKey, "`entities` names no kind, so that none is looked for", at: entities.location,
                  help: "name kinds such as `US_SSN: block`, or leave it out: all of them block then"))
            }
            return responses
          } ?? [:]
      }
      return PersonalDataDetector(responses: responses, allowed: Set(allowed.map(Folding.letters)))
    }
  }
}

extension Confidence {
  /// The same of a scanner's finding.
  init(_ confidence: EntityMatch.Confidence) {
    switch confidence {
    case .weak: self = .weak
    case .likely: self = .likely
    case .certain: self = .certain
    }
  }
}
