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
  private let source: TranslatedPattern
  private let flags: UInt32
  private let counting = Mutex<Counting?>(nil)

  private struct Counting: @unchecked Sendable { let code: OpaquePointer }

  init(_ source: TranslatedPattern, flags: UInt32, limits: SafeRegex.Limits) throws(RegexError) {
    self.source = source
    self.flags = flags
    let code = try Self.compile(source, flags: flags)
    guard let quick = pcre2_match_context_create_8(nil), let full = pcre2_match_context_create_8(nil) else {
      pcre2_code_free_8(code)
      throw RegexError(message: "out of memory", offset: 0)
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
        made = (try? Self.compile(source, flags: flags | UInt32(PCRE2_AUTO_CALLOUT))).map(Counting.init)
      }
      return made
    }?.code
  }

  private static func compile(_ source: TranslatedPattern, flags: UInt32) throws(RegexError) -> OpaquePointer {
    var number: Int32 = 0
    var offset = 0
    let code = source.bytes.withUnsafeBufferPointer { bytes in
      pcre2_compile_8(bytes.baseAddress, bytes.count, flags, &number, &offset, nil)
    }
    guard let code else {
      // 125: "lookbehind assertion is not fixed length", 187: "lookbehind assertion is too long".
      throw RegexError(
        message: message(for: number), offset: source.originalOffset(of: offset),
        isUnsupported: number == 125 || number == 187)
    }
    // Where executable memory is forbidden this fails and the interpreter gives the same answers, slower.
    _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    return code
  }

  private static func message(for number: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(number, &buffer, buffer.count)
    return length > 0 ? String(decoding: buffer[..<Int(length)], as: UTF8.self) : "pattern error \(number)"
  }
}
