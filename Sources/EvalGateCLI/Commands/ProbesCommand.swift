import ArgumentParser
import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import EvalGateStore
import StrictJSON

struct ProbesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probes", abstract: "Attacks on your own application: made from tables, and reduced to what matters.",
    subcommands: [Expand.self, Tables.self, Minimise.self])

  struct Expand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "expand", abstract: "Make scenarios and their benign twins of tables: always the same ones.",
      discussion: """
        Every pair of a goal, a carrier, a technique, an encoding, a language and a position comes together at least once; the \
        rest of the budget is drawn by weight. What is written is frozen: runs evaluate the file, not the generator. Cases that \
        are kept by hand (`kept`) stay. With --check nothing is written, and the command ends with 1 where the file is another \
        than would be.
        """)

    @Option(help: ArgumentHelp("Where drawing starts; from the set's header, else 7.", valueName: "n"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("How many scenarios; from the set's header, else 400.", valueName: "n"))
    var budget: Int?

    @Option(
      help: ArgumentHelp(
        "Your own tables; those that come with evalgate stand in for missing ones.", valueName: "folder"))
    var tables: String?

    @Option(help: ArgumentHelp("The evalset's folder; to standard output when left out.", valueName: "folder"))
    var out: String?

    @Option(
      help: ArgumentHelp("Also write what obeys each scenario and what does not, as JSON lines.", valueName: "path"))
    var answers: String?

    @Flag(help: "Write nothing, and say whether the set's file is what would be written.")
    var check = false

    func validate() throws {
      if let budget, budget < 1 || budget > 100_000 {
        throw ValidationError("--budget is a whole number from 1 to 100000")
      }
      if let seed, seed > UInt64(Int.max) { throw ValidationError("--seed is a whole number up to \(Int.max)") }
      if check, out == nil { throw ValidationError("--check needs --out, the folder of the evalset.") }
    }

    func run() async throws {
      let console = Console()
      let set = out.map { ProbeFolder(Host.absolute($0)) }
      let header = try header(of: set)
      let own = set.map { set in header.tables.map { set.path + "/" + $0 } } ?? tables.map(Host.absolute)
      let probes = ProbeSet(try ProbeFolder.tables(in: own), seed: header.seed, budget: header.budget)
      if let answers { try PlainFiles.write(Array(probes.answers.utf8), to: Host.absolute(answers)) }
      guard let set else {
        console.write(probes.text)
        return console.line(Self.summary(of: probes), to: .error)
      }
      let text = probes.text + (try set.keptLines)
      try set.refuseTwice(probes.lines.map { $0["id"]?.stringValue ?? "" })
      if check { return try compare(text, with: set, probes, console) }
      try set.write(text, header: header)
      console.line("wrote  \(set.shown)/\(ProbeFolder.casesName)  " + Self.summary(of: probes))
      console.line("  next   evalgate validate")
    }

    /// Flags, then the set's header, then what is usual. A header that says something else than a flag is not overruled.
    private func header(of set: ProbeFolder?) throws -> ProbeHeader {
      let own = try set.flatMap { set in try tables.map { try set.relative($0) } }
      guard let header = try set?.header else {
        return ProbeHeader(seed: seed ?? 7, budget: budget ?? 400, tables: own)
      }
      for (name, flag, stands) in [
        ("seed", seed.map(String.init), String(header.seed)),
        ("budget", budget.map(String.init), String(header.budget)),
        ("tables", own, header.tables ?? "none of its own"),
      ] where flag != nil && flag != stands {
        throw Diagnostic(
          .probeHeader, "`--\(name) \(flag ?? "")`, but the set was made with \(name) \(stands)",
          at: set?.headerPlace, help: "change it there, or leave `--\(name)` out")
      }
      if header.generator != ProbeSet.generator {
        throw Diagnostic(
          .probeHeader, "the set was made by generator \(header.generator), and this is \(ProbeSet.generator)",
          at: set?.headerPlace, help: "write `generator: \(ProbeSet.generator)` to have it made anew")
      }
      return header
    }

    private func compare(_ text: String, with set: ProbeFolder, _ probes: ProbeSet, _ console: Console) throws {
      let stands = try set.text
      guard stands != text else {
        return console.line("clean  \(set.shown)/\(ProbeFolder.casesName)  " + Self.summary(of: probes))
      }
      let (old, new) = (Set(stands.split(separator: "\n")), Set(text.split(separator: "\n")))
      let first = zip(stands.split(separator: "\n"), text.split(separator: "\n")).enumerated()
        .first { $0.element.0 != $0.element.1 }?.offset
      console.line(
        "stale  \(set.shown)/\(ProbeFolder.casesName)\(first.map { ":\($0 + 1)" } ?? "")  "
          + "\(Format.count(new.subtracting(old).count, "line")) would be new, "
          + "\(Format.count(old.subtracting(new).count, "line")) would go")
      console.line("  write  evalgate probes expand --out \(NextSteps.quoted(out ?? ""))")
      throw Ending(.blocked)
    }

    private static func summary(of probes: ProbeSet) -> String {
      let families = Set(probes.probes.map(\.family)).count
      var parts = [
        Format.count(probes.probes.count, "scenario"), Format.count(probes.twins.count, "benign twin"),
        families == 1 ? "1 family" : "\(families) families",
        "\(Format.count(probes.pairs.covered)) of \(Format.count(probes.pairs.possible, "pair"))",
        "generator \(ProbeSet.generator)",
      ]
      if probes.dropped > 0 { parts.append("\(probes.dropped) left out, which the decoders cannot read") }
      return parts.joined(separator: " · ")
    }
  }

  struct Tables: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "tables",
      abstract: "Write the tables that come with evalgate, to be edited: goals.yml, carriers.yml and the others.")

    @Argument(help: ArgumentHelp("Where to.", valueName: "folder"))
    var folder: String

    func run() async throws {
      let files = ProbeTables.shipped.sorted { $0.key < $1.key }
      let root = Host.absolute(folder)
      let taken = files.map(\.key).filter { PlainFiles.exists(root + "/" + $0) }
      guard taken.isEmpty else {
        throw Diagnostic(
          .scaffoldTaken,
          "\(taken.map { "`\($0)`" }.joined(separator: ", ")) \(taken.count == 1 ? "is" : "are") there already",
          help: "nothing was written; name another folder")
      }
      for (name, bytes) in files { try PlainFiles.write(bytes, to: root + "/" + name) }
      let console = Console()
      for (name, _) in files { console.line("wrote  \(CommandPlace().shown(root + "/" + name))") }
      console.line("  next   evalgate probes expand --tables \(NextSteps.quoted(folder)) --out evalsets/NAME")
    }
  }
}

extension DiagnosticCode {
  static let probeHeader = DiagnosticCode(
    "probes/header",
    "What a set says of how its cases were made is not what is asked for. Cases made otherwise would be other cases.")
}
