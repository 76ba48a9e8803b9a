import Foundation
import JSONSchema
import StrictJSON

/// `json-bench parse FILE…`, `json-bench validate SCHEMA INSTANCES` and `json-bench hostile SCHEMA INSTANCE`: one JSON object a line
/// with what was measured, in CPU time of the process, the best of several rounds; of what is hostile, one round.
@main
enum Bench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "parse": for path in arguments.dropFirst() { try parse(path) }
    case "validate" where arguments.count == 3: try validate(arguments[2], arguments[3])
    case "hostile" where arguments.count == 3: try hostile(arguments[2], arguments[3])
    default: throw Usage()
    }
  }

  struct Usage: Error {}

  private static func lines(_ path: String) throws -> [[UInt8]] {
    try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n")).map(Array.init)
  }

  /// Megabytes a second to the tape, to values, and by Foundation.
  private static func parse(_ path: String) throws {
    let lines = try lines(path)
    let bytes = Double(lines.reduce(0) { $0 + $1.count })
    let data = lines.map { Data($0) }
    let tape = try fastest { for line in lines { keep(try JSONDocument(parsing: line).root.count) } }
    let values = try fastest { for line in lines { keep(try JSONValue(parsing: line).objectValue?.count ?? 0) } }
    let foundation = try fastest {
      for line in data { keep((try JSONSerialization.jsonObject(with: line) as? [String: Any])?.count ?? 0) }
    }
    report([
      "bytes": .number(JSONNumber(Int(bytes))), "lines": .number(JSONNumber(lines.count)),
      "tape": rate(bytes / 1e6, tape),
      "values": rate(bytes / 1e6, values), "JSONSerialization": rate(bytes / 1e6, foundation),
    ])
  }

  /// Validations a second of instances that are read already.
  private static func validate(_ schemaPath: String, _ path: String) throws {
    let schema = try JSONSchema(JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: schemaPath)))))
    let lines = try lines(path)
    let instances = try lines.map { try JSONValue(parsing: $0) }
    let valid = instances.count { schema.accepts($0) == true }
    let accepts = try fastest { for instance in instances { keep(schema.accepts(instance) == true ? 1 : 0) } }
    let explains = try fastest { for instance in instances { keep(schema.validate(instance).isValid ? 1 : 0) } }
    let whole = try fastest {
      for line in lines { keep(schema.accepts(try JSONValue(parsing: line)) == true ? 1 : 0) }
    }
    let count = Double(instances.count)
    report([
      "instances": .number(JSONNumber(instances.count)), "valid": .number(JSONNumber(valid)),
      "accepts": rate(count, accepts), "validate": rate(count, explains), "parse_and_accept": rate(count, whole),
    ])
  }

  /// How long one instance takes with all that is asked of a model's answer: to be read, decided and explained.
  private static func hostile(_ schemaPath: String, _ path: String) throws {
    let options = JSONSchema.Options(format: .assertion, assertsContent: true)
    let schema = try JSONSchema(
      JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: schemaPath)))), options: options)
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    let start = cpuSeconds()
    let document = try JSONDocument(parsing: bytes)
    keep(document.root.numbersBeyondDouble.count)
    let verdict = schema.validate(document.root.value)
    let seconds = cpuSeconds() - start
    let word =
      switch verdict {
      case .valid: "valid"
      case .invalid: "invalid"
      case .tooExpensive: "too expensive"
      }
    report(["milliseconds": JSONNumber(seconds * 1000).map { .number($0) } ?? .null, "verdict": .string(word)])
  }

  // MARK: Measuring

  private static let rounds = 7
  nonisolated(unsafe) private static var kept = 0

  /// Keeps a result from being optimised away.
  private static func keep(_ value: Int) { kept &+= value }

  /// CPU seconds of the fastest round; each repeats the work until it takes a twentieth of a second.
  private static func fastest(_ work: () throws -> Void) throws -> Double {
    var repeats = 1
    while true {
      let start = cpuSeconds()
      for _ in 0..<repeats { try work() }
      if cpuSeconds() - start > 0.05 { break }
      repeats *= 2
    }
    var best = Double.infinity
    for _ in 0..<rounds {
      let start = cpuSeconds()
      for _ in 0..<repeats { try work() }
      best = min(best, (cpuSeconds() - start) / Double(repeats))
    }
    return best
  }

  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func rate(_ amount: Double, _ seconds: Double) -> JSONValue {
    JSONNumber((amount / seconds).rounded()).map { .number($0) } ?? .null
  }

  private static func report(_ object: JSONObject) { print(JSONValue.object(object).serialized()) }
}
