import EvalGateCore
import SafeRegex
import StrictJSON

extension EachRule {
  init?(reading node: Node, _ reading: inout PolicyReading) {
    let rule = reading.section(node, "a rule of `each`") { reader, reading -> EachRule? in
      let path = reading.path(&reader, "path")
      var demands: [Demand] = []
      let given = Key.allCases.compactMap { key in reader.node(key.rawValue).map { (key, $0) } }
      for (key, node) in given {
        if let demand = Self.demand(key, node, &reader, &reading) { demands.append(demand) }
      }
      if given.isEmpty {
        reading.add(
          Diagnostic(
            .missingKey, "a rule of `each` asks nothing", at: node.location,
            help: "add one of " + Key.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")))
      }
      guard let path, demands.count == given.count else { return nil }
      return EachRule(path: ArgumentPath(path), demands: demands)
    }
    guard let rule else { return nil }
    self = rule
  }

  private static func demand(
    _ key: Key, _ node: Node, _ reader: inout OptionReader, _ reading: inout PolicyReading
  ) -> Demand? {
    let name = key.rawValue
    switch key {
    case .publicHost:
      guard case .bool(true) = node.content else {
        reading.add(OptionReader.wrong(node, name, "true"))
        return nil
      }
      return .publicHost
    case .maxBytes:
      let limit = reading.collect { () throws(Diagnostic) in try reader.int(name, in: 0...(1 << 30)) }
      return limit.map(Demand.maxBytes)
    case .matches: return pattern(node, name, &reading)
    case .mailDomain, .host, .scheme, .pathWithin, .oneOf, .noDetector:
      return reading.texts(&reader, name).flatMap { list(key, $0, node, &reading) }
    }
  }

  /// A demand that is a list of texts.
  private static func list(
    _ key: Key, _ texts: [String], _ node: Node, _ reading: inout PolicyReading
  ) -> Demand? {
    switch key {
    case .mailDomain: return reading.hosts(texts, at: node).map(Demand.mailDomain)
    case .host: return reading.hosts(texts, at: node).map(Demand.host)
    case .scheme: return .scheme(Set(texts.map { $0.lowercased() }))
    case .pathWithin:
      let folders = texts.compactMap { FilePath($0) }
      guard folders.count == texts.count, !folders.contains(where: \.escapes) else {
        reading.add(OptionReader.wrong(node, key.rawValue, "a folder or a list of them"))
        return nil
      }
      return .pathWithin(folders)
    case .oneOf: return .oneOf(Set(texts.map(canonical)))
    case .noDetector:
      reading.addDetectorNames(texts, at: node.location)
      return .noDetector(texts)
    case .publicHost, .maxBytes, .matches: return nil
    }
  }

  /// Anchored at both ends: a pattern that fits somewhere within a value is the usual way around it.
  private static func pattern(_ node: Node, _ key: String, _ reading: inout PolicyReading) -> Demand? {
    guard case .string(let text) = node.content else {
      reading.add(OptionReader.wrong(node, key, "a regular expression"))
      return nil
    }
    do throws(RegexError) {
      // By itself first: a parenthesis too many would end the group, and the anchors would hold only half of it.
      if try SafeRegex(text).isImpossible { reading.add(.impossiblePattern(key, at: node.location)) }
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
