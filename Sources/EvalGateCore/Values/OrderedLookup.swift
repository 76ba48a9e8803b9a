/// Values by id, for who asks for them in the order in which they stand, as the cases of a plan and their results mostly do: each is
/// then found behind the one before it, and a table is made only when one is not.
struct OrderedLookup<Value> {
  private let values: [Value]
  private let id: (Value) -> String
  /// Where the next one is looked for first.
  private var next = 0
  private var table: [String: Int]?

  init(_ values: [Value], by id: @escaping (Value) -> String) {
    self.values = values
    self.id = id
  }

  /// The first value of this id, or of several the one that follows what was found last; nil where there is none.
  mutating func find(_ wanted: String) -> Value? {
    if next < values.count, id(values[next]) == wanted {
      next += 1
      return values[next - 1]
    }
    guard !values.isEmpty, let place = places[wanted] else { return nil }
    next = place + 1
    return values[place]
  }

  private var places: [String: Int] {
    mutating get {
      if let table { return table }
      let made = Dictionary(zip(values.lazy.map(id), values.indices), uniquingKeysWith: { first, _ in first })
      table = made
      return made
    }
  }
}
