extension Remedy {
  /// What a change is compared with: baselines, the base revision, the change's comment.
  static let ofBaselines: [String: Remedy] = [
    "attribute/not-possible": Remedy(
      "evalgate attribute after another edit to the prompt", "check out what the run was made from, or run again"),
    "base/rules-unreadable": Remedy(
      "an evalgate.yml at the base that does not load",
      "see what is wrong there: `git stash; git checkout main; evalgate validate`"),
    "baseline/damaged": Remedy(
      "evalsets/baselines/triage.jsonl after a merge of two acceptances",
      "`evalgate run`, then `evalgate baseline accept --reason \"…\"`"),
    "baseline/damaged-pending": Remedy(
      ".evalgate/pending/triage.json that was edited by hand", "`evalgate baseline reject triage`, and run again"),
    "baseline/fallback": Remedy(
      "evalgate baseline accept of a run in which the first target was down",
      "run again when it answers, or make the other target the route's first"),
    "baseline/in-ci": Remedy(
      "evalgate baseline accept in a pipeline",
      "accept on a machine of yours and commit; from a nightly job: `evalgate baseline propose`"),
    "baseline/left-at-top": Remedy(
      "services/mail/evalgate.yml, and its baseline at evalsets/baselines/triage.jsonl",
      "`git mv` it to services/mail/evalsets/baselines/, as the message says"),
    "baseline/newer-version": Remedy("a baseline that a colleague accepted with a newer evalgate", "update evalgate"),
    "baseline/no-terminal": Remedy(
      "evalgate baseline review | less",
      "`evalgate baseline status`, then `evalgate baseline accept --all --reason \"…\"`"),
    "baseline/not-poolable": Remedy(
      "evalgate baseline accept RUN1 RUN2 of two prompt versions", "name runs of one version, asked live"),
    "baseline/not-usable": Remedy(
      "evalgate run --baseline no-such-branch",
      "name a revision, a run or a baseline file that is there; `git fetch` it first"),
    "baseline/proposal": Remedy(
      "evalgate baseline propose in a pull request's pipeline",
      "run it in a job of the branch, with a token that may commit (docs/baselines.md)"),
    "baseline/stale": Remedy(
      "a prompt edited on main since the last acceptance",
      "accept the new version there: `evalgate baseline accept`, or refresh it"),
    "comment/not-written": Remedy(
      "a workflow without `permissions: { pull-requests: write }`",
      "add the permission that is named; from a fork, use a second workflow (docs/how-to/forks.md)"),
    "report/step-file": Remedy(
      "GITHUB_STEP_SUMMARY that names a folder", "let the runner set the variable; the verdict does not depend on it"),
    "rollback/not-possible": Remedy(
      "evalgate rollback triage and a changelog without `back_to`",
      "name the version to go back to in the changelog, or use git"),
  ]
}
