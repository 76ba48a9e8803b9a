import CurlHTTP
import EvalGateCore
import EvalGateForge
import EvalGateReporters
import EvalGateStore

/// Opens a pull or merge request with results that wait to be accepted, or keeps the one that is open up to date. Whoever merges
/// it accepts them.
struct Proposing {
  let workspace: Workspace
  let project: Project
  let branch: String
  /// The branch to merge into; nil for the one that the job runs on.
  let target: String?

  /// A proposal, with the results it is of.
  private struct Draft {
    let title: String
    let body: String
    let files: [ChangeProposal.File]
  }

  /// Prints what would be proposed.
  func preview(_ waiting: [Candidates.Waiting]) throws {
    let draft = try draft(waiting, place: try? ProposalPlace(workspace.environment))
    workspace.console.write("\(draft.title)\n\n\(draft.body)\n")
    for file in draft.files { workspace.console.line("  \(file.path)  \(Format.count(file.text.utf8.count)) bytes") }
  }

  func open(_ waiting: [Candidates.Waiting]) async throws {
    let place = try place()
    let target = target ?? place.branch
    guard target != branch else {
      throw Diagnostic(
        .proposal, "the branch `\(branch)` cannot be merged into itself", help: "give another `--branch`")
    }
    let name = workspace.environment["EVALGATE_FORGE_TOKEN"] == nil ? place.tokenVariable : "EVALGATE_FORGE_TOKEN"
    guard let token = workspace.environment[name], !token.isEmpty else {
      throw Diagnostic(
        .proposal, "the environment variable `\(name)` is not set", help: Self.permission(place, name))
    }
    let draft = try draft(waiting, place: place)
    let http = HTTPClient(configuration: HTTPClientConfiguration(maxConnections: 1))
    defer { http.shutdown() }
    let service = place.proposals(token: token, patience: workspace.forgePatience) { request throws(HTTPError) in
      try await http.send(request)
    }
    let outcome: ChangeProposal.Outcome
    do throws(ForgeError) {
      outcome = try await service.propose(
        ChangeProposal(
          branch: branch, target: target, parent: place.sha, title: draft.title, body: draft.body, files: draft.files))
    } catch {
      throw Self.refused(error, place, name)
    }
    switch outcome {
    case .opened(let url): say("opened", url)
    case .updated(let url): say("updated", url)
    }
  }

  private func say(_ what: String, _ url: String) {
    workspace.console.line("proposal  \(what)  \(SafeText.terminal(UntrustedText(url)))")
  }

  private func draft(_ waiting: [Candidates.Waiting], place: ProposalPlace?) throws -> Draft {
    let job = place.map(\.job) ?? ""
    let by = job.isEmpty ? "by `evalgate baseline propose`" : "by [a job of this repository](\(job))"
    let sha = place.map { ", measured at \($0.sha.prefix(12))" } ?? ""
    let names = waiting.map(\.suite.name)
    let title =
      "Refresh the baseline of " + (names.count == 1 ? names[0] : "\(Format.count(names.count, "suite"))")
    let files = try waiting.map { one -> ChangeProposal.File in
      var baseline = one.results
      baseline.reason =
        "proposed: \(one.candidate.after.runs.count == 1 ? "1 run" : "\(one.candidate.after.runs.count) runs pooled")"
      baseline.author = "evalgate baseline propose"
      baseline.acceptedOn = Host.today
      let bytes = try BaselineFile.bytes(of: baseline)
      return ChangeProposal.File(
        path: BaselineFile.path(of: one.suite.name, in: one.suite.home), text: String(decoding: bytes, as: UTF8.self))
    }
    let body = CandidateMarkdown.render(waiting.map(\.candidate), closing: "<sub>Made \(by)\(sha).</sub>")
    return Draft(
      title: title, body: workspace.secrets.masked(body), files: files)
  }

  private func place() throws -> ProposalPlace {
    do throws(ProposalPlace.Absence) {
      return try ProposalPlace(workspace.environment)
    } catch .noService {
      throw Diagnostic(
        .proposal, "there is no GitHub Actions or GitLab CI here to propose from",
        help:
          "on a machine of your own: `evalgate baseline accept --all --reason …`, and commit; `--dry-run` shows the text"
      )
    } catch .changeRequest {
      throw Diagnostic(
        .proposal, "a baseline is never proposed from a pull or merge request",
        help: "a change would move what it is held against: run this in a scheduled job of the target branch")
    } catch .noBranch {
      throw Diagnostic(
        .proposal, "this job runs on no branch that a request could go to", help: "run it for a branch, not for a tag")
    }
  }

  private static func permission(_ place: ProposalPlace, _ variable: String) -> String {
    switch place.service {
    case .github:
      "give the job `permissions: { contents: write, pull-requests: write }` and the step `env: { GITHUB_TOKEN: ${{ github.token }} }`"
    case .gitlab:
      "store a project access token with the scope `api` and the role Developer as the masked variable `\(variable)`"
    }
  }

  private static func refused(_ error: ForgeError, _ place: ProposalPlace, _ variable: String) -> Diagnostic {
    switch error {
    case .forbidden(let status):
      let message = "the token in `\(variable)` may not propose a change (status \(status))"
      guard place.service == .github else {
        return Diagnostic(.proposal, message, help: permission(place, variable))
      }
      return Diagnostic(
        .proposal, message, help: permission(place, variable),
        "allow it in the repository's settings too: Actions, General, `Allow GitHub Actions to create and approve pull requests`"
      )
    case .gone:
      return Diagnostic(
        .proposal, "\(place.project) or its commit \(place.sha.prefix(12)) is not there, or not for this token",
        help: "the commit that was measured has to be on the server; check the token's project")
    case .limited(let status, let seconds):
      return Diagnostic(
        .proposal, "nothing was proposed: " + place.service.words(ofLimit: status, seconds: seconds),
        help: "the token is not at fault; run it again later: what waits is still there")
    case .unanswered(let why), .failed(let why):
      return Diagnostic(.proposal, "nothing was proposed: \(why)", help: "run it again; what waits is still there")
    }
  }
}

extension DiagnosticCode {
  static let proposal = DiagnosticCode(
    "baseline/proposal",
    "A baseline could not be proposed. Proposals come from jobs of a branch, never from a pull request, and need a token that may commit."
  )
}
