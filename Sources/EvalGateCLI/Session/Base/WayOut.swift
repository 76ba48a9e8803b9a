/// What can be done where there is nothing to compare with.
struct WayOut: Sendable {
  /// What mends it, in words or as a command.
  let mending: [String]
  /// How another revision is named in its place, in the words before the flag; nil where that would not help.
  let naming: String?

  init(_ mending: String..., orNaming naming: String? = nil) { (self.mending, self.naming) = (mending, naming) }

  /// For commands that take a revision with `--baseline`.
  var text: String { text(orNaming: naming.map { "\($0) with `--baseline`" }) }

  /// - Parameter naming: how a command takes a revision.
  func text(orNaming naming: String?) -> String { (mending + [naming].compactMap(\.self)).joined(separator: ", or ") }
}
