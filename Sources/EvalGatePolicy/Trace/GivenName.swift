/// The name of a value that a member beside it says, as lists of settings have them: `{"name": "DB_PASSWORD", "value": "…"}`.
package enum GivenName {
  /// - Parameters:
  ///   - key: of the member that holds the value.
  ///   - text: what the member of a name says; nil where there is none, or it is no text.
  package static func of(_ key: String, text: (String) -> String?) -> String? {
    guard key.lowercased() == "value" else { return nil }
    return names.lazy.compactMap(text).first
  }

  /// What such a member is called, the more usual ones first.
  private static let names = [
    "name", "Name", "NAME", "key", "Key", "KEY", "variable", "field", "setting", "label", "id",
  ]
}
