import EvalGateCore
import StrictJSON

/// Every value a configuration sets, and the built-in ones it leaves alone, with where each comes from.
enum ConfigurationValues {
  private static let builtIn = [
    ("defaults.max_missing", "2%"), ("defaults.recordings", "deny"), ("defaults.critical", "false"),
    ("defaults.trials", "1"), ("comment", "on_change"), ("acceptance", "change"), ("profiles.ci.fail_fast", "false"),
    ("profiles.ci.progress", "lines"),
  ]

  static func all(of file: ConfigurationFile?) -> [ConfigurationValue] {
    guard let file else { return [] }
    var values: [ConfigurationValue] = []
    flatten(file.node, "", &values)
    let written = Set(values.map(\.key))
    for (key, value) in builtIn where !written.contains(key) {
      values.append(ConfigurationValue(key: key, value: value, origin: "built-in default"))
    }
    return values
  }

  private static func flatten(_ node: Node, _ key: String, _ values: inout [ConfigurationValue]) {
    switch node.content {
    case .mapping(let entries) where !entries.isEmpty:
      for entry in entries { flatten(entry.value, key.isEmpty ? entry.key : key + "." + entry.key, &values) }
    case .sequence(let nodes) where nodes.contains(where: { $0.source == nil }):
      for (index, node) in nodes.enumerated() { flatten(node, "\(key)[\(index)]", &values) }
    case .null where key.isEmpty: return
    default:
      values.append(
        ConfigurationValue(key: key, value: node.source ?? node.json.serialized(), origin: node.location.precise))
    }
  }
}
