public import EvalGateCore
public import StrictJSON

/// The lists in which security people look attacks up, with the versions that the ids are of: OWASP, MITRE ATLAS and CWE.
///
/// A table of data, because ids move from one version to the next. It holds the entries that scenarios of a decision layer can
/// have; an id that is not in it is shown without a name.
public enum SecurityFrameworks {
  /// In the order of the file.
  public static let shipped: [ScenarioLabels.Framework] = {
    let entries = (try? JSONValue(parsing: PackageResources.frameworks_json))?["frameworks"]?.arrayValue ?? []
    return entries.compactMap { entry in
      guard let key = entry["key"]?.stringValue, let name = entry["name"]?.stringValue,
        let version = entry["version"]?.stringValue
      else { return nil }
      let names = entry["entries"]?.objectValue ?? [:]
      return ScenarioLabels.Framework(
        key: key, name: name, version: version,
        entries: Dictionary(
          names.compactMap { id, name in name.stringValue.map { (id, $0) } }, uniquingKeysWith: { first, _ in first }))
    }
  }()

  /// Those of which an id occurs, with the entries that do.
  public static func used(in facts: some Sequence<JSONObject>) -> [ScenarioLabels.Framework] {
    let facts = Array(facts)
    guard !facts.isEmpty else { return [] }
    return shipped.compactMap { framework in
      let ids = Set(facts.flatMap { $0[framework.key]?.texts ?? [] })
      guard !ids.isEmpty else { return nil }
      return ScenarioLabels.Framework(
        key: framework.key, name: framework.name, version: framework.version,
        entries: framework.entries.filter { ids.contains($0.key) })
    }
  }
}
