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

/// Paths as files write them: relative to the file they stand in, with `/`, never out of the repository.
public enum ProjectPath {
  /// The path from the repository's root, without `.` and `..`; nil where it leaves the repository or is absolute.
  public static func normalised(_ path: String) -> String? {
    guard !path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  /// What the words of a command name that runs in a folder, if they name files inside the repository: the program, scripts, what
  /// stands behind an option's `=`, and the words of a line for a shell. Each once, in the command's order.
  public static func named(by command: [String], in folder: String) -> [String] {
    var seen: Set<String> = []
    return command.flatMap(words).compactMap { word in
      guard !word.hasPrefix("/"), let path = normalised(folder.isEmpty ? word : folder + "/" + word), !path.isEmpty
      else {
        return nil
      }
      return seen.insert(path).inserted ? path : nil
    }
  }

  /// A word of a command and what may be a path in it.
  private static func words(in word: String) -> [String] {
    let parts = word.split { " \t\n;&|()<>'\"`=".contains($0) }.map(String.init)
    return parts.count == 1 && parts[0] == word ? [word] : [word] + parts
  }

  /// What `text`, written in a file, names; nil where that is nothing inside the repository.
  static func resolve(_ text: String, besides file: String) -> String? {
    guard !text.hasPrefix("/") else { return nil }
    let folder = file.lastIndex(of: "/").map { file[...$0] } ?? ""
    guard let path = normalised(folder + text), !path.isEmpty else { return nil }
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
