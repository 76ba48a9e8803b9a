public import ArgumentParser
import EvalGateCore

/// Options that every command reading a project takes.
struct ProjectOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Read this configuration and no other.", valueName: "path"))
  var config: String?

  @Option(help: "When to colour: auto, always or never.")
  var color: ColorChoice = .auto

  @Flag(help: "Never ask anything, even on a terminal.")
  var noInput = false
}

/// Which suites and cases are meant.
struct SelectionOptions: ParsableArguments {
  @Argument(help: "Names of suites; all when none is given.", completion: .suites)
  var suites: [String] = []

  @Option(name: .long, help: ArgumentHelp("Only cases with this tag; may be given several times.", valueName: "tag"))
  var tag: [String] = []

  @Option(name: .customLong("case"), help: ArgumentHelp("Only cases whose id matches.", valueName: "glob"))
  var cases: [String] = []

  var selection: Selection { Selection(suites: suites, tags: tag, cases: cases) }
}

extension Budget {
  /// As `--budget` says it: `tokens=2000000,usd=5`.
  init(flag: String?) throws {
    self.init()
    for part in (flag ?? "").split(separator: ",") {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false)
      if pair.count == 2, pair[0] == "tokens", let tokens = Int(pair[1]), tokens > 0 {
        self.tokens = tokens
      } else if pair.count == 2, pair[0] == "usd", let usd = Double(pair[1]), usd.isFinite, usd > 0 {
        self.usd = usd
      } else {
        throw ValidationError("--budget is tokens=N, usd=N or both, such as tokens=2000000,usd=5")
      }
    }
  }

  /// With what is not limited here limited as another one says.
  func filled(from other: Budget) -> Budget { Budget(tokens: tokens ?? other.tokens, usd: usd ?? other.usd) }
}

/// How fresh answers settle what stored ones leave open.
struct ConfirmOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: "Whether to ask both versions again on the cases that changed before a comparing gate blocks.")
  var confirm = true

  @Flag(
    inversion: .prefixedNo,
    help: "Whether to settle a drop that the changed cases do not confirm by asking both versions all cases.")
  var fullFresh: Bool?

  @Option(
    help: ArgumentHelp(
      "Ask the base version this many random cases again, to see whether the stored baseline moved; 20 is usual.",
      valueName: "n"))
  var sentinels: Int?

  func validate() throws {
    if fullFresh == true, !confirm {
      throw ValidationError("--full-fresh is a way to confirm, which --no-confirm forbids")
    }
    guard let sentinels else { return }
    if sentinels < 0 || sentinels > 1000 { throw ValidationError("--sentinels is a whole number from 0 to 1000") }
    if sentinels > 0, !confirm {
      throw ValidationError("--sentinels asks fresh answers, which --no-confirm forbids")
    }
  }

  func settings(stopsEarly: Bool = false) -> ConfirmSettings {
    ConfirmSettings(confirms: confirm, fullFresh: fullFresh ?? true, stopsEarly: stopsEarly, sentinels: sentinels)
  }
}

extension ColorChoice: NamedChoice {}
extension ProgressChoice: NamedChoice {}
extension Mode: NamedChoice {}
extension NoCases: NamedChoice {}

/// `--report FORMAT[=PATH]`.
struct ReportRequest: ExpressibleByArgument {
  let format: String
  let path: String?

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard !parts[0].isEmpty, parts.count == 1 || !parts[1].isEmpty else { return nil }
    format = parts[0]
    path = parts.count == 2 ? parts[1] : nil
  }
}
