import StrictJSON
import Testing

@Suite("documents")
struct DocumentTests {
  @Test("a node finds members and elements")
  func navigation() throws {
    let root = try JSONDocument(parsing: #"{"a":[{"x":0},[1,[2]],"t"],"b":{"c":true}}"#).root
    #expect(root["a"]?[2]?.string == "t")
    #expect(root["a"]?[1]?[1]?[0]?.number?.int == 2)
    #expect(root["b"]?["c"]?.bool == true)
    #expect(root["c"] == nil && root["a"]?[3] == nil && root["a"]?[-1] == nil)
  }

  @Test("a key with escapes is found by its meaning")
  func escapedKey() throws {
    let root = try JSONDocument(parsing: #"{"\u0061\n":1}"#).root
    #expect(root["a\n"]?.number?.int == 1)
  }

  @Test("elements and members come in order with their places")
  func iteration() throws {
    let root = try JSONDocument(parsing: #"{"a":[10, "x"],"b":null}"#).root
    #expect(root.members.map(\.key) == ["a", "b"])
    #expect(root.members.map(\.value.byteOffset) == [5, 19])
    #expect(root.members.map(\.keyNode.byteOffset) == [1, 15])
    #expect(root["a"]?.elements.map(\.byteOffset) == [6, 10])
    #expect(root["a"]?.count == 2)
  }

  @Test("a node knows its line and column")
  func position() throws {
    let root = try JSONDocument(parsing: "{\n  \"a\": 1\n}").root
    let position = try #require(root["a"]?.position)
    #expect([position.line, position.column] == [2, 8])
  }

  @Test("a node gives its whole value")
  func value() throws {
    let root = try JSONDocument(parsing: #"[{"a":[1,{}],"b":"é\n"},true]"#).root
    #expect(root[0]?.value == ["a": [1, [:]], "b": "é\n"])
  }

  @Test("a node of one kind answers nil for the others")
  func kinds() throws {
    let root = try JSONDocument(parsing: "[1]").root
    #expect(
      root.kind == .array && root.string == nil && root.number == nil && root.bool == nil && !root.isNull
        && root["a"] == nil)
  }

  @Test("numbers that a double cannot carry are listed with their places")
  func numbersBeyondDouble() throws {
    let root = try JSONDocument(parsing: "[0.1,9007199254740993,{\"a\":1e400},1.50,2e3]").root
    #expect(root.numbersBeyondDouble.map(\.byteOffset) == [5, 27])
  }
}
