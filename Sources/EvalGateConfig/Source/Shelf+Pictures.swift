import EvalGateCore

extension Shelf {
  /// What a picture is, by its content, which is not kept.
  /// - Throws: a problem at the place that names the file.
  func picture(
    _ path: String, namedAt place: SourceLocation, among listing: [String]
  ) async throws(Diagnostic) -> Digest {
    if let digest = digests[path] { return digest }
    try await require(path, namedAt: place, as: "image", among: listing)
    do {
      let digest = Digest(of: try await ImageFile.read(path, from: source).bytes)
      note(digest, of: path)
      return digest
    } catch {
      var diagnostic = Self.unreadable(path, "image", error, place)
      // Where the file is named is where it can be mended.
      diagnostic.location = place
      throw diagnostic
    }
  }
}
