import EvalGateStore
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("files in memory")
struct MemoryFolderTests {
  @Test("a file below /dev/shm is put in another's place and never written behind it")
  func replaced() throws {
    let path = "/dev/shm/evalgate-test-\(getpid())"
    guard access("/dev/shm", W_OK) == 0 else { return print("skipped: there is no /dev/shm to write to") }
    defer { unlink(path) }
    for text in ["the first, which is longer", "the second"] {
      try PlainFiles.write(Array(text.utf8), to: path)
      #expect(try PlainFiles.read(path, limit: 1000) == Array(text.utf8))
    }
  }
}
