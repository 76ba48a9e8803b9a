import SafeRegex
import StrictJSON

extension Explainer {
  /// Reports a rule that looks at the value alone.
  mutating func explainAssertion(_ rule: Rule, _ place: Place) {
    let value = place.value
    switch rule {
    case .type(let types): add("type", place, "expected \(types.description), found \(value.shortened)")
    case .constant(let expected):
      add("const", place, "expected \(expected.shortenedJSON), found \(value.shortened)")
    case .enumeration(let set): add("enum", place, "expected \(Self.list(set.values)), found \(value.shortened)")
    case .bound(let bound):
      add(
        bound.kind.rawValue, place,
        "expected \(bound.kind.words) \(bound.limit.text.shortened), found \(value.shortened)")
    case .multipleOf(let divisor):
      add("multipleOf", place, "expected multiple of \(divisor.number.text.shortened), found \(value.shortened)")
    case .minLength(let count): addLength("minLength", "at least", count, place)
    case .maxLength(let count): addLength("maxLength", "at most", count, place)
    case .pattern(let regex):
      add("pattern", place, "expected match of \(regex.pattern.shortened), found \(value.shortened)")
    case .format(let format): add("format", place, "expected \(format.rawValue), found \(value.shortened)")
    case .minItems(let count): addSize("minItems", "at least", count, "items", place)
    case .maxItems(let count): addSize("maxItems", "at most", count, "items", place)
    case .minProperties(let count): addSize("minProperties", "at least", count, "properties", place)
    case .maxProperties(let count): addSize("maxProperties", "at most", count, "properties", place)
    case .uniqueItems: add("uniqueItems", place, Self.duplicate(in: value.arrayValue ?? []))
    case .required(let names):
      for name in names where !isFull && value[name] == nil {
        add("required", place, "missing required property \(name.quotedShort)")
      }
    case .dependentRequired(let dependencies, let keyword):
      for dependency in dependencies where !isFull && value[dependency.name] != nil {
        for name in dependency.required where value[name] == nil {
          let owner = dependency.name.quotedShort
          add(keyword, place, "missing property \(name.quotedShort), required beside \(owner)")
        }
      }
    case .not: add("not", place, "matches the schema that it must not match, found \(value.shortened)")
    default: break
    }
  }

  private mutating func addLength(_ keyword: String, _ bound: String, _ count: Int, _ place: Place) {
    let length = place.value.stringValue?.length ?? 0
    add(keyword, place, "expected \(bound) \(count) characters, found \(length) in \(place.value.shortened)")
  }

  private mutating func addSize(_ keyword: String, _ bound: String, _ count: Int, _ noun: String, _ place: Place) {
    let size = place.value.arrayValue?.count ?? place.value.objectValue?.count ?? 0
    add(keyword, place, "expected \(bound) \(count) \(noun), found \(size)")
  }

  /// The values of an `enum`, as many as fit into a message.
  static func list(_ values: [JSONValue]) -> String {
    guard values.count != 1 else { return values[0].shortenedJSON }
    var text = "one of "
    for (index, value) in values.enumerated() {
      let next = (index == 0 ? "" : ", ") + value.shortenedJSON
      if text.utf8.count + next.utf8.count > 120 { return text + " and \(values.count - index) more" }
      text += next
    }
    return text
  }

  private static func duplicate(in elements: [JSONValue]) -> String {
    var places: [JSONValue: Int] = [:]
    for (index, element) in elements.enumerated() {
      if let first = places[element] {
        return "expected unique items, found \(element.shortened) at \(first) and \(index)"
      }
      places[element] = index
    }
    return "expected unique items"
  }
}
