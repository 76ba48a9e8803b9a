import StrictJSON
import Testing

/// A query, the value it runs on and what it selects, as RFC 9535 says.
struct PathExample: CustomTestStringConvertible {
  let path: String
  let value: JSONValue
  let selected: [JSONValue]

  init(_ path: String, _ value: JSONValue, _ selected: [JSONValue]) {
    (self.path, self.value, self.selected) = (path, value, selected)
  }

  var testDescription: String { path }
}

@Suite("JSONPath")
struct PathTests {
  static let letters: JSONValue = ["a", "b", "c", "d", "e", "f", "g"]
  static let tree: JSONValue = ["o": ["j": 1, "k": 2], "a": [5, 3, [["j": 4], ["k": 6]]]]

  @Test(
    "a query selects what the examples of RFC 9535 section 2 select",
    arguments: [
      PathExample("$", ["k": "v"], [["k": "v"]]),
      PathExample("$.o['j j']", ["o": ["j j": ["k.k": 3]]], [["k.k": 3]]),
      PathExample("$.o['j j']['k.k']", ["o": ["j j": ["k.k": 3]]], [3]),
      PathExample("$.o[\"j j\"][\"k.k\"]", ["o": ["j j": ["k.k": 3]]], [3]),
      PathExample("$[\"'\"][\"@\"]", ["'": ["@": 2]], [2]),
      PathExample("$[*]", ["o": ["j": 1, "k": 2], "a": [5, 3]], [["j": 1, "k": 2], [5, 3]]),
      PathExample("$.o[*, *]", ["o": ["j": 1, "k": 2]], [1, 2, 1, 2]), PathExample("$.a[*]", ["a": [5, 3]], [5, 3]),
      PathExample("$[1]", ["a", "b"], ["b"]), PathExample("$[-2]", ["a", "b"], ["a"]),
      PathExample("$[1]", ["1": "b"], []),
      PathExample("$[1:3]", letters, ["b", "c"]), PathExample("$[5:]", letters, ["f", "g"]),
      PathExample("$[1:5:2]", letters, ["b", "d"]), PathExample("$[5:1:-2]", letters, ["f", "d"]),
      PathExample("$[::-1]", letters, ["g", "f", "e", "d", "c", "b", "a"]),
      PathExample("$[0, 3]", letters, ["a", "d"]),
      PathExample("$[0:2, 5]", letters, ["a", "b", "f"]), PathExample("$[0, 0]", letters, ["a", "a"]),
      PathExample("$..j", tree, [1, 4]), PathExample("$..[0]", tree, [5, ["j": 4]]),
      PathExample("$..o", tree, [["j": 1, "k": 2]]), PathExample("$.o..[*, *]", tree, [1, 2, 1, 2]),
      PathExample("$.a..[0, 1]", tree, [5, 3, ["j": 4], ["k": 6]]), PathExample("$.a", ["a": nil, "b": [nil]], [nil]),
      PathExample("$.a[0]", ["a": nil], []), PathExample("$.b[*]", ["b": [nil]], [nil]),
    ])
  func examples(example: PathExample) throws {
    #expect(try JSONPath(example.path).matches(in: example.value).map(\.value) == example.selected)
  }

  @Test(
    "bounds of slices beyond the array are cut to it",
    arguments: [
      ("$[:]", [0, 1, 2, 3]), ("$[::]", [0, 1, 2, 3]), ("$[:0:-1]", [3, 2, 1]), ("$[2::-1]", [2, 1, 0]),
      ("$[::-2]", [3, 1]),
      ("$[-1:-3]", []), ("$[-1:-3:-1]", [3, 2]), ("$[-3:3]", [1, 2]), ("$[1:-1]", [1, 2]), ("$[1:2:0]", []),
      ("$[2:2]", []),
      ("$[2:113667776004]", [2, 3]), ("$[-113667776004:1]", [0]), ("$[113667776004:0:-1]", [3, 2, 1]),
      ("$[3:-113667776004:-1]", [3, 2, 1, 0]), ("$[1:10:113667776004]", [1]), ("$[-1:-10:-113667776004]", [3]),
      ("$[9007199254740991::]", []), ("$[:-9007199254740991]", []), ("$[::-9007199254740991]", [3]), ("$[4]", []),
      ("$[-5]", []),
    ] as [(String, [Int])])
  func slices(path: String, expected: [Int]) throws {
    #expect(try JSONPath(path).matches(in: [0, 1, 2, 3]).compactMap(\.value.intValue) == expected)
  }

  @Test("a slice of an empty array is empty", arguments: ["$[:]", "$[::-1]", "$[1:2]", "$[*]", "$..*"])
  func emptyArray(path: String) throws {
    #expect(try JSONPath(path).matches(in: []).isEmpty)
  }

  @Test(
    "names are read with their escapes",
    arguments: [
      ("$['\\'']", "'"), ("$[\"\\\"\"]", "\""), ("$['\\\\']", "\\"), ("$['\\/']", "/"),
      ("$['\\b\\f\\n\\r\\t']", "\u{8}\u{C}\n\r\t"),
      ("$['\\u263A\\u263a']", "☺☺"), ("$['\\uD83D\\uDE00']", "😀"), ("$.☺é", "☺é"), ("$._1a", "_1a"), ("$['']", ""),
      ("$['\"']", "\""),
      ("$[ 'a' ]", "a"), ("$ .a", "a"), ("$\n['a']", "a"), ("$['\u{7F}']", "\u{7F}"),
    ])
  func names(path: String, key: String) throws {
    #expect(try JSONPath(path).matches(in: .object([key: 1, "other": 2])).map(\.value) == [1])
  }

  @Test(
    "what RFC 9535 does not allow is refused with a reason",
    arguments: [
      ("", .missingRoot, 0), ("a", .missingRoot, 0), (" $", .missingRoot, 0), ("@", .missingRoot, 0),
      ("$ ", .misplacedSpace, 1),
      ("$.a ", .misplacedSpace, 3), ("$. a", .misplacedSpace, 2), ("$.. a", .misplacedSpace, 3),
      ("$.", .missingSelector, 2),
      ("$..", .missingSelector, 3), ("$[]", .missingSelector, 2), ("$[0,]", .missingSelector, 4), ("$.&", .badName, 2),
      ("$.1", .badName, 2), ("$.a-b", .badName, 3), ("$.'a'", .badName, 2), ("$[a]", .unexpectedCharacter, 2),
      ("$[0 2]", .unexpectedCharacter, 4), ("$a", .unexpectedCharacter, 1), ("$[1:2:3:4]", .unexpectedCharacter, 7),
      ("$[1.0]", .unexpectedCharacter, 3), ("$[1:2:a]", .unexpectedCharacter, 6), ("$['a'", .unclosedBracket, 1),
      ("$[", .unclosedBracket, 1),
      ("$['a]", .unclosedString, 2), ("$[\"a'", .unclosedString, 2), ("$['\u{1}']", .controlCharacter, 3),
      ("$['\\x']", .badEscape, 3), ("$['\\\"']", .badEscape, 3), ("$['\\u12']", .badEscape, 3),
      ("$['\\uD800']", .badEscape, 3),
      ("$['\\uDC00']", .badEscape, 3), ("$['\\uD800\\uD800']", .badEscape, 3), ("$['\\", .badEscape, 3),
      ("$[01]", .badInteger, 2), ("$[-0]", .badInteger, 2), ("$[+1]", .badInteger, 2), ("$[- 1]", .badInteger, 2),
      ("$[-]", .badInteger, 2),
      ("$[:01]", .badInteger, 3), ("$[9007199254740992]", .integerOutOfRange, 2),
      ("$[::-9007199254740992]", .integerOutOfRange, 4),
      ("$[231584178474632390847141970017375815706539969331281128078915168015826259279872]", .integerOutOfRange, 2),
      ("$[?@.a]", .filter, 2), ("$..[?(@.a == 1)]", .filter, 4), ("$[0, ?@.a]", .filter, 5),
    ] as [(String, JSONPathError.Reason, Int)])
  func refused(path: String, reason: JSONPathError.Reason, offset: Int) throws {
    let error = try #require(throws: JSONPathError.self) { try JSONPath(path) }
    #expect(error.reason == reason)
    #expect(error.offset == offset)
  }

  @Test(
    "where a query comes to an end before its own",
    arguments: [
      ("$.a[*]", #"{"a":"x"}"#, #"["x"]"#), ("$.a[*].b", #"{"a":[{"b":1},{"c":2},"y"]}"#, #"[{"c":2},"y"]"#),
      ("$.a", #"{"b":1}"#, "[]"), ("$.a.b.c", #"{"a":{"b":7}}"#, "[7]"), ("$.a[*]", #"{"a":[]}"#, "[[]]"),
      ("$..a", #"{"b":1}"#, "[]"), ("$.a[*]", #"{"a":["x"]}"#, "[]"),
    ])
  func deadEnds(path: String, value: String, ends: String) throws {
    let found = try JSONPath(path).reach(in: JSONValue(parsing: value)).deadEnds.map(\.value)
    #expect(JSONValue.array(found).serialized() == ends)
  }

  @Test("a query longer than the limit is refused")
  func tooLong() throws {
    let error = try #require(throws: JSONPathError.self) { try JSONPath("$" + String(repeating: ".a", count: 3000)) }
    #expect(error.reason == .tooLong)
  }

  @Test(
    "a query is singular when it can give one value at most",
    arguments: [
      ("$", true), ("$.a[0]['b'][-1]", true), ("$[*]", false), ("$..a", false), ("$[0:1]", false), ("$[0,1]", false),
    ])
  func singular(path: String, expected: Bool) throws {
    #expect(try JSONPath(path).isSingular == expected)
  }

  @Test(
    "the one value of a singular query is the one that it matches",
    arguments: [
      "$", "$.a", "$.a[0]", "$.a[-1].b", "$.a[2]", "$.a[-3]", "$.a.b", "$.c", "$.a[0].b", "$.d", "$..b", "$.a[*]",
    ])
  func singleValue(path: String) throws {
    let root: JSONValue = ["a": [1, ["b": [true]]], "d": nil]
    let path = try JSONPath(path)
    #expect(path.singleValue(in: root) == (path.isSingular ? path.matches(in: root).first?.value : nil))
  }

  @Test(
    "a match knows its normalized path",
    arguments: [
      ("$.a", "$['a']"), ("$.b[-1]", "$['b'][1]"), ("$[\"'\"]", "$['\\'']"), ("$['\\u000B']", "$['\\u000b']"),
      ("$['\\n\\\\']", "$['\\n\\\\']"), ("$['\"']", "$['\"']"),
    ])
  func locations(path: String, location: String) throws {
    let value: JSONValue = ["a": 1, "b": [1, 2], "'": 1, "\u{B}": 1, "\n\\": 1, "\"": 1]
    #expect(try JSONPath(path).matches(in: value).map(\.location) == [location])
  }

  @Test("matches of a descendant segment come parents first, each with its own place")
  func descendantLocations() throws {
    let matches = try JSONPath("$..*").matches(in: ["a": [["b": 1]], "c": 2])
    #expect(matches.map(\.location) == ["$['a']", "$['c']", "$['a'][0]", "$['a'][0]['b']"])
    #expect(matches.map(\.pointer.description) == ["/a", "/c", "/a/0", "/a/0/b"])
  }

  @Test("a normalized path leads to its own match")
  func normalizedPathsAreQueries() throws {
    for match in try JSONPath("$..*").matches(in: Self.tree) {
      #expect(try JSONPath(match.location).matches(in: Self.tree).map(\.value) == [match.value])
    }
  }

  @Test("a short query cannot give more nodes than the value has")
  func noBlowUp() throws {
    var value: JSONValue = 1
    for _ in 0..<300 { value = [value, 0] }
    let descending = try JSONPath("$..*..*..*..*..*..*").matches(in: value)
    let repeating = try JSONPath("$" + String(repeating: "[0,0,0]", count: 200)).matches(in: value)
    #expect(descending.count <= 600 && repeating.count == 3)
  }
}
