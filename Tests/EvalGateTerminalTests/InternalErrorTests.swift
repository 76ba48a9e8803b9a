import EvalGateCLI
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("an error of evalgate's own")
struct InternalErrorTests {
  @Test("it is saved with version, platform and command, and nothing secret")
  func saved() throws {
    var template = Array("/tmp/evalgate-error-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { rmdir(folder) }
    let report = InternalErrorReport(
      error: "index out of range near sk-abcdefghijklmnop", arguments: ["/usr/bin/evalgate", "run", "--case", "a b"],
      environment: ["TMPDIR": folder, "OPENAI_API_KEY": "sk-abcdefghijklmnop"])
    let path = try #require(report.save())
    defer { unlink(path) }
    let text = try Self.text(of: path)
    #expect(text.contains("command  evalgate run --case 'a b'"), "\(text)")
    #expect(text.contains("platform ") && text.hasPrefix("evalgate "))
    #expect(!text.contains("sk-abcdefghijklmnop"))
    #expect(report.message(savedAt: path).contains("attach \(path)"))
    #expect(!report.message(savedAt: nil).contains("sk-abcdefghijklmnop"))
    #expect(report.message(savedAt: nil).contains("command  evalgate run"))
  }

  private static func text(of path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
