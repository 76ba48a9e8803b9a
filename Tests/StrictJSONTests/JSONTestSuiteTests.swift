import StrictJSON
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files of Nicolas Seriot's JSONTestSuite, in the folder `EVALGATE_JSON_TEST_SUITE` (its `test_parsing`).
enum JSONTestSuite {
  static let folder = getenv("EVALGATE_JSON_TEST_SUITE").map { String(cString: $0) }

  /// The suite's name of a file says what a parser owes it: `y_` is JSON, `n_` is not, `i_` is left open.
  static func files(_ promise: String) -> [String] {
    SharedData.jsonFiles(below: folder ?? "").filter { name(of: $0).hasPrefix(promise) }
  }

  static func name(of path: String) -> String { String(path.split(separator: "/").last ?? "") }
}

@Suite("JSONTestSuite", .enabled(if: JSONTestSuite.folder != nil, "EVALGATE_JSON_TEST_SUITE names no folder"))
struct JSONTestSuiteTests {
  /// RFC 8259 section 4 leaves a key that comes twice to the reader; here it is refused.
  private static let twice = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]

  @Test("what the suite calls JSON is read, but for keys that come twice")
  func accepted() {
    let files = JSONTestSuite.files("y_")
    #expect(files.count >= 95)
    for file in files {
      let isRead = (try? JSONValue(parsing: SharedData.bytes(of: file))) != nil
      #expect(isRead == !Self.twice.contains(JSONTestSuite.name(of: file)), "\(file)")
    }
  }

  @Test("what the suite calls no JSON is refused")
  func rejected() {
    let files = JSONTestSuite.files("n_")
    #expect(files.count >= 188)
    for file in files {
      #expect(throws: JSONError.self, "\(file)") { try JSONValue(parsing: SharedData.bytes(of: file)) }
    }
  }

  @Test("of what the suite leaves open, numbers of any size and depth are read and what is no Unicode text is refused")
  func open() {
    let files = JSONTestSuite.files("i_")
    #expect(files.count >= 35)
    for file in files {
      let name = JSONTestSuite.name(of: file)
      let isRead = (try? JSONValue(parsing: SharedData.bytes(of: file))) != nil
      #expect(isRead == (name.hasPrefix("i_number") || name == "i_structure_500_nested_arrays.json"), "\(file)")
    }
  }
}
