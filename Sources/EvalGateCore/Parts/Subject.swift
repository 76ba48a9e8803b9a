public import SafeRegex
public import StrictJSON

/// Where in a candidate a check looks: the `from:` of the file.
public enum SubjectSelector: Sendable {
  case text
  /// The whole output parsed as strict JSON.
  case json
  case path(JSONPath)
  /// The text of a match: of group 1 where there is one, else of the whole.
  case regex(SafeRegex, pick: Pick)
  case line(Pick)
  case reasoning
  /// The candidate as a whole, for checks of calls, times, cost and decisions. No file can say it: such checks take no `from:`.
  case candidate

  public enum Pick: String, Hashable, Sendable, CaseIterable { case first, last }
}

/// What a check was given to look at.
public enum Subject: Sendable {
  case text(String)
  case json(JSONValue)
  /// There is nothing there: the output's fault, with the reason. A check on it fails.
  case absent(String)
  /// It could not be found out, such as a regular expression that was too expensive. A check on it is an error.
  case unknown(String)

  public var text: String? {
    switch self {
    case .text(let text): text
    case .json(.string(let text)): text
    case .json(let value): value.serialized()
    case .absent, .unknown: nil
    }
  }
}
