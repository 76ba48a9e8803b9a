import EvalGateCore

/// What a configuration says under `base`.
public enum WrittenTarget: Hashable, Sendable {
  case noConfiguration
  /// Nil where it says nothing.
  case named(String?)

  public var name: String? {
    if case .named(let name) = self { name } else { nil }
  }
}

extension ProjectLoader {
  /// What the configuration says under `base`, or else the one that includes it, and nothing else of it: where the rest does not
  /// load, too.
  public func target(configPath: String? = nil, workingFolder: String = "") async -> WrittenTarget {
    let found = try? await ConfigurationSearch(source: files).find(from: workingFolder)
    guard let path = configPath ?? found else { return .noConfiguration }
    var problems = Problems()
    guard let node = await Shelf(files).data(path, namedAt: nil, as: "configuration", &problems) else {
      return .noConfiguration
    }
    if let own = node["base"]?.source { return .named(own) }
    let assembly = assembly()
    _ = await assembly.standing(of: path)
    return .named(assembly.above?["base"]?.source)
  }

  /// Where a configuration may lie, from a folder up to the repository's root.
  public static func configurationPaths(above workingFolder: String) -> [String] {
    var folder = ProjectPath.normalised(workingFolder) ?? ""
    var paths = ConfigurationPlace.candidates(in: folder)
    while !folder.isEmpty {
      folder = ProjectPath.folder(of: folder)
      paths += ConfigurationPlace.candidates(in: folder)
    }
    return paths
  }
}
