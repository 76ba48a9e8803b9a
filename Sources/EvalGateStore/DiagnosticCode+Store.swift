public import EvalGateCore

extension DiagnosticCode {
  public static let unreadableFile = DiagnosticCode(
    "store/unreadable", "A file cannot be read: it is missing, a folder, too large, or the system refused it.")
  public static let unwritableFile = DiagnosticCode(
    "store/unwritable",
    "A file cannot be written, mostly because the disk is full or read-only. What was written before is kept.")
  public static let outsideRepository = DiagnosticCode(
    "store/outside-repository",
    "A path leads out of the repository, by `..` or by a symbolic link. Files of a pull request may not name files of the machine."
  )
  public static let damagedRun = DiagnosticCode(
    "run/damaged", "A line of a run is not what evalgate writes. Runs are not edited by hand; make the run again.")
  public static let newerRun = DiagnosticCode(
    "run/newer-version", "The run was written by a newer evalgate whose format this one does not know.")
  public static let runInUse = DiagnosticCode(
    "run/in-use", "Another process is writing this run. Two writers would mix their lines.")
  public static let runExists = DiagnosticCode(
    "run/exists", "A run of this id is there already and is not overwritten.")
  public static let runNotFound = DiagnosticCode(
    "run/not-found", "A run is named by a path, by the beginning of its id, or by `latest`.")
  public static let shards = DiagnosticCode(
    "run/shards",
    "Shards can be joined only when all of them are there, finished, and of one run. Half of a run is no evidence.")
  public static let runNotOne = DiagnosticCode("run/ambiguous", "Several runs begin with what was given.")
  public static let damagedRecording = DiagnosticCode(
    "recordings/damaged",
    "A line of a recordings file cannot be read, or two lines answer the same request differently.")
  public static let differingRecordings = DiagnosticCode(
    "recordings/differing",
    "Answers that this machine recorded are read before committed ones, and some of the latter say something else. Which is the newer one the files do not say."
  )
  public static let overtakenRecordings = DiagnosticCode(
    "recordings/overtaken",
    "Of a route of several targets an earlier evalgate kept another target's answer, and did not say of which route it was. The first target has been recorded since, and its answer counts."
  )
  public static let notRecordable = DiagnosticCode(
    "recordings/not-recordable",
    "Only what a model said or failed at is recorded. A failure of the infrastructure says nothing about the model.")
  public static let trackedRecordings = DiagnosticCode(
    "recordings/of-repository",
    "Answers under `.evalgate` that git tracks are files of the repository, which a change may have made up where nobody looks. They are neither read nor added to: what is committed lies beside its evalset."
  )
  public static let damagedBaseline = DiagnosticCode(
    "baseline/damaged",
    "A baseline does not match its own digest, most often because a merge put two acceptances together. Accept again from one run."
  )
  public static let newerBaseline = DiagnosticCode(
    "baseline/newer-version", "The baseline was written by a newer evalgate whose format this one does not know.")
  public static let unpoolable = DiagnosticCode(
    "baseline/not-poolable",
    "Only runs of the same suite, made with the same tuple on the same cases, are pooled, and only fresh answers count as repeats."
  )
  public static let damagedPending = DiagnosticCode(
    "baseline/damaged-pending",
    "A file under `.evalgate/pending` does not say which runs wait to be accepted. Nothing is lost with it but that note."
  )
  public static let noGit = DiagnosticCode(
    "git/unavailable", "git is not installed, or the folder is not in a repository that git is willing to read.")
  public static let gitFailed = DiagnosticCode("git/failed", "A git command did not do what was asked of it.")
}
