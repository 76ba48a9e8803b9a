import CurlHTTP
import EvalGateCore
import EvalGateForge
import EvalGateReporters
import EvalGateStore

/// Keeps the comment on the change that is being gated. What stands in its way is a warning: the verdict does not depend on it.
struct Commenting {
  let workspace: Workspace
  let id: String
  let policy: CommentPolicy

  /// - Parameter caveat: what a reader has to know before the rest; nil where the report speaks of the change as it is.
  func post(_ report: Report, caveat: String? = nil) async {
    let isGreen = caveat == nil && MarkdownReporter.isQuiet(report)
    await write(isGreen: isGreen, silence: "all is well, and nothing was said before") { request in
      (caveat.map { "> ⚠️ \($0)\n\n" } ?? "") + text(report, request)
    }
  }

  /// What a command leaves undone that ends before it has a report.
  enum Undone: String {
    case gating = "gated", comparing = "compared"
  }

  /// Says that nothing was gated, where an earlier comment says what is not so any more: a comment of its own is not wanted, for the
  /// job itself is red. Where nothing was compared, what was gated of the same commit stands.
  func tell(_ outcome: RunOutcome, _ undone: Undone = .gating) async {
    let silence = "nothing was \(undone.rawValue), and no earlier comment says otherwise"
    await write(isGreen: true, yields: undone == .comparing, silence: silence) { request in
      let isName = !request.sha.isEmpty && request.sha.allSatisfy(\.isHexDigit)
      return "### ⚠️ evalgate: \(outcome.rawValue)\n\nNothing was \(undone.rawValue)"
        + (isName ? " at `\(request.sha.prefix(7))`" : "") + ": the job's log says why."
    }
  }

  /// - Parameter silence: why nothing has to be said, where there is no comment yet.
  private func write(
    isGreen: Bool, yields: Bool = false, silence: String, _ text: (ChangeRequest) -> String
  ) async {
    guard let request = workspace.changeRequest else {
      return warn(
        "there is no pull or merge request here to comment on",
        help: "`--comment` reads GitHub's and GitLab's variables; elsewhere use `--report markdown=PATH`")
    }
    let name = workspace.environment["EVALGATE_FORGE_TOKEN"] == nil ? request.tokenVariable : "EVALGATE_FORGE_TOKEN"
    if request.isFromFork, !request.hasForeignHeadWithSecrets {
      return warn(
        "no comment: a change from a fork gets no token that may write one",
        help: "write it with `--report markdown=PATH`, keep it as an artifact, and post it from a second workflow")
    }
    guard let token = workspace.environment[name], !token.isEmpty else {
      return warn(
        "no comment: the environment variable `\(name)` is not set",
        help: request.service == .github
          ? "give the step `env: { GITHUB_TOKEN: ${{ github.token }} }`"
          : "store a project access token with the scope `api` as the masked variable `\(name)`")
    }
    let http = HTTPClient(configuration: HTTPClientConfiguration(maxConnections: 1))
    defer { http.shutdown() }
    let service = request.comments(token: token, patience: workspace.forgePatience) { request throws(HTTPError) in
      try await http.send(request)
    }
    let upsert = CommentUpsert(
      service, marker: CommentMarker(id: id, sha: request.sha, run: request.run), policy: policy)
    do throws(ForgeError) {
      say(try await upsert.write(text(request), isGreen: isGreen, yields: yields), silence: silence)
    } catch {
      refused(error, request)
    }
  }

  private func text(_ report: Report, _ request: ChangeRequest) -> String {
    let context = ReportContext(color: false, blobURL: workspace.blobURL(at: request.sha))
    return String(
      decoding: workspace.secrets.masked(Array(MarkdownReporter().render(report, context).utf8)), as: UTF8.self)
  }

  private func say(_ outcome: CommentUpsert.Outcome, silence: String) {
    let words =
      switch outcome {
      case .created(let comment): "written  \(comment.url)"
      case .updated(let comment): "updated  \(comment.url)"
      case .notNeeded: "none: \(silence)"
      case .unwanted: "none: the configuration says `comment: never`"
      case .overtaken(let run): "left as it is: run \(run) is later than this one"
      }
    workspace.console.line("comment  " + SafeText.terminal(UntrustedText(words)), to: .error)
  }

  private func refused(_ error: ForgeError, _ request: ChangeRequest) {
    switch error {
    case .forbidden(let status):
      warn(
        "no comment: the token may not write one (status \(status))",
        help: request.service == .github
          ? "give the job `permissions: { contents: read, pull-requests: write }`"
          : "the token in `\(request.tokenVariable)` needs the scope `api` and at least the role Reporter")
    case .gone:
      warn(
        "no comment: \(request.project)#\(request.number) is not there, or not for this token",
        help: "check the token's project")
    case .limited(let status, let seconds):
      warn(
        "no comment: " + request.service.words(ofLimit: status, seconds: seconds),
        help: "the verdict stands and the token is not at fault; run `evalgate diff --comment` later")
    case .unanswered(let why), .failed(let why):
      warn("no comment: \(why)", help: "the verdict stands; run `evalgate diff --comment` to try again")
    }
  }

  private func warn(_ message: String, help: String) {
    workspace.say([Diagnostic(.noComment, message, severity: .warning, help: help)])
  }
}

extension Workspace {
  /// A run under `--comment`: there is one comment, which says what is so now, and a run that ends before there is a report leaves
  /// an earlier one to be wrong.
  ///
  /// - Parameter id: of the comment; nil where none is kept.
  func commenting(
    as id: String?, _ undone: Commenting.Undone = .gating, _ run: () async throws -> RunOutcome
  ) async throws -> RunOutcome {
    do {
      let outcome = try await run()
      if [.empty, .blind].contains(outcome) { await tell(outcome, undone, as: id) }
      return outcome
    } catch {
      let outcome = (error as? Ending)?.outcome ?? (error as? Diagnostic)?.outcome
      await tell(outcome ?? (error is Problems ? .invalid : .internal), undone, as: id)
      throw error
    }
  }

  func tell(_ outcome: RunOutcome, _ undone: Commenting.Undone, as id: String?) async {
    // Beside a stranger's files nothing is done with a secret, whatever it would be for.
    guard let id, changeRequest?.hasForeignHeadWithSecrets == false else { return }
    await Commenting(workspace: self, id: id, policy: .onChange).tell(outcome, undone)
  }

  /// That a run is of another commit than the one that is gated here; nil where it is of that one, or nobody knows of which.
  func staleness(of run: RunHeader) async -> String? {
    guard let then = run.observed?.revision, let now = try? await history()?.head()?.name, then != now,
      let sha = changeRequest?.sha, sha != then, then.allSatisfy(\.isHexDigit)
    else { return nil }
    let here = sha.allSatisfy(\.isHexDigit) && !sha.isEmpty ? sha : now
    return "Results of `\(then.prefix(7))`. The change is at `\(here.prefix(7))` now, which was not run."
  }

  /// The request that this pipeline runs for.
  // Without the file of the event the reference still names the request.
  var changeRequest: ChangeRequest? { ChangeRequest(environment, event: event) }

  /// What the pipeline says of the change that it runs for.
  var pipeline: CIEnvironment {
    let isQueued = environment["GITHUB_EVENT_NAME"] == CIEnvironment.mergeQueue
    return CIEnvironment(environment, event: isQueued ? event : nil)
  }

  /// The bytes of the event that started a workflow of GitHub.
  private var event: [UInt8]? {
    environment["GITHUB_EVENT_PATH"].flatMap { try? PlainFiles.read($0, limit: 16 << 20) }
  }

  /// Where a file of the gated commit is shown, for links; nil where no service shows it.
  func blobURL(at sha: String) -> String? {
    var environment = environment
    // Of a pull request's merge commit nobody has a page.
    (environment["GITHUB_SHA"], environment["CI_COMMIT_SHA"]) = (sha, sha)
    return CIEnvironment.blobURL(environment)
  }
}

extension DiagnosticCode {
  static let noComment = DiagnosticCode(
    "comment/not-written", "The comment could not be written. The verdict and the exit code stand.")
}

extension Workspace {
  /// A name for a comment that is not asked for. A variable that names it is for every command of a pipeline.
  func sayIfUnused(commentID: String, _ comment: Bool) {
    guard !comment, commentID != "default", environment["EVALGATE_COMMENT_ID"] == nil else { return }
    say([.noEffect("--comment-id names a comment, and --comment asks for one")])
  }
}
