import StrictJSON
import Testing

/// Inputs made to be expensive. Where a cost were not linear, these would run for minutes rather than milliseconds.
@Suite("hostile input")
struct HostileInputTests {
  private func reason(_ bytes: [UInt8], _ limits: JSONLimits = .default) throws -> JSONError.Reason {
    try #require(throws: JSONError.self) { try JSONValue(parsing: bytes, limits: limits) }.reason
  }

  @Test("an array nested 100,000 deep is refused at the depth limit")
  func deepArray() throws {
    let error = try #require(throws: JSONError.self) {
      try JSONValue(parsing: [UInt8](repeating: 0x5B, count: 100_000))
    }
    #expect(error.reason == .depthLimit)
    #expect(error.offset == 512)
  }

  @Test("an object nested 100,000 deep is refused at the depth limit")
  func deepObject() throws {
    #expect(try reason(Array(String(repeating: "{\"a\":", count: 100_000).utf8)) == .depthLimit)
  }

  @Test("words before a deep array do not lift the depth limit")
  func deepArrayAfterProse() throws {
    #expect(try reason(Array("x".utf8) + [UInt8](repeating: 0x5B, count: 100_000)) == .depthLimit)
  }

  @Test("a text one byte beyond the size limit is refused")
  func size() throws {
    #expect(try reason(Array("[1,2]".utf8), JSONLimits(bytes: 4)) == .sizeLimit)
  }

  @Test("a depth limit of 0 takes scalars only")
  func noDepth() throws {
    #expect(try JSONValue(parsing: "1", limits: JSONLimits(depth: 0)) == 1)
    #expect(try reason(Array("[]".utf8), JSONLimits(depth: 0)) == .depthLimit)
  }

  @Test("limits are cut down to what the stack bears")
  func greatestLimits() {
    #expect(JSONLimits(depth: .max, bytes: .max).depth == JSONLimits.maximumDepth)
  }

  @Test("a value of the default depth is written, compared, hashed and freed")
  func defaultDepth() throws {
    let depth = JSONLimits.default.depth
    let text = String(repeating: "[{\"a\":", count: depth / 2) + "1" + String(repeating: "}]", count: depth / 2)
    let (first, second) = (try JSONValue(parsing: text), try JSONValue(parsing: text))
    #expect(first == second && first.hashValue == second.hashValue && first.serialized() == text)
  }

  @Test("an object of 200,000 members is read and its last key found to be the first again")
  func manyKeys() throws {
    let members = (0..<200_000).map { "\"key\($0)\":0" }.joined(separator: ",")
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: "{\(members),\"key0\":1}") }
    #expect(error.reason == .duplicateKey)
    #expect(error.otherOffset == 1)
  }

  @Test("a hundred thousand keys with equal first and last eight bytes stay cheap")
  func keysWithEqualFingerprint() throws {
    let members = (0..<100_000).map { "\"aaaaaaaa\(100_000 + $0)bbbbbbbb\":0" }.joined(separator: ",")
    #expect(try JSONValue(parsing: "{\(members)}").objectValue?.count == 100_000)
  }

  @Test("a duplicate is found at any position", arguments: [2, 15, 16, 17, 18, 33, 64, 65, 200])
  func duplicateAtPosition(count: Int) throws {
    let keys = (0..<count).map { "\"k\($0)\":0" } + ["\"\\u006b\(count / 2)\":1"]
    #expect(try reason(Array("{\(keys.joined(separator: ","))}".utf8)) == .duplicateKey)
  }

  @Test("equal keys of different objects are no duplicates")
  func keysOfOtherObjects() throws {
    let inner = (0..<20).map { "\"k\($0)\":{\"k\($0)\":{\"k0\":[]}}" }.joined(separator: ",")
    #expect(try JSONValue(parsing: "[{\(inner)},{\(inner)}]").arrayValue?.count == 2)
  }

  @Test("half a megabyte of opening brackets and braces between words is looked at twice at most")
  func manyCandidates() throws {
    let text = "x" + String(repeating: " [ { ", count: 100_000) + "."
    #expect(try reason(Array(text.utf8)) == .unknownWord)
  }

  @Test(
    "words between what looks like the beginning of a key are looked at once",
    arguments: ["{\"", "{a ", "[\"", "{'", "\n```\n{x "])
  func manyBeginnings(_ piece: String) throws {
    let clock = ContinuousClock()
    let text = Array(("x" + String(repeating: piece, count: 100_000)).utf8)
    let time = try clock.measure { _ = try reason(text) }
    // Quadratic work would take minutes; what it takes here is a part of a second.
    #expect(time < .seconds(20))
  }

  @Test("a fence before a million blank lines is looked through once")
  func blankLinesInFence() throws {
    #expect(try reason(Array(("```\n" + String(repeating: "\n", count: 1_000_000)).utf8)) == .empty)
  }

  @Test("a number of a million digits is kept and compared")
  func longNumber() throws {
    let digits = "1" + String(repeating: "7", count: 1_000_000)
    let number = try #require(try JSONValue(parsing: digits).numberValue)
    #expect(!number.isExactInDouble && number.canonicalText == digits && number == number)
  }

  @Test("every prefix of a text is refused, none traps")
  func prefixes() throws {
    let text = Array(#"{"a":[1.5e-3,"\u00e9\uD83D\uDE00é😀\n",true,null,{"b":{}}],"c":-0}"#.utf8)
    for length in 0..<text.count {
      #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text[..<length])) }
    }
  }

  @Test(
    "replacing any byte of a text by any other traps nowhere and never changes what is accepted into an unwritable value"
  )
  func mutations() throws {
    let text = Array(#"[{"a":-1.5e3,"b":"\u00e9é\n"},true]"#.utf8)
    for place in text.indices {
      for byte in UInt8.min...UInt8.max {
        var mutated = text
        mutated[place] = byte
        guard let value = try? JSONValue(parsing: mutated) else { continue }
        #expect(try JSONValue(parsing: value.serialized()) == value)
      }
    }
  }
}
