import EvalGateCore
import StrictJSON

/// A key with its value in one word. Optional values are left out, because absent and `null` are read alike.
extension JSONWriter {
  mutating func field(_ key: String, _ value: String?) {
    guard let value else { return }
    self.key(key)
    string(value)
  }

  mutating func field(_ key: String, _ value: UntrustedText?) {
    field(key, value?.unsafeText)
  }

  mutating func field(_ key: String, _ value: Int?) {
    guard let value else { return }
    self.key(key)
    integer(value)
  }

  mutating func field(_ key: String, _ value: Double?) {
    guard let value else { return }
    self.key(key)
    Real.write(value, to: &self)
  }

  mutating func field(_ key: String, milliseconds value: Double?) {
    guard let value else { return }
    self.key(key)
    Real.write(milliseconds: value, to: &self)
  }

  mutating func field(_ key: String, _ value: Digest?) {
    field(key, value?.hex)
  }

  mutating func field(_ key: String, _ value: some RawRepresentable<String>) {
    field(key, value.rawValue)
  }

  mutating func field(_ key: String, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  /// Written only where it is true.
  mutating func flag(_ key: String, _ value: Bool) {
    if value { field(key, true) }
  }

  /// Written even where there is none, for keys that a line always carries.
  mutating func always(_ key: String, _ value: String?) {
    value == nil ? absent(key) : field(key, value)
  }

  mutating func always(_ key: String, _ value: Int?) {
    value == nil ? absent(key) : field(key, value)
  }

  mutating func always(_ key: String, milliseconds value: Double?) {
    value == nil ? absent(key) : field(key, milliseconds: value)
  }

  private mutating func absent(_ key: String) {
    self.key(key)
    null()
  }

  mutating func object(_ key: String, _ body: (inout JSONWriter) -> Void) {
    self.key(key)
    element(body)
  }

  /// An object as an element of a list.
  mutating func element(_ body: (inout JSONWriter) -> Void) {
    beginObject()
    body(&self)
    endObject()
  }

  /// A list of objects; left out where it is empty.
  mutating func list<Element>(
    _ key: String, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
  ) {
    guard !elements.isEmpty else { return }
    self.key(key)
    beginArray()
    for element in elements { self.element { body(&$0, element) } }
    endArray()
  }

  /// A list of texts; left out where it is empty.
  mutating func list(_ key: String, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    self.key(key)
    beginArray()
    for text in texts { string(text) }
    endArray()
  }

  /// Sorted by name, so that equal things are equal bytes.
  mutating func counts(_ key: String, _ counts: [String: Int]) {
    guard !counts.isEmpty else { return }
    self.key(key)
    beginObject()
    for (name, count) in counts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      self.key(name)
      integer(count)
    }
    endObject()
  }
}
