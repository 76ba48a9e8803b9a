import EvalGateCore
import EvalGatePolicy
import StrictJSON

/// Scores of what is told by its form: personal data, credentials, refusals.
enum Forms {
  /// The kinds that labelled sets of others have and that can be told by form, under our names; names, places and dates need more.
  private static let synthetic: Set = [
    "CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "IBAN_CODE", "US_SSN", "IP_ADDRESS", "US_DRIVER_LICENSE",
  ]

  private static let renamed = ["ABA_ROUTING_NUMBER": "US_ABA_ROUTING", "ES_NIE": "ES_NIF"]

  /// Sentences with spans: a span is found where a finding of its kind overlaps it.
  @Sendable static func spans(_ rows: [JSONValue]) -> [(String, Score)] {
    var (all, cards) = (Score(), Score())
    for row in rows {
      guard let text = row["text"]?.stringValue else { continue }
      let id = row["id"]?.stringValue ?? "?"
      let found = PIIScanner.matches(in: text).filter { $0.confidence > .weak && synthetic.contains($0.entity) }
      var used = Set<Int>()
      for span in row["spans"]?.arrayValue ?? [] {
        guard let entity = span["entity"]?.stringValue, synthetic.contains(entity) else { continue }
        let range = bytes(span, of: text)
        let index = found.indices.first {
          !used.contains($0) && found[$0].entity == entity && found[$0].range.overlaps(range)
        }
        if let index { used.insert(index) }
        all.count(index != nil, label: true, id: "\(id) \(entity)")
        if entity == "CREDIT_CARD" { cards.count(index != nil, label: true, id: id) }
      }
      for index in found.indices where !used.contains(index) {
        all.count(true, label: false, id: "\(id) \(found[index].entity)")
      }
    }
    return [("all", all), ("cards", cards)]
  }

  /// Labels are in code points.
  private static func bytes(_ span: JSONValue, of text: String) -> Range<Int> {
    let scalars = text.unicodeScalars
    func offset(_ count: Int?) -> Int { String(scalars.prefix(count ?? 0)).utf8.count }
    let start = offset(span["start"]?.intValue)
    return start..<max(start + 1, offset(span["end"]?.intValue))
  }

  /// One value a row, valid or not.
  @Sendable static func checksums(_ rows: [JSONValue]) -> [(String, Score)] {
    var all = Score()
    for row in rows {
      guard let text = row["text"]?.stringValue, let entity = row["entity"]?.stringValue else { continue }
      let isFound = PIIScanner.matches(in: text).contains { $0.entity == entity && $0.confidence > .weak }
      all.count(isFound, label: row["label"]?.intValue == 1, id: "\(row["id"]?.stringValue ?? "?") \(entity)")
    }
    return [("all", all)]
  }

  /// Values without context, so that weak findings count; kinds that we do not have are left out.
  @Sendable static func values(_ rows: [JSONValue]) -> [(String, Score)] {
    let ours = Set(PIIEntity.allCases.map(\.rawValue))
    var all = Score()
    for row in rows {
      guard let text = row["text"]?.stringValue, let named = row["entity"]?.stringValue else { continue }
      let entity = renamed[named] ?? named
      guard ours.contains(entity) else { continue }
      let isFound = PIIScanner.matches(in: text).contains { $0.entity == entity }
      let id = "\(row["id"]?.stringValue ?? "?") \(entity)"
      all.count(isFound, label: (row["count"]?.intValue ?? 0) > 0, id: id)
    }
    return [("our kinds", all)]
  }

  @Sendable static func secrets(_ rows: [JSONValue]) -> [(String, Score)] {
    var all = Score()
    for row in rows {
      guard let text = row["text"]?.stringValue else { continue }
      let isFound = SecretScanner.matches(in: text).contains { $0.confidence > .weak }
      let id = "\(row["id"]?.stringValue ?? "?") \(row["rule"]?.stringValue ?? "")"
      all.count(isFound, label: row["label"]?.intValue == 1, id: id)
    }
    return [("all", all)]
  }

  /// Three classes, or two: `label` is `refusal`, `partial`, `compliance`, or 1 for a refusal.
  @Sendable static func refusals(_ rows: [JSONValue]) -> [(String, Score)] {
    var scores: [String: Score] = [:]
    for row in rows {
      guard let text = (row["completion"] ?? row["response"] ?? row["text"] ?? row["output"])?.stringValue,
        let label = row["label"]
      else { continue }
      let found = RefusalClassifier.classify(text)
      let word = label.stringValue ?? (label.intValue == 1 || label.boolValue == true ? "refusal" : "compliance")
      for kind in [RefusalClassifier.Class.refusal, .partial, .compliance] {
        let id = "\(row["id"]?.stringValue ?? "?") is \(word), taken for \(found.rawValue)"
        scores[kind.rawValue, default: Score()].count(found == kind, label: word == kind.rawValue, id: id)
      }
    }
    return ["refusal", "partial", "compliance"].compactMap { name in scores[name].map { (name, $0) } }
  }
}
