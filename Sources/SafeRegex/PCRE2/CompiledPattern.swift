import CPCRE2
import Synchronization

/// A pattern compiled twice: plain for short texts, with callouts that count work for long ones.
///
/// PCRE2 never writes to compiled code after it is made, which is what makes sharing it between threads safe (pcre2api(3),
/// "Multithreading").
final class CompiledPattern: Sendable {
  /// Texts up to this many bytes are searched with the plain code first, within few steps: at most a millisecond or two.
  static let shortText = 256
  /// Steps from one start position of a short text before the counting code takes over.
  static let quickSteps: UInt32 = 1_000

  nonisolated(unsafe) let plain: OpaquePointer
  /// Limits for the plain code.
  nonisolated(unsafe) let quick: OpaquePointer
  /// Limits for the counting code, to be copied for a meter.
  nonisolated(unsafe) let full: OpaquePointer
  let hasBackreferences: Bool
  private let source: [UInt8]
  private let flags: UInt32
  private let counting = Mutex<Counting?>(nil)

  private struct Counting: @unchecked Sendable { let code: OpaquePointer }

  init(_ source: [UInt8], flags: UInt32, limits: SafeRegex.Limits) throws(PCRE2Refusal) {
    self.source = source
    self.flags = flags
    let code = try PCRE2Code.compile(source, flags: flags)
    guard let quick = pcre2_match_context_create_8(nil), let full = pcre2_match_context_create_8(nil) else {
      pcre2_code_free_8(code)
      throw PCRE2Refusal(number: PCRE2_ERROR_NOMEMORY, offset: 0)
    }
    for (context, steps) in [(quick, min(limits.steps, Self.quickSteps)), (full, limits.steps)] {
      pcre2_set_match_limit_8(context, steps)
      pcre2_set_heap_limit_8(context, limits.memoryKiB)
    }
    plain = code
    self.quick = quick
    self.full = full
    var most: UInt32 = 0
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_BACKREFMAX), &most)
    hasBackreferences = most > 0
  }

  deinit {
    counting.withLock { if let code = $0?.code { pcre2_code_free_8(code) } }
    pcre2_match_context_free_8(quick)
    pcre2_match_context_free_8(full)
    pcre2_code_free_8(plain)
  }

  /// The code that counts, compiled when the first long text comes.
  func countingCode() -> OpaquePointer? {
    counting.withLock { made in
      if made == nil {
        made = (try? PCRE2Code.compile(source, flags: flags | UInt32(PCRE2_AUTO_CALLOUT))).map(Counting.init)
      }
      return made
    }?.code
  }

  var captureCount: Int {
    var count: UInt32 = 0
    pcre2_pattern_info_8(plain, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    return Int(count)
  }

  /// The name table: entries of equal size, each a big-endian group number and a NUL-terminated name.
  var captureNames: [String: Int] {
    var count: UInt32 = 0
    var size: UInt32 = 0
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(plain, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    pcre2_pattern_info_8(plain, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    pcre2_pattern_info_8(plain, UInt32(PCRE2_INFO_NAMETABLE), &table)
    guard let table, size > 2 else { return [:] }
    var names: [String: Int] = [:]
    for index in 0..<Int(count) {
      let entry = UnsafeBufferPointer(start: table + index * Int(size), count: Int(size))
      let name = String(decoding: entry[2...].prefix { $0 != 0 }, as: UTF8.self)
      names[name] = Int(entry[0]) << 8 | Int(entry[1])
    }
    return names
  }
}
