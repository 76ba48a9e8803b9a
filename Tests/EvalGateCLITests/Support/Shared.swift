#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The folder of test data that is kept beside the repository, where it is present.
enum Shared {
  static let root: String = {
    if let path = getenv("EVALGATE_SHARED") { return String(cString: path) }
    return Repository.root + "/../shared"
  }()
}
