import EvalGateCore
import StrictJSON

/// Where a field stands: for looking up its rule, for facts and for people.
struct FieldPlace {
  /// From the root of its scope (the whole value, or an item of a matched list).
  private(set) var steps: [JSONPathStep] = []
  /// Without indices, so that all items of a list are one field: `$.lines[*].amount`.
  private(set) var field = "$"
  /// With indices: `$.lines[1].amount`.
  private(set) var shown = "$"

  init() {}

  init(_ steps: [JSONPathStep]) {
    for step in steps {
      self =
        switch step {
        case .name(let name): member(name)
        case .index(let index): item(index)
        }
    }
  }

  func member(_ name: String) -> FieldPlace {
    var place = self
    let written = Self.written(name)
    place.steps.append(.name(name))
    place.field += written
    place.shown += written
    return place
  }

  func item(_ index: Int) -> FieldPlace {
    var place = self
    place.steps.append(.index(index))
    place.field += "[*]"
    place.shown += "[\(index)]"
    return place
  }

  /// The same place as the root of a scope of its own.
  var asRoot: FieldPlace {
    var place = self
    place.steps = []
    return place
  }

  /// A member as JSONPath's shorthand writes it where it can, else in brackets; a name from a hostile output cannot make it long.
  private static func written(_ name: String) -> String {
    let isPlain =
      name.utf8.count <= 64 && !name.isEmpty
      && name.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z")
          || (48...57).contains($0)
      }
      && !(48...57).contains(name.utf8.first ?? 48)
    guard !isPlain else { return "." + name }
    return String(JSONPath.normalized([.name(UntrustedText(name).excerpt(64).unsafeText)]).dropFirst())
  }
}
