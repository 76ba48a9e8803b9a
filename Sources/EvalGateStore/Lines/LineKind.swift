/// What a line of a run is, under its key `kind`.
enum LineKind: String {
  case run
  /// One trial of a case.
  case `case`
  /// One fresh trial of a case that is looked at again to confirm a drop; written as a case line.
  case confirm
  /// What a program of the user's (a policy, an `exec` check) said while generating.
  case opinion
  /// What a second route answered beside a trial, after that trial's line: in a journal alone. A sealed run has it in the case line.
  case beside
  case gate
  case end
}

/// The version of what run files hold, raised when an older evalgate could misread them.
enum RunFormat {
  static let version = 1
}
