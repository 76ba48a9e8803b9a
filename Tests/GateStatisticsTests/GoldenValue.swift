import StrictJSON

/// A computed value to hold against the `out` of a test vector.
indirect enum GoldenValue {
  case number(Double)
  case text(String)
  case flag(Bool)
  case null
  case list([GoldenValue])
  case map([String: GoldenValue])

  static func maybe(_ value: Double?) -> GoldenValue { value.map { .number($0) } ?? .null }
  static func maybe(_ value: Int?) -> GoldenValue { value.map { .number(Double($0)) } ?? .null }
  static func integer(_ value: Int) -> GoldenValue { .number(Double(value)) }
  static func numbers(_ values: [Double]) -> GoldenValue { .list(values.map { .number($0) }) }

  /// Where this value and the wanted one differ, by the rule of the file: |got - want| <= tol · max(1, |want|) for
  /// numbers, everything else exactly, infinities as text.
  func difference(from want: JSONValue, tolerance: Double, path: String = "out") -> String? {
    switch (self, want) {
    case (.null, .null): return nil
    case (.flag(let got), .bool(let wanted)) where got == wanted: return nil
    case (.text(let got), .string(let wanted)) where got == wanted: return nil
    case (.number(.infinity), .string("inf")), (.number(-.infinity), .string("-inf")): return nil
    case (.number(let got), .number(let wanted)):
      guard let wanted = wanted.double, abs(got - wanted) <= tolerance * max(1, abs(wanted)) else { break }
      return nil
    case (.list(let got), .array(let wanted)) where got.count == wanted.count:
      for (index, pair) in zip(got, wanted).enumerated() {
        if let found = pair.0.difference(from: pair.1, tolerance: tolerance, path: "\(path)[\(index)]") { return found }
      }
      return nil
    case (.map(let got), .object(let wanted)):
      if let extra = got.keys.first(where: { wanted[$0] == nil }) { return "\(path).\(extra) is not asked for" }
      for (key, value) in wanted {
        guard let mine = got[key] else { return "\(path).\(key) is missing" }
        if let found = mine.difference(from: value, tolerance: tolerance, path: "\(path).\(key)") { return found }
      }
      return nil
    default: break
    }
    return "\(path): got \(self), want \(want.serialized())"
  }
}

/// The `in` of a test vector, or a part of it.
struct GoldenInput {
  let value: JSONValue

  struct Missing: Error {
    let what: String
  }

  subscript(key: String) -> GoldenInput {
    get throws {
      guard let found = value[key] else { throw Missing(what: key) }
      return GoldenInput(value: found)
    }
  }

  func has(_ key: String) -> Bool {
    value[key].map { !$0.isNull } ?? false
  }

  func int(_ key: String) throws -> Int { try self[key].integer }
  func double(_ key: String) throws -> Double { try self[key].number }
  func text(_ key: String) throws -> String { try self[key].string }
  func doubles(_ key: String) throws -> [Double] { try self[key].list.map { try $0.number } }
  func ints(_ key: String) throws -> [Int] { try self[key].list.map { try $0.integer } }

  /// A number, where infinities are written as text.
  var number: Double {
    get throws {
      if value.stringValue == "inf" { return .infinity }
      if value.stringValue == "-inf" { return -.infinity }
      guard let number = value.doubleValue else { throw Missing(what: "number") }
      return number
    }
  }

  var integer: Int {
    get throws {
      guard let integer = value.intValue else { throw Missing(what: "integer") }
      return integer
    }
  }

  var string: String {
    get throws {
      guard let string = value.stringValue else { throw Missing(what: "string") }
      return string
    }
  }

  var list: [GoldenInput] {
    get throws {
      guard let array = value.arrayValue else { throw Missing(what: "array") }
      return array.map { GoldenInput(value: $0) }
    }
  }

  /// The number, or nil where null stands.
  var optionalNumber: Double? {
    get throws { value.isNull ? nil : try number }
  }
}

extension Optional {
  /// The value, or an error that names what could not be computed.
  func need(_ what: String = "result") throws -> Wrapped {
    guard let self else { throw GoldenInput.Missing(what: what) }
    return self
  }
}
