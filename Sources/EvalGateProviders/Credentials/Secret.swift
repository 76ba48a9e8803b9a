import EvalGateCore

/// A text that opens a door: no description, interpolation, dump or mirror shows it.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The text itself, for the one request it opens and for taking it out of somebody else's words.
  package let exposed: String

  /// Wraps a text; white space around it is a slip of the pen or of a file, never part of it.
  package init(_ text: String) { exposed = String(text.trimmingSpaces) }

  /// Whether there is nothing in it.
  package var isEmpty: Bool { exposed.isEmpty }
  /// A word in its place.
  package var description: String { "(secret)" }
  /// As ``description``.
  package var debugDescription: String { description }
  /// Nothing to look into.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension [Secret] {
  /// A text of somebody else's without these secrets in it: services quote what they refuse.
  package func masked(_ text: String) -> String {
    var text = text
    // The longest first, so that one within another leaves nothing behind.
    for secret in sorted(by: { $0.exposed.utf8.count > $1.exposed.utf8.count }) { text = secret.masked(in: text) }
    return text
  }
}

extension Secret {
  fileprivate func masked(in text: String) -> String {
    // What is shorter than any key would take ordinary words out.
    guard exposed.utf8.count >= 4 else { return text }
    return SecretPlaces(exposed).replaced(in: text, by: "[key]")
  }
}
