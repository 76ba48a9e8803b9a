public import StrictJSON

/// A picture that a message of a prompt is sent with: the path of a file, or a template for one.
public struct PromptImage: Sendable {
  /// Renders to a path, relative to the file that the path stands in.
  public let template: Template

  /// Makes a picture of a parsed template.
  public init(_ template: Template) { self.template = template }

  /// Whether every case has a picture of its own.
  public var dependsOnCase: Bool { !template.references.isEmpty }

  /// The file, from the repository's root: what the prompt names stands beside the prompt, what a case names beside the case.
  /// - Throws: `Diagnostic` for a variable that is not there, and for a path that leads out of the repository.
  public func path(for variables: JSONObject, ofCaseAt place: SourceLocation) throws(Diagnostic) -> String {
    let text = try template.render(variables)
    let file = dependsOnCase ? place.path : template.location.path
    guard let path = ProjectPath.resolve(text, besides: file) else {
      throw Diagnostic(
        .badImage, "the image `\(text)` leads out of the repository", at: dependsOnCase ? place : template.location,
        help: "name a file inside the repository, relative to `\(file)`")
    }
    return path
  }
}

extension DiagnosticCode {
  /// A picture that cannot be sent.
  public static let badImage = DiagnosticCode(
    "prompt/bad-image",
    "A picture of a message is missing, too large, outside the repository, or none of PNG, JPEG, GIF and WebP, which are what all services that take pictures have in common."
  )
}

extension ImageFile {
  /// The largest file that is taken, in bytes: what most services take in one request.
  public static let largest = 20 << 20

  /// Reads a picture.
  /// - Throws: `Diagnostic` where the file cannot be read, or is none of the kinds that services take.
  public static func read(_ path: String, from files: any FileSource) async throws -> ImageFile {
    guard let image = ImageFile(bytes: try await files.read(path, limit: largest)) else {
      throw Diagnostic(
        .badImage, "`\(path)` is no picture that services take", at: SourceLocation(path: path),
        help: "name a PNG, JPEG, GIF or WebP file")
    }
    return image
  }
}
