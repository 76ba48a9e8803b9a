import EvalGateCore
import SafeRegex
import StrictJSON

extension EachRule {
  private static let keys = [
    "email_domain_in", "host_in", "scheme_in", "public_host", "path_within", "max_bytes", "matches", "one_of",
    "no_detector",
  ]

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let rule = reading.section(node, "a rule of `each`") { reader, reading -> EachRule? in
      let path = reading.path(&reader, "path")
      var demands: [Demand] = []
      let given = Self.keys.compactMap { key in reader.node(key).map { (key, $0) } }
      for (key, node) in given {
        if let demand = Self.demand(key, node, &reader, &reading) { demands.append(demand) }
      }
      if given.isEmpty {
        reading.add(
          Diagnostic(
            .missingKey, "a rule of `each` asks nothing", at: node.location,
            help: "add one of " + Self.keys.map { "`\($0)`" }.joined(separator: ", ")))
      }
      guard let path, demands.count == given.count else { return nil }
      return EachRule(path: ArgumentPath(path), demands: demands)
    }
    guard let rule else { return nil }
    self = rule
  }

  private static func demand(
    _ key: String, _ node: Node, _ reader: inout OptionReader, _ reading: inout PolicyReading
  ) -> Demand? {
    switch key {
    case "public_host":
      guard case .bool(true) = node.content else {
        reading.add(OptionReader.wrong(node, key, "true"))
        return nil
      }
      return .publicHost
    case "max_bytes":
      let limit = reading.collect { () throws(Diagnostic) in try reader.int(key, in: 0...(1 << 30)) }
      return limit.map(Demand.maxBytes)
    case "matches": return pattern(node, key, &reading)
    default: break
    }
    guard let texts = reading.texts(&reader, key) else { return nil }
    switch key {
    case "email_domain_in": return hosts(texts, node, key, &reading).map(Demand.mailDomain)
    case "host_in": return hosts(texts, node, key, &reading).map(Demand.host)
    case "scheme_in": return .scheme(Set(texts.map { $0.lowercased() }))
    case "path_within":
      let folders = texts.compactMap { FilePath($0) }
      guard folders.count == texts.count, !folders.contains(where: \.escapes) else {
        reading.add(OptionReader.wrong(node, key, "a folder or a list of them"))
        return nil
      }
      return .pathWithin(folders)
    case "one_of": return .oneOf(Set(texts.map(canonical)))
    default:
      reading.addDetectorNames(texts, at: node.location)
      return .noDetector(texts)
    }
  }

  private static func hosts(
    _ texts: [String], _ node: Node, _ key: String, _ reading: inout PolicyReading
  ) -> [String]? {
    let bad = texts.first { Host($0.hasPrefix("*.") ? String($0.dropFirst(2)) : $0) == nil }
    guard let bad else { return texts }
    reading.add(
      Diagnostic(
        .policyBadName, "`\(bad)` is not a host", at: node.location,
        help: "write names such as `acme.example` or `*.acme.example`"))
    return nil
  }

  /// Anchored at both ends: a pattern that fits somewhere within a value is the usual way around it.
  private static func pattern(_ node: Node, _ key: String, _ reading: inout PolicyReading) -> Demand? {
    guard case .string(let text) = node.content else {
      reading.add(OptionReader.wrong(node, key, "a regular expression"))
      return nil
    }
    do throws(RegexError) {
      // By itself first: a parenthesis too many would end the group, and the anchors would hold only half of it.
      _ = try SafeRegex(text)
      return .matches(try SafeRegex("\\A(?:\(text))\\z"))
    } catch {
      reading.add(
        Diagnostic(
          .policyBadSchema, "`\(key)` is not a regular expression: \(error)", at: node.location,
          help: "write one that fits the whole value; it is anchored at both ends"))
      return nil
    }
  }
}
