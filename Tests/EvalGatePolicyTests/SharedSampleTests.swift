import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The rows of a labelled file shared beside the repository; nil where it is not there.
private func rows(_ name: String) -> [JSONValue]? {
  let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
  let folder = getenv("EVALGATE_SHARED").map { String(cString: $0) } ?? root + "/../shared"
  guard let file = fopen("\(folder)/safety/\(name)", "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes.append(contentsOf: buffer[..<count]) }
  return bytes.split(separator: 0x0A).compactMap { try? JSONValue(parsing: Array($0)) }
}

private let leaks = rows("leak_encoded_sample.jsonl")
private let phrases = rows("injection_texts_sample.jsonl")

@Suite("labelled samples")
struct SharedSampleTests {
  private func wrong(_ rows: [JSONValue], where isMeant: (JSONValue) -> Bool) throws -> [String] {
    try rows.filter(isMeant).compactMap { row in
      guard let value = row["restricted_value"], let text = row["text"]?.stringValue else { return nil }
      let isFound = try policy(["restricted": [["id": "r", "values": [value]]]]).decide(text).action == .reject
      return isFound == (row["label"]?.intValue == 1) ? nil : row["id"]?.stringValue ?? "a row"
    }
  }

  @Test(
    "every leak of the first tier is found, and nothing where there is none",
    .enabled(if: leaks != nil, "no labelled samples (EVALGATE_SHARED)"))
  func firstTier() throws {
    #expect(try wrong(leaks ?? []) { [0, 1].contains($0["tier"]?.intValue) } == [])
  }

  @Test("leaks of the second tier are found", .enabled(if: leaks != nil, "no labelled samples (EVALGATE_SHARED)"))
  func secondTier() throws {
    #expect(try wrong(leaks ?? []) { $0["tier"]?.intValue == 2 } == [])
  }

  @Test(
    "phrases that give orders are told from requests with the same words",
    .enabled(if: phrases != nil, "no labelled samples (EVALGATE_SHARED)"))
  func injections() {
    let found = (phrases ?? []).filter { !Scanner.advisory.scan($0["text"]?.stringValue ?? "").detections.isEmpty }
    let right = found.count { $0["label"]?.intValue == 1 }
    let all = (phrases ?? []).count { $0["label"]?.intValue == 1 }
    #expect(right * 100 >= found.count * 95)
    #expect(right * 100 >= all * 45)
  }
}
