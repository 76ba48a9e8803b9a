extension Remains {
  /// A configuration that holds what is left of a suite and that the project does not include, so that nobody measures it here.
  public struct Holder: Hashable, Sendable {
    /// From the repository's root.
    public let path: String
    /// The project's own configuration, and how that one names the holder; nil where it cannot include it.
    private let inclusion: Inclusion?

    private struct Inclusion: Hashable {
      let configuration: String
      let name: String
    }

    /// - Parameter root: the project's first configuration. It includes what lies below its folder.
    public init(path: String, root: ConfigurationPart) {
      self.path = path
      let folder = root.folder.isEmpty ? "" : root.folder + "/"
      inclusion =
        path.hasPrefix(folder)
        ? Inclusion(configuration: root.path, name: String(path.dropFirst(folder.count))) : nil
    }

    /// What it does, to be said after what it holds.
    var words: String { ", and is held by `\(path)`, which is not included" }

    /// How the project takes it in, to be said before other ways out; empty where it cannot.
    var wayOut: String {
      inclusion.map { "add `\($0.name)` to `include` in `\($0.configuration)`, or " } ?? ""
    }
  }
}
