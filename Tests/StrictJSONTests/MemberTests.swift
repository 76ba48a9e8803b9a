import StrictJSON
import Testing

@Suite("members found by key")
struct MemberTests {
  private func members(_ text: String) throws -> JSONMembers {
    try #require(JSONMembers(of: JSONDocument(parsing: text).root))
  }

  @Test("keys are found in any order, and again")
  func order() throws {
    var members = try members(#"{"a":1,"bb":[2,{"a":9}],"ccc":{"a":3},"d":4}"#)
    var found: [Int?] = []
    for key: StaticString in ["a", "d", "a", "ccc", "bb", "e", "d"] {
      found.append(members.find(key).map { members.node(at: $0).byteOffset })
    }
    #expect(found == [5, 42, 5, 30, 12, nil, 42])
  }

  @Test("keys with escapes, an empty key and long keys are found by their bytes")
  func keys() throws {
    var members = try members(#"{"":0,"\u0061\n":1,"a_key_of_more_than_fifteen_bytes":2,"é":3}"#)
    var found: [Int?] = []
    for key: StaticString in ["a\n", "é", "", "a_key_of_more_than_fifteen_bytes", "e\u{301}"] {
      found.append(members.find(key).flatMap { members.int(at: $0) })
    }
    #expect(found == [1, 3, 0, 2, nil])
  }

  @Test("keys of one length with the same ends are told apart, be they there or not")
  func alike() throws {
    var members = try members(#"{"abc":1,"azc":2,"tags":3,"t\u0061gs ":4,"x":5}"#)
    var found: [Int?] = []
    for key: StaticString in ["aqc", "azc", "taxs", "abc", "tags ", "tags", "y", "x", "aqc", "abc"] {
      found.append(members.find(key).flatMap { members.int(at: $0) })
    }
    #expect(found == [nil, 2, nil, 1, 4, 3, nil, 5, nil, 1])
  }

  @Test("an object without members has none of any key")
  func empty() throws {
    var members = try members("{}")
    #expect(members.find("a") == nil && members.find("") == nil && members.find("a") == nil)
  }

  @Test("what is no object has no members", arguments: ["[]", "1", "\"{}\"", "null"])
  func noObject(text: String) throws {
    #expect(try JSONMembers(of: JSONDocument(parsing: text).root) == nil)
  }

  @Test("a place gives the object back")
  func object() throws {
    let root = try JSONDocument(parsing: #"{"x":{"y":[{"z":1}]}}"#).root
    let inner = try #require(root["x"]?["y"]?[0])
    #expect(try #require(JSONMembers(of: inner)).object.byteOffset == inner.byteOffset)
  }

  @Test(
    "a number read where it stands is the number of its text",
    arguments: [
      "0", "-0", "7", "-12", "999999999999999", "-999999999999999", "9007199254740993", "9223372036854775807",
      "9223372036854775808", "-9223372036854775808", "1.0", "-0.0", "1.5", "20e-1", "1e400", "-1e400", "1e-400",
      "0.016909003257751465",
    ])
  func numbers(text: String) throws {
    let number = try #require(JSONNumber(text: text))
    var members = try members("{\"n\":\(text)}")
    let found = members.find("n")
    let place = try #require(found)
    #expect(members.int(at: place) == number.int)
    #expect(members.double(at: place)?.bitPattern == number.double?.bitPattern)
  }

  @Test("a value of one kind answers nil for the others")
  func kinds() throws {
    var members = try members(#"{"s":"t","n":1,"b":false,"z":null,"a":[]}"#)
    for key: StaticString in ["s", "n", "b", "z", "a"] {
      let found = members.find(key)
      let place = try #require(found)
      let kind = members.kind(at: place)
      #expect((members.string(at: place) != nil) == (kind == .string))
      #expect((members.withText(at: place) { $0.count } != nil) == (kind == .string))
      #expect((members.int(at: place) != nil) == (kind == .number))
      #expect((members.double(at: place) != nil) == (kind == .number))
      #expect((members.bool(at: place) != nil) == (kind == .bool))
    }
  }

  @Test("the bytes of a string are those of its text", arguments: ["", "plain", "größer", #"a \"b\" \n \uD83D\uDE00"#])
  func texts(written: String) throws {
    var members = try members("{\"s\":\"\(written)\"}")
    let found = members.find("s")
    let place = try #require(found)
    let bytes = members.withText(at: place) { Array($0) }
    #expect(bytes == members.string(at: place).map { Array($0.utf8) })
  }
}
