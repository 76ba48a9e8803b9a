import EvalGateCore
import StrictJSON

/// What is wrong with one line, before anybody has said which file and line it is.
struct LineFault: Error {
  let message: String
  /// Where in the line, counted from 1 in Unicode scalars; 1 where the line as a whole is at fault.
  var column = 1
  /// The format's version when it is newer than this evalgate knows.
  var newerVersion: Int?

  init(_ message: String) { self.message = message }
  init(_ error: JSONError) { (message, column) = (error.message, error.column) }

  init(newerVersion version: Int) {
    message = "written by a newer evalgate (format \(version), this one knows up to \(RunFormat.version))"
    newerVersion = version
  }
}

extension LineFault {
  /// The line itself is not shown: it holds what models and users wrote.
  func diagnostic(_ code: DiagnosticCode, path: String, line: Int, help: String) -> Diagnostic {
    Diagnostic(code, message, at: SourceLocation(path: path, line: line, column: column), help: help)
  }

  /// As the fault of a line of a run.
  func inRun(_ path: String, line: Int) -> Diagnostic {
    newerVersion == nil
      ? diagnostic(.damagedRun, path: path, line: line, help: "make the run again with `evalgate run`")
      : diagnostic(.newerRun, path: path, line: line, help: "install the evalgate that wrote it, or make the run again")
  }
}
