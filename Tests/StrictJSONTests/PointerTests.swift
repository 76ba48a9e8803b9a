import StrictJSON
import Testing

@Suite("JSON Pointer")
struct PointerTests {
  /// The document of RFC 6901 section 5.
  static let document: JSONValue = [
    "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
  ]

  /// RFC 6901 sections 5 and 6: string form, fragment form, value.
  static let examples: [(String, String, JSONValue)] = [
    ("", "#", document), ("/foo", "#/foo", ["bar", "baz"]), ("/foo/0", "#/foo/0", "bar"), ("/", "#/", 0),
    ("/a~1b", "#/a~1b", 1),
    ("/c%d", "#/c%25d", 2), ("/e^f", "#/e%5Ef", 3), ("/g|h", "#/g%7Ch", 4), ("/i\\j", "#/i%5Cj", 5),
    ("/k\"l", "#/k%22l", 6),
    ("/ ", "#/%20", 7), ("/m~0n", "#/m~0n", 8),
  ]

  @Test("the examples of RFC 6901 lead to their values in both forms", arguments: examples)
  func publishedExamples(text: String, fragment: String, value: JSONValue) throws {
    let pointer = try JSONPointer(text)
    #expect(pointer.resolve(in: Self.document) == value)
    #expect(pointer.description == text && pointer.fragment == fragment)
    #expect(try JSONPointer(fragment: fragment) == pointer)
  }

  @Test(
    "a pointer to nothing leads nowhere",
    arguments: [
      "/x", "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+1", "/foo/", "/foo/0/a", "/foo/99999999999999999999",
    ])
  func nowhere(text: String) throws {
    #expect(try JSONPointer(text).resolve(in: Self.document) == nil)
  }

  @Test(
    "a text that is no pointer is refused",
    arguments: [("a", .missingSlash), ("/~", .badEscape), ("/~2", .badEscape), ("#/a", .missingSlash)]
      as [(String, JSONPointerError)])
  func refused(text: String, error: JSONPointerError) {
    #expect(throws: error) { try JSONPointer(text) }
  }

  @Test(
    "a text that is no fragment is refused",
    arguments: [("/a", .missingHash), ("#/%2", .badPercentEncoding), ("#/%FF", .badPercentEncoding)]
      as [(String, JSONPointerError)])
  func refusedFragment(text: String, error: JSONPointerError) {
    #expect(throws: error) { try JSONPointer(fragment: text) }
  }

  @Test("steps are appended unescaped")
  func appending() {
    #expect(JSONPointer.root.appending("a/b").appending(3).appending("~").description == "/a~1b/3/~0")
  }
}
