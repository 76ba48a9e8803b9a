import EvalGateCore

/// The files of a project while it is loaded: each read once, kept for the lines that messages show.
///
/// Belongs to one loading task; it is a class because every reader of the project adds to it.
final class Shelf {
  let source: any FileSource
  /// Whether schemas are looked at for what is allowed and not meant, beside being compiled, and files that nothing uses.
  let isThorough: Bool
  /// Files whose schema has been compiled, and reviewed where that was asked for.
  var compiledSchemas: Set<String> = []
  /// Those that stand in other files; nil where nothing is reviewed.
  let reviewed: ReviewedSchemas?
  private var texts: [String: SourceText] = [:]
  private var lines: [String: LineTable] = [:]
  private(set) var digests: [String: Digest] = [:]
  /// Files of which no message may quote anything, and policies, of which it may not quote the values they restrict.
  private var confidential: Set<String> = []
  private var policies: [String: ConfidentialLines?] = [:]
  /// Lines of policies, of which messages show the keys.
  private var keysAlone: [String: Set<Int>] = [:]
  /// Files of scenarios, of which messages show the keys.
  private var scenarios: Set<String> = []
  /// What no message may say of any file.
  private var restricted = RestrictedTexts()

  init(_ source: any FileSource, isThorough: Bool = true) {
    self.source = source
    self.isThorough = isThorough
    reviewed = isThorough ? ReviewedSchemas() : nil
  }

  /// Largest sizes in bytes: what people write by hand, and what programs may write.
  static let handWritten = 4 << 20
  static let generated = 64 << 20

  /// The text of a file.
  /// - Parameters:
  ///   - path: from the repository's root.
  ///   - place: where the file is named, for the message when it is not there.
  ///   - noun: what it is, such as "prompt".
  /// - Throws: a problem at the place that names the file, or inside the file where its encoding is wrong.
  func text(
    _ path: String, limit: Int, namedAt place: SourceLocation?, as noun: String, among listing: [String] = []
  ) async throws(Diagnostic) -> SourceText {
    if let text = texts[path] { return text }
    try await require(path, namedAt: place, as: noun, among: listing)
    let bytes: [UInt8]
    do {
      bytes = try await source.read(path, limit: limit)
    } catch {
      throw Self.unreadable(path, noun, error, place)
    }
    digests[path] = Digest(of: bytes)
    let text = try SourceText(bytes, path: path)
    texts[path] = text
    return text
  }

  /// - Throws: when the path is no file, with the nearest name of the listing.
  func require(
    _ path: String, namedAt place: SourceLocation?, as noun: String, among listing: [String] = []
  ) async throws(Diagnostic) {
    switch await source.kind(of: path) {
    case .file: return
    case .folder:
      throw Diagnostic(
        .notAFile, "\(noun) `\(path)` is a folder", at: place ?? SourceLocation(file: path), help: "name a file in it")
    case .unusable(let what):
      throw Diagnostic(
        .notAFile, "\(noun) `\(path)` is \(what)", at: place ?? SourceLocation(file: path),
        help: "put the file itself in its place")
    case .missing:
      let nearest = Self.nearest(to: path, among: listing)
      throw Diagnostic(
        .missingFile, "\(noun) `\(path)` does not exist", at: place ?? SourceLocation(file: path),
        label: nearest.map { "did you mean `\($0)`?" },
        help: place == nil
          ? "this path is counted from the repository's root, one on a command line from the working folder"
          : "paths are relative to the file they stand in; this one is counted from the repository's root")
    }
  }

  func note(_ digest: Digest, of path: String) { digests[path] = digest }

  /// Keeps what a file holds out of every message.
  func keepConfidential(_ path: String) { confidential.insert(path) }

  /// Keeps the values that a policy restricts out of every message.
  func keepValuesConfidential(of policy: String) { policies[policy] = .some(nil) }

  /// Keeps what stands under keys that a policy does not know out of messages about their lines: it may be meant as anything.
  func keepHidden(below unknown: [Diagnostic]) {
    for place in unknown.lazy.filter({ $0.code == .unknownKey }).compactMap(\.location) {
      keysAlone[place.path, default: []].insert(place.line)
    }
  }

  /// Keeps the texts of scenarios out of every message.
  func keepTextsHidden(in cases: String) { scenarios.insert(cases) }

  /// Keeps what a policy restricts out of every message.
  func keepRestricted(by policy: any DecisionPolicy, at path: String) { restricted.policies[path] = policy }

  /// With the line it is about, where the file is at hand and the line may be shown, and without what a policy restricts.
  func withExcerpt(_ diagnostic: Diagnostic) -> Diagnostic { restricted.hidden(in: showingLine(of: diagnostic)) }

  private func showingLine(of diagnostic: Diagnostic) -> Diagnostic {
    guard let place = diagnostic.location else { return diagnostic }
    var diagnostic = diagnostic
    guard let text = texts[place.path] else {
      // Of a file that is no text nobody can say which line is confidential.
      if confidential.contains(place.path) || policies[place.path] != nil { diagnostic.excerpt = nil }
      return scenarios.contains(place.path) ? diagnostic.hidingTexts : diagnostic
    }
    if confidential.contains(place.path) { return diagnostic.confidential() }
    if let section = confidentialSection(of: place, text) { return diagnostic.confidential(in: section) }
    if policies[place.path] != nil, diagnostic.isOfReading { return diagnostic.confidential() }
    guard diagnostic.excerpt == nil else { return diagnostic }
    diagnostic.excerpt = table(of: text).excerpt(place.line, of: text.bytes)
    let isHidden = scenarios.contains(place.path) || keysAlone[place.path]?.contains(place.line) == true
    return isHidden ? diagnostic.hidingTexts : diagnostic
  }

  private func confidentialSection(of place: SourceLocation, _ text: SourceText) -> String? {
    guard let known = policies[place.path] else { return nil }
    let lines = known ?? ConfidentialLines(table(of: text), of: text.bytes)
    policies[place.path] = lines
    return lines.section(of: place.line)
  }

  private func table(of text: SourceText) -> LineTable {
    let table = lines[text.path] ?? text.lines
    lines[text.path] = table
    return table
  }

  /// A reader's error, told at the place that names the file.
  static func unreadable(_ path: String, _ noun: String, _ error: any Error, _ place: SourceLocation?) -> Diagnostic {
    if var diagnostic = error as? Diagnostic {
      diagnostic.location = diagnostic.location ?? place ?? SourceLocation(file: path)
      return diagnostic
    }
    return Diagnostic(
      .unreadable, "\(noun) `\(path)` cannot be read: \(error)", at: place ?? SourceLocation(file: path),
      help: "make it readable for the user that runs evalgate")
  }

  /// The path of the listing that was most likely meant: the same name elsewhere, or a name two edits away.
  static func nearest(to path: String, among listing: [String]) -> String? {
    let name = ProjectPath.name(of: path)
    if let moved = listing.first(where: { ProjectPath.name(of: $0) == name }) { return moved }
    let folder = ProjectPath.folder(of: path)
    let neighbours = listing.filter { ProjectPath.folder(of: $0) == folder }
    return suggestion(for: path, among: neighbours)
  }
}
