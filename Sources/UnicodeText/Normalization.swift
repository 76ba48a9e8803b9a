import CUTF8Proc

/// Normal forms (Unicode Standard Annex 15) and foldings, by utf8proc's tables.
///
/// Strings that are equal to Swift may differ in bytes before normalizing and never after. All of these take time linear
/// in the text, whatever it holds.
extension String {
  /// Canonical composition: what text on the web is expected to be in.
  public var nfc: String { mapped(UTF8PROC_COMPOSE) }

  /// Canonical decomposition: letters apart from their marks.
  public var nfd: String { mapped(UTF8PROC_DECOMPOSE) }

  /// Compatibility composition: full-width, circled, superscript and ligature forms become plain letters.
  public var nfkc: String { mapped(UTF8PROC_COMPOSE, UTF8PROC_COMPAT) }

  /// Compatibility decomposition.
  public var nfkd: String { mapped(UTF8PROC_DECOMPOSE, UTF8PROC_COMPAT) }

  /// Full case folding (Unicode Standard, section 3.13, toCasefold): `Straße` and `STRASSE` become equal.
  ///
  /// The result is for comparing and is not normalized.
  public var caseFolded: String { mapped(UTF8PROC_CASEFOLD) }

  /// NFKC_Casefold (Unicode Standard, section 3.13): compatibility forms, case and invisible characters do not count.
  public var nfkcCaseFolded: String {
    mapped(UTF8PROC_COMPOSE, UTF8PROC_COMPAT, UTF8PROC_CASEFOLD, UTF8PROC_IGNORE)
  }

  /// Without what a font does not show: zero-width characters, soft hyphens, variation selectors, tag characters.
  public var removingDefaultIgnorables: String { mapped(UTF8PROC_IGNORE) }

  /// Without marks (general category M): `é` becomes `e`, in canonical composition.
  public var strippingMarks: String { mapped(UTF8PROC_COMPOSE, UTF8PROC_STRIPMARK) }

  private func mapped(_ options: utf8proc_option_t...) -> String {
    let mapping = Mapping(options)
    var text = self
    return text.withUTF8 { bytes in mapping.isPlain(bytes) ? nil : mapping.applied(to: bytes) } ?? self
  }
}

/// What is done to a text, stretch by stretch: most texts are ASCII but for a few letters, and ASCII maps to itself.
private struct Mapping {
  private let flags: utf8proc_option_t
  private let isFolding: Bool
  private let isNormalizing: Bool

  init(_ options: [utf8proc_option_t]) {
    flags = utf8proc_option_t(options.reduce(0) { $0 | $1.rawValue })
    isFolding = options.contains(UTF8PROC_CASEFOLD)
    isNormalizing = options.contains(UTF8PROC_COMPOSE) || options.contains(UTF8PROC_DECOMPOSE)
  }

  func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.allSatisfy(isPlain) }

  /// Whether a byte stands for what no mapping here touches: ASCII, but for the folding of letters.
  private func isPlain(_ byte: UInt8) -> Bool { byte < 0x80 && !(isFolding && (0x41...0x5A).contains(byte)) }

  func applied(to bytes: UnsafeBufferPointer<UInt8>) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var codePoints: [utf8proc_int32_t] = []
    var start = 0
    while let first = bytes[start...].firstIndex(where: { !isPlain($0) }) {
      let end = bytes[first...].firstIndex(where: isPlain) ?? bytes.endIndex
      // The letter before may be one that a mark is put on. Nothing is ever put together with a letter of ASCII behind it.
      let cut = max(start, first - 1)
      result.append(contentsOf: bytes[start..<cut])
      append(UnsafeBufferPointer(rebasing: bytes[cut..<end]), to: &result, by: &codePoints)
      start = end
    }
    result.append(contentsOf: bytes[start...])
    return String(decoding: result, as: UTF8.self)
  }

  /// - Parameter codePoints: what is in it is overwritten.
  private func append(
    _ bytes: UnsafeBufferPointer<UInt8>, to result: inout [UInt8], by codePoints: inout [utf8proc_int32_t]
  ) {
    codePoints.removeAll(keepingCapacity: true)
    decompose(bytes, into: &codePoints)
    var length = codePoints.count
    if isNormalizing {
      orderMarks(&codePoints)
      length = min(max(0, utf8proc_normalize_utf32(&codePoints, length, flags)), length)
    }
    for codePoint in codePoints[..<length] {
      guard let scalar = Unicode.Scalar(UInt32(bitPattern: codePoint)) else { continue }
      result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// Maps each code point to its full decomposition, in the order of the text.
  private func decompose(_ bytes: UnsafeBufferPointer<UInt8>, into result: inout [utf8proc_int32_t]) {
    var buffer = [utf8proc_int32_t](repeating: 0, count: 32)
    var boundary: Int32 = 0
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let codePoint = utf8proc_int32_t(bitPattern: scalar.value)
      var count = utf8proc_decompose_char(codePoint, &buffer, buffer.count, flags, &boundary)
      if count > buffer.count {
        buffer = [utf8proc_int32_t](repeating: 0, count: count)
        count = utf8proc_decompose_char(codePoint, &buffer, buffer.count, flags, &boundary)
      }
      if count == 1 { result.append(buffer[0]) } else { result.append(contentsOf: buffer[..<max(0, count)]) }
    }
  }
}

/// Puts each run of marks into canonical order (Unicode Standard, section 3.11, D109).
///
/// `utf8proc_map` exchanges neighbours until nothing moves, so half a megabyte of marks would keep it busy for minutes.
private func orderMarks(_ codePoints: inout [utf8proc_int32_t]) {
  var run: [(combiningClass: Int16, index: Int, codePoint: utf8proc_int32_t)] = []
  var isOrdered = true
  func finish(at end: Int, _ codePoints: inout [utf8proc_int32_t]) {
    if !isOrdered {
      // Marks of one class keep their order, hence the index.
      run.sort { ($0.combiningClass, $0.index) < ($1.combiningClass, $1.index) }
      for (offset, mark) in run.enumerated() { codePoints[end - run.count + offset] = mark.codePoint }
    }
    run.removeAll(keepingCapacity: true)
    isOrdered = true
  }
  for index in codePoints.indices {
    let codePoint = codePoints[index]
    let combiningClass = codePoint < 0x300 ? 0 : utf8proc_get_property(codePoint)?.pointee.combining_class ?? 0
    guard combiningClass > 0 else {
      finish(at: index, &codePoints)
      continue
    }
    if let last = run.last, last.combiningClass > combiningClass { isOrdered = false }
    run.append((combiningClass, index, codePoint))
  }
  finish(at: codePoints.count, &codePoints)
}
