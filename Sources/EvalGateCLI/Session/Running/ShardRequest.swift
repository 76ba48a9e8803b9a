import ArgumentParser
import EvalGateCore

/// `--shard slice:2/4`, `hash:2/4`, or `auto` for what the CI says: `auto`, `slice:auto`, `hash:auto`.
enum ShardRequest: ExpressibleByArgument {
  case given(Shard)
  case automatic(Shard.Method)

  init?(argument: String) {
    if argument == "auto" {
      self = .automatic(.slice)
      return
    }
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let method = Shard.Method(rawValue: String(parts[0])) else { return nil }
    if parts[1] == "auto" {
      self = .automatic(method)
      return
    }
    let numbers = parts[1].split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1], count >= 1, (1...count).contains(index)
    else { return nil }
    self = .given(Shard(method: method, index: index, count: count))
  }

  /// The part that is meant; nil for all of it, where a CI does not split the job. A workflow that hands its count on merges what
  /// its jobs made, even of one.
  ///
  /// - Throws: `run/shard-unknown` where a CI splits the job and does not say into how many.
  func shard(in environment: [String: String]) throws(Diagnostic) -> Shard? {
    switch self {
    case .given(let shard): return shard
    case .automatic(let method):
      guard let place = try ParallelJob(environment), place.count > 1 || place.isHandedOn else { return nil }
      return Shard(method: method, index: place.index, count: place.count)
    }
  }
}

/// Which of several equal jobs this one is, as the CI says it.
struct ParallelJob {
  /// Counted from 1.
  let index: Int
  let count: Int
  /// Who says so, for messages.
  let variable: String
  /// Whether the workflow's author said so: some CIs tell every job that it is one of one.
  var isHandedOn: Bool { variable == Self.sources[0].count }

  private struct Source {
    let index: String
    let count: String
    /// Of the first job.
    let first: Int
  }

  /// GitHub keeps a job's place in its matrix out of the environment, so a workflow hands it on in the first two.
  private static let sources = [
    Source(index: "EVALGATE_JOB_INDEX", count: "EVALGATE_JOB_TOTAL", first: 0),
    Source(index: "BUILDKITE_PARALLEL_JOB", count: "BUILDKITE_PARALLEL_JOB_COUNT", first: 0),
    Source(index: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL", first: 0),
    Source(index: "CI_NODE_INDEX", count: "CI_NODE_TOTAL", first: 1),
    // Kubernetes tells a pod its index and not how many there are.
    Source(index: "JOB_COMPLETION_INDEX", count: "EVALGATE_JOB_TOTAL", first: 0),
  ]

  /// Nil where the job is not one of several.
  ///
  /// - Throws: `run/shard-unknown` where what the environment says is no place among a number of jobs. A guess could leave cases
  ///   out, which nobody would notice before the merge.
  init?(_ environment: [String: String]) throws(Diagnostic) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    guard let source = Self.sources.first(where: { value($0.index) != nil }) else {
      guard let own = Self.sources.first, let count = value(own.count).flatMap({ Int($0) }), count > 1 else {
        return nil
      }
      throw Diagnostic(
        .shardUnknown, "\(own.count) says that there are \(count) jobs, and nothing says which of them this is",
        help: "set \(own.index) to its number, from 0")
    }
    guard let written = value(source.count) else {
      throw Diagnostic(
        .shardUnknown, "\(source.index) says which job this is, and nothing says how many there are",
        help: "set \(source.count) to their number")
    }
    guard let place = value(source.index).flatMap({ Int($0) }), let count = Int(written), (1...100_000).contains(count),
      (source.first..<source.first + count).contains(place)
    else {
      throw Diagnostic(
        .shardUnknown, "\(source.index) and \(source.count) name no place among a number of jobs",
        help: "the first is a whole number from \(source.first), the second how many jobs there are")
    }
    index = place - source.first + 1
    self.count = count
    variable = source.count
  }
}

extension DiagnosticCode {
  static let shardUnknown = DiagnosticCode(
    "run/shard-unknown", "`--shard auto` takes a job's place from the CI, and what the CI says is no place.")
  static let shardIgnored = DiagnosticCode(
    "run/shard-ignored", "The CI runs this job several times side by side, and each of them evaluates everything.")
}
