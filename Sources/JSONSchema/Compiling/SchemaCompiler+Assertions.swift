import StrictJSON

extension SchemaCompiler {
  /// The rule of a keyword that looks at the value alone.
  mutating func assertion(_ keyword: String, _ value: JSONValue, _ context: Context) -> Rule? {
    switch keyword {
    case "type": return typeRule(value, context)
    case "const": return .constant(value)
    case "enum":
      guard case .array(let values) = value else { return mismatch(keyword, "array", value, context) }
      return .enumeration(ValueSet(values))
    case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
      guard case .number(let limit) = value, let kind = Bound.Kind(rawValue: keyword) else {
        return mismatch(keyword, "number", value, context)
      }
      return .bound(Bound(kind, limit))
    case "multipleOf":
      guard case .number(let number) = value, let divisor = Divisor(number) else {
        return mismatch(keyword, "number above 0 of at most 18 digits", value, context)
      }
      return .multipleOf(divisor)
    case "uniqueItems":
      guard case .bool(let isOn) = value else { return mismatch(keyword, "boolean", value, context) }
      return isOn ? .uniqueItems : nil
    case "required":
      guard let names = names(value) else { return mismatch(keyword, "array of strings", value, context) }
      return .required(names)
    case "pattern":
      guard case .string(let pattern) = value else { return mismatch(keyword, "string", value, context) }
      return regex(pattern, at: "/pattern", in: context).map { .pattern($0) }
    case "format": return formatRule(value, context)
    default: return countRule(keyword, context)
    }
  }

  private mutating func countRule(_ keyword: String, _ context: Context) -> Rule? {
    guard let count = count(keyword, context) else { return nil }
    switch keyword {
    case "minLength": return .minLength(count)
    case "maxLength": return .maxLength(count)
    case "minItems": return .minItems(count)
    case "maxItems": return .maxItems(count)
    case "minProperties": return .minProperties(count)
    case "maxProperties": return .maxProperties(count)
    default: return nil
    }
  }

  private mutating func typeRule(_ value: JSONValue, _ context: Context) -> Rule? {
    let listed: [JSONValue]
    switch value {
    case .string: listed = [value]
    case .array(let values): listed = values
    default: return mismatch("type", "string or array", value, context)
    }
    var types: TypeSet = []
    for entry in listed {
      guard case .string(let name) = entry, let type = TypeSet(name: name) else {
        report(
          "unknown type \(entry.shortened)", at: "/type", in: context,
          help: "types are array, boolean, integer, null, number, object and string")
        return nil
      }
      types.formUnion(type)
    }
    return .type(types)
  }

  private mutating func formatRule(_ value: JSONValue, _ context: Context) -> Rule? {
    guard case .string(let name) = value else { return mismatch("format", "string", value, context) }
    guard options.format == .assertion || context.dialect.assertsFormat else { return nil }
    return Format(named: name).map { .format($0) }
  }

  /// `contentEncoding` and `contentMediaType`, where they are asserted and known; others allow everything.
  mutating func contentRule(_ context: Context) -> Rule? {
    guard options.assertsContent, context.dialect.knows("contentEncoding") else { return nil }
    let name = context.object["contentEncoding"]?.stringValue
    let encoding = name.flatMap { ContentEncoding(rawValue: $0.lowercased()) }
    let isJSON = context.object["contentMediaType"]?.stringValue.map(ContentRule.isJSON) ?? false
    // JSON in an encoding that is not known here cannot be judged.
    guard name == nil || encoding != nil, encoding != nil || isJSON else { return nil }
    var rule = ContentRule(encoding: encoding, isJSON: isJSON)
    if isJSON, context.dialect.knows("contentSchema"), context.object["contentSchema"] != nil {
      rule.schema = node(at: "/contentSchema", in: context)
    }
    return .content(rule)
  }

  /// The dependencies on names of a map, schemas left out.
  mutating func nameDependencies(_ keyword: String, _ value: JSONValue, _ context: Context) -> [NameDependency] {
    guard case .object(let object) = value else {
      report("expected object, found \(value.kindName)", at: "/" + keyword, in: context)
      return []
    }
    var found: [NameDependency] = []
    for (name, member) in object {
      if keyword == "dependencies", member.arrayValue == nil { continue }
      if let names = names(member) {
        found.append(NameDependency(name: name, required: names))
      } else {
        report("expected array of strings", at: "/\(keyword)/\(name.asPointerToken)", in: context)
      }
    }
    return found
  }

  /// A count as keywords like `minItems` hold it: an integer that is not negative; nil when it is absent or wrong.
  mutating func count(_ keyword: String, _ context: Context) -> Int? {
    guard let value = context.object[keyword] else { return nil }
    if case .number(let number) = value, number.isIntegral,
      number.text.utf8.first != UInt8(ascii: "-") || number.int == 0
    {
      // Nothing in memory is longer than the largest integer, whatever the schema says.
      return min(number.int ?? .max, .max - 1)
    }
    let _: Rule? = mismatch(keyword, "integer of at least 0", value, context)
    return nil
  }

  private func names(_ value: JSONValue) -> [String]? {
    guard case .array(let values) = value else { return nil }
    let names = values.compactMap(\.stringValue)
    return names.count == values.count ? names : nil
  }

  private mutating func mismatch(
    _ keyword: String, _ expected: String, _ value: JSONValue, _ context: Context
  ) -> Rule? {
    report(
      "expected \(expected), found \(value.shortened)", at: "/" + keyword, in: context,
      help: "`\(keyword)` takes \(expected)")
    return nil
  }
}
