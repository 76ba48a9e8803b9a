import StrictJSON

/// The result of one schema or keyword at one place of the instance (2020-12 core, section 12.3).
struct OutputUnit: Sendable {
  let isValid: Bool
  /// The way to it through the schema, references included (section 12.3.1).
  let keywordLocation: JSONPointer
  /// Where it is written, without references (section 12.3.2); nil where the schema has no URI and no reference was followed.
  let absoluteLocation: String?
  /// The place of the instance it looked at (section 12.3.3).
  let instanceLocation: JSONPointer
  /// Why it fails, where it fails by itself and not through what is below it.
  var error: String?
  var annotation: JSONValue?
  /// The schemas a keyword applied, or the keywords of a schema.
  var children: [OutputUnit] = []

  var json: JSONValue { json(children: children) }

  /// The unit as JSON, with what is below it under the key that the specification asks for (section 12.3.5).
  func json(children: [OutputUnit]) -> JSONValue {
    var object: JSONObject = [
      "valid": .bool(isValid), "keywordLocation": .string(keywordLocation.description),
      "instanceLocation": .string(instanceLocation.description),
    ]
    if let absoluteLocation { object["absoluteKeywordLocation"] = .string(absoluteLocation) }
    if isValid {
      if let annotation { object["annotation"] = annotation }
    } else if let error = error ?? (children.isEmpty ? OutputUnit.branchError : nil) {
      object["error"] = .string(error)
    }
    if !children.isEmpty { object[isValid ? "annotations" : "errors"] = .array(children.map(\.json)) }
    return .object(object)
  }

  /// What a failing unit says that fails through others.
  static let branchError = "does not satisfy the schema"

  /// The units that explain the verdict: those that fail, or those that annotate. Units without any are left out, a unit
  /// with one gives way to it (section 12.4.3).
  func condensed() -> OutputUnit? {
    var unit = self
    unit.children = children.compactMap { $0.isValid == isValid ? $0.condensed() : nil }
    let speaks = isValid ? annotation != nil : error != nil
    if unit.children.isEmpty, !speaks { return nil }
    if unit.children.count == 1, !speaks { return unit.children[0] }
    return unit
  }

  /// This unit and all below it, without what is below them.
  func flattened(into units: inout [OutputUnit]) {
    var alone = self
    alone.children = []
    units.append(alone)
    for child in children { child.flattened(into: &units) }
  }
}
