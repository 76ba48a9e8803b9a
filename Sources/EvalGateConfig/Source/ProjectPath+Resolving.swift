import EvalGateCore

extension ProjectPath {
  /// What `text`, written at `location`, names.
  /// - Throws: `file/outside-repository`.
  static func resolve(_ text: String, at location: SourceLocation) throws(Diagnostic) -> String {
    guard let path = normalised(join(folder(of: location.path), text)), !text.hasPrefix("/"), !path.isEmpty else {
      throw Diagnostic(
        .outsideRepository, "`\(text)` leads out of the repository", at: location,
        help: "name a file inside the repository, relative to `\(name(of: location.path))`")
    }
    return path
  }
}
