import EvalGateCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the operating system says about where and when we run. Only the command line asks it; everything else is told.
enum Host {
  /// The environment, read once.
  static let environment: [String: String] = {
    var values: [String: String] = [:]
    var entry = environ
    while let pair = entry.pointee {
      let text = String(cString: pair)
      if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        values[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
      }
      entry += 1
    }
    return values
  }()

  static var isCI: Bool {
    guard let value = environment["CI"] else { return false }
    return !value.isEmpty && value != "0" && value.lowercased() != "false"
  }

  static var workingFolder: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  /// A path as given on the command line, from the root of the disk.
  static func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : workingFolder + "/" + path }

  /// Seconds since 1970.
  static var now: Int { time(nil) }
  static var today: CalendarDate { CalendarDate(secondsSince1970: now) }

  /// Milliseconds of a clock that never goes backwards.
  static var monotonicMilliseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
  }
}

extension Host {
  static var processID: Int32 { getpid() }

  /// Ends the process at once, without waiting for anything.
  static func exitNow(_ code: Int32) -> Never { _exit(code) }
}
