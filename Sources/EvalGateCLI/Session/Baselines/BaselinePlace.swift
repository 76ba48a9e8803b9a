import EvalGateCore
import EvalGateStore
import UnicodeText

/// Where what is accepted of a suite lies among some files: in the folder of its project.
///
/// Before projects had places of their own, every baseline of a repository lay at its top. One that still lies there is found as
/// long as there is none in the project's folder, and where its cases say that it is this suite's: another project may have a
/// suite of the same name.
struct BaselinePlace: Hashable, Sendable {
  /// Where it is looked for first, and written.
  let own: String
  /// Where it is, or would be.
  let path: String
  let suite: String

  /// What moves it to its project; nil where it is there.
  var left: LeftBaseline? { path == own ? nil : LeftBaseline(path: path, place: own, suite: suite) }

  /// - Parameter name: what these files call the suite.
  static func find(
    _ suite: Suite, _ kind: BaselineFile.Kind = .accepted, called name: String? = nil, in files: any FileSource
  ) async -> BaselinePlace {
    let own = await files.spelling(of: BaselineFile.path(of: name ?? suite.name, in: suite.home, kind))
    let top = await files.spelling(of: BaselineFile.path(of: name ?? suite.name, in: "", kind))
    let isAtTop = own == top ? false : await isAtTop(own, top, suite, files)
    return BaselinePlace(own: own, path: isAtTop ? top : own, suite: suite.name)
  }

  private static func isAtTop(_ own: String, _ top: String, _ suite: Suite, _ files: any FileSource) async -> Bool {
    guard await files.kind(of: own) == .missing, await files.kind(of: top) != .missing else { return false }
    // One that cannot be read may be this suite's: whoever reads it is told.
    guard let baseline = try? await Base.baseline(at: top, in: files) else { return true }
    return baseline.isMostly(of: suite)
  }
}

extension FileSource {
  /// A path as these files spell it: names that are equal may differ in bytes, composed (`ü`) or apart, and git keeps the bytes that
  /// it was given. The path itself where nothing lies at any of them.
  fileprivate func spelling(of path: String) async -> String {
    guard !path.utf8.allSatisfy({ $0 < 0x80 }), await kind(of: path) == .missing else { return path }
    for other in [path.nfc, path.nfd] where await kind(of: other) != .missing { return other }
    return path
  }
}

extension Baseline {
  /// Whether most of its cases are a suite's.
  func isMostly(of suite: Suite) -> Bool {
    let asked = Set(suite.headers.map(\.digest))
    return 2 * Set(cases.map(\.digest)).intersection(asked).count > cases.count
  }
}

extension Base {
  /// Where some files have what is accepted of a suite, as the base calls it and in the project that it had there.
  func baselinePlace(
    of suite: Suite, _ kind: BaselineFile.Kind = .accepted, in files: any FileSource
  ) async -> BaselinePlace {
    let before = project?.suite(named: suite.name) ?? suite
    return await BaselinePlace.find(before, kind, called: formerName(of: suite), in: files)
  }
}

extension Project {
  /// The folder below which its names begin, from the repository's root.
  var home: String { suites.first?.home ?? "" }
}

extension DiagnosticCode {
  static let leftBaseline = DiagnosticCode(
    "baseline/left-at-top",
    "A baseline of a project in a folder lies at the repository's top, where those of all projects lay before. It is still read, until there is one in the project's folder."
  )
}
