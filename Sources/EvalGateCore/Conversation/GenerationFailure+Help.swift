extension GenerationFailure.Reason {
  /// What a person can do about it; nil where the message says so itself, or nothing can be done.
  public var help: String? {
    switch self {
    case .timeout:
      "allow a try more time (`timeout` of the route, `--timeout 2m`), or ask fewer at once (`--concurrency`)"
    case .connection: "see that the server is up, and that the target's address leads to it"
    case .server: "finish the run later with `--resume`, or give the route a second target to fall back to"
    case .rateLimited: "lower the route's `limits` or `--concurrency`; `--resume` asks only what is missing"
    case .unauthorized:
      "see that each variable the target names is set, and that its key is valid and may use the model"
    case .outOfCredit:
      "the account at the service has nothing left to pay with: add credit, or raise its spending limit"
    case .badRequest:
      "see that the target's `model` and address and the prompt's parameters are what the service takes"
    case .unreadable:
      "see that the target's address leads to the service itself and not to a page or a proxy in front of it"
    case .missingUsage: "let the server count tokens, or run without a budget"
    case .program: "try the program by hand with one line of its protocol (docs/exec.md)"
    case .missingRecording:
      "`evalgate run --mode record` asks the service or the program anew; `evalgate recordings keep` commits what came"
    case .deadline: "allow more time, with `--max-duration` or the case's `deadline`; `--resume` asks what is missing"
    case .secret:
      "where the variable holds no secret, give it a name that says so, such as one that ends in _NAME, _URL or _PATH"
    case .budget, .cancelled, .fallback, .refused, .other: nil
    }
  }
}

extension ErrorGroup {
  /// What a person can do about it, where that is known.
  public var help: String? { GenerationFailure.Reason(rawValue: reason)?.help }
}
