import StrictJSON

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The rows of a labelled file that is shared beside the repository (`EVALGATE_SHARED`, or `../shared`); nil where it is not there.
func safetySample(_ name: String) throws -> [JSONValue]? {
  let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
  let folder = getenv("EVALGATE_SHARED").map { String(cString: $0) } ?? root + "/../shared"
  guard let file = fopen(folder + "/safety/\(name)_sample.jsonl", "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes.append(contentsOf: buffer[..<count]) }
  return try bytes.split(separator: 0x0A).map { try JSONValue(parsing: String(decoding: $0, as: UTF8.self)) }
}

/// Whether the labelled files are there.
let hasSafetySamples = (try? safetySample("pii_synth")).flatMap { $0 } != nil

/// How often a detector was right.
struct Rates {
  var hits = 0
  var misses = 0
  var falseAlarms = 0
  var rejections = 0

  mutating func count(found: Bool, wanted: Bool) {
    switch (found, wanted) {
    case (true, true): hits += 1
    case (false, true): misses += 1
    case (true, false): falseAlarms += 1
    case (false, false): rejections += 1
    }
  }

  var precision: Double { Double(hits) / Double(max(1, hits + falseAlarms)) }
  var recall: Double { Double(hits) / Double(max(1, hits + misses)) }
  var f1: Double { Double(2 * hits) / Double(max(1, 2 * hits + misses + falseAlarms)) }
  var specificity: Double { Double(rejections) / Double(max(1, rejections + falseAlarms)) }
}
