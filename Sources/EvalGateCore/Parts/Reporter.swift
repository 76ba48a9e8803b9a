/// Renders a report. Pure, so that any run can be rendered again, offline.
public protocol Reporter: Sendable {
  /// As `--report` names it.
  static var id: String { get }
  /// What it is for, in a few words, as `evalgate list formats` prints them.
  static var summary: String { get }
  /// Whether it shows earlier runs and the outputs of passing cases, which have to be read from files first.
  static var showsDetails: Bool { get }

  /// A reporter keeps nothing, so any is as good as another.
  init()

  /// The whole output, ending in a line feed.
  func render(_ report: Report, _ context: ReportContext) -> String

  /// Hands the same on piece by piece, no text cut between two of them.
  func write(_ report: Report, _ context: ReportContext, to output: (String) throws -> Void) rethrows
}

extension Reporter {
  /// Few formats do.
  public static var showsDetails: Bool { false }

  /// In one piece: most outputs are short, however many cases there are.
  public func write(_ report: Report, _ context: ReportContext, to output: (String) throws -> Void) rethrows {
    try output(render(report, context))
  }
}

/// A reporter whose output grows with the cases, and which therefore never holds it whole.
public protocol StreamingReporter: Reporter {}

extension StreamingReporter {
  /// All pieces together.
  public func render(_ report: Report, _ context: ReportContext) -> String {
    var text = ""
    write(report, context) { text += $0 }
    return text
  }
}

/// What a reporter has to know of where its output goes.
public struct ReportContext: Sendable {
  public var color: Bool
  /// Whether `✓` can be shown, or `ok` has to do.
  public var unicode: Bool
  /// Columns to fit into; nil where there is no limit.
  public var width: Int?
  /// How much to show: failures folded on a terminal, all of them with `-v`.
  public var verbose: Bool
  /// Whether only the verdict is wanted.
  public var verdictOnly = false
  /// Where a case can be looked at on the web: a prefix for `path#Lline`, when the forge is known.
  public var blobURL: String?

  public init(
    color: Bool = false, unicode: Bool = true, width: Int? = nil, verbose: Bool = false, blobURL: String? = nil
  ) {
    self.color = color
    self.unicode = unicode
    self.width = width
    self.verbose = verbose
    self.blobURL = blobURL
  }
}
