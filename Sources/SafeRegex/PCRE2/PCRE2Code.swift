import CPCRE2

/// Why PCRE2 compiles a pattern not.
struct PCRE2Refusal: Error {
  let number: Int32
  /// Where in the pattern, in bytes.
  let offset: Int

  /// The reason in PCRE2's words.
  var message: String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(number, &buffer, buffer.count)
    return length > 0 ? String(decoding: buffer[..<Int(length)], as: UTF8.self) : "pattern error \(number)"
  }
}

/// Compiling with PCRE2.
enum PCRE2Code {
  static let flags = UInt32(PCRE2_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C)

  /// What `PCRE2Text` wants.
  static let ecmaScriptFlags =
    flags | UInt32(PCRE2_DOLLAR_ENDONLY) | UInt32(PCRE2_MATCH_UNSET_BACKREF) | UInt32(PCRE2_ALLOW_EMPTY_CLASS)

  /// Compiled code, which is the caller's to free.
  static func compile(_ bytes: [UInt8], flags: UInt32) throws(PCRE2Refusal) -> OpaquePointer {
    var number: Int32 = 0
    var offset = 0
    let code = bytes.withUnsafeBufferPointer { bytes in
      pcre2_compile_8(bytes.baseAddress, bytes.count, flags, &number, &offset, nil)
    }
    guard let code else { throw PCRE2Refusal(number: number, offset: offset) }
    // Where executable memory is forbidden this fails and the interpreter gives the same answers, slower.
    _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    return code
  }
}
