import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Files of the documentation that are made from the program: held to it, or written anew with `EVALGATE_UPDATE_SNAPSHOTS=1`.
enum Published {
  static func expect(_ text: String, at path: String, location: Testing.SourceLocation = #_sourceLocation) throws {
    if getenv("EVALGATE_UPDATE_SNAPSHOTS") != nil {
      try TemporaryProject.write(text, toPath: path)
      return
    }
    let found = (try? TemporaryProject.read(path: path)) ?? ""
    let isSame = found.utf8.elementsEqual(text.utf8)
    #expect(
      isSame, "\(path) is not what the program says; EVALGATE_UPDATE_SNAPSHOTS=1 writes it anew",
      sourceLocation: location)
  }
}
