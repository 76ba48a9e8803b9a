public import StrictJSON

/// What a service wants to get back unchanged when a conversation goes on after its answer: signed thoughts, encrypted
/// reasoning, its own record of what it said.
///
/// Nobody but the adapter that wrote it looks inside, and another service's is never sent on.
public struct Continuation: Hashable, Sendable {
  /// The wire form that the items are written in, such as `gemini`.
  public var form: String
  /// As the service wrote them, in order.
  public var items: [JSONValue]
  /// Where they came from, as long as a conversation goes on: services that share a form may not share what they want back. No part of
  /// what is kept, or of what finds a recording.
  package var service: String?

  /// Makes a continuation of items in one wire form.
  public init(form: String, items: [JSONValue]) {
    self.form = form
    self.items = items
  }

  /// For digests and recordings.
  public var json: JSONValue { ["form": .string(form), "items": .array(items)] }

  /// Equal in what is kept.
  public static func == (a: Continuation, b: Continuation) -> Bool { a.form == b.form && a.items == b.items }

  /// Over what is kept.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(form)
    hasher.combine(items)
  }

  /// Reads what ``json`` wrote; nil where it is anything else.
  public init?(json: JSONValue) {
    guard let form = json["form"]?.stringValue, let items = json["items"]?.arrayValue else { return nil }
    self.init(form: form, items: items)
  }
}
