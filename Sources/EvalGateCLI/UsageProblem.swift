import ArgumentParser
import EvalGateCore

/// A command line that cannot be read, told as every other problem is.
enum UsageProblem {
  /// - Parameters:
  ///   - error: of the argument parser, or a command's own `ValidationError`.
  ///   - arguments: without the program's name.
  static func diagnostic(for error: any Error, _ arguments: [String]) -> Diagnostic {
    let message = EvalGateCommand.message(for: error)
    let (problem, advice) = parts(of: message)
    var diagnostic = Diagnostic(.usage, problem)
    if let command = unknownCommand(in: arguments), message.contains("'\(command.written)'") {
      diagnostic.label = suggestion(for: command.written, among: command.known).map { "did you mean `\($0)`?" }
    }
    diagnostic.help = advice.map { [$0] } ?? []
    for line in EvalGateCommand.fullMessage(for: error).split(separator: "\n") {
      if line.hasPrefix("Help:") { diagnostic.help.append(trimmed(line.dropFirst(5))) }
      guard line.hasPrefix("Usage: ") else { continue }
      diagnostic.help.append("usage: " + trimmed(line.dropFirst(7)))
      if let option = formOption(message, usage: line) { diagnostic.label = "did you mean `\(option)`?" }
    }
    for flag in EnvironmentArguments.added(by: Host.environment, to: arguments)
    where message.contains("--" + flag.name) {
      diagnostic.help.append("`--\(flag.name)` comes from the environment variable \(flag.variable)")
    }
    return diagnostic
  }

  /// The option of a command that gives JSON, where another one was written that other commands have for it.
  private static func formOption(_ message: String, usage: Substring) -> String? {
    if message.contains("'--format'"), usage.contains("[--json]") { return "--json" }
    if message.contains("'--json'"), usage.contains("[--format <format>]") { return "--format json" }
    return nil
  }

  /// What is wrong, and the parser's advice in a second sentence, both as our messages are written.
  private static func parts(of message: String) -> (problem: String, advice: String?) {
    let sentences = message.split(separator: ". ", maxSplits: 1).map { sentence in
      ticked(lowered(sentence.split(separator: "\n").joined(separator: " ")))
    }
    guard let first = sentences.first else { return ("the command line cannot be read", nil) }
    return (first, sentences.dropFirst().first.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 })
  }

  /// An option's name begins with no letter and stays as it is.
  private static func lowered(_ sentence: String) -> String { sentence.prefix(1).lowercased() + sentence.dropFirst() }

  private static func ticked(_ sentence: String) -> String {
    let pieces = sentence.split(separator: "'", omittingEmptySubsequences: false)
    return pieces.count % 2 == 1 ? pieces.joined(separator: "`") : sentence
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " })
  }

  /// The word that stands where a command's name has to.
  private static func unknownCommand(in arguments: [String]) -> UnknownCommand? {
    var inner = commands(below: EvalGateCommand.configuration)
    for argument in arguments {
      guard !inner.isEmpty, !argument.hasPrefix("-") else { return nil }
      guard let next = inner.first(where: { $0.name == argument }) else {
        return UnknownCommand(written: argument, known: inner.map(\.name))
      }
      inner = commands(below: next.configuration)
    }
    return nil
  }

  private static func commands(
    below configuration: CommandConfiguration
  ) -> [(name: String, configuration: CommandConfiguration)] {
    var types = configuration.subcommands
    for group in configuration.groupedSubcommands { types += group.subcommands }
    return types.map { type in (type._commandName, type.configuration) }
  }

  private struct UnknownCommand {
    let written: String
    /// The names that could stand there.
    let known: [String]
  }
}

extension DiagnosticCode {
  static let usage = DiagnosticCode(
    "command/usage", "A command, a flag or a value that this version of evalgate does not know, or one that is missing."
  )
}
