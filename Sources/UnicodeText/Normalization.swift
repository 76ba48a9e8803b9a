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
    let isFolding = options.contains(UTF8PROC_CASEFOLD)
    // No mapping here touches ASCII but the folding of letters.
    if utf8.allSatisfy({ $0 < 0x80 && !(isFolding && (0x41...0x5A).contains($0)) }) { return self }

    let flags = utf8proc_option_t(options.reduce(0) { $0 | $1.rawValue })
    var codePoints = decomposed(flags)
    if options.contains(UTF8PROC_COMPOSE) || options.contains(UTF8PROC_DECOMPOSE) {
      orderMarks(&codePoints)
      let length = utf8proc_normalize_utf32(&codePoints, codePoints.count, flags)
      codePoints.removeLast(codePoints.count - min(max(0, length), codePoints.count))
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: codePoints.lazy.compactMap { Unicode.Scalar(UInt32(bitPattern: $0)) })
    return String(result)
  }

  /// Maps each code point to its full decomposition, in the order of the text.
  private func decomposed(_ flags: utf8proc_option_t) -> [utf8proc_int32_t] {
    var result: [utf8proc_int32_t] = []
    result.reserveCapacity(utf8.count)
    var buffer = [utf8proc_int32_t](repeating: 0, count: 32)
    var boundary: Int32 = 0
    for scalar in unicodeScalars {
      let codePoint = utf8proc_int32_t(bitPattern: scalar.value)
      var count = utf8proc_decompose_char(codePoint, &buffer, buffer.count, flags, &boundary)
      if count > buffer.count {
        buffer = [utf8proc_int32_t](repeating: 0, count: count)
        count = utf8proc_decompose_char(codePoint, &buffer, buffer.count, flags, &boundary)
      }
      result.append(contentsOf: buffer.prefix(max(0, count)))
    }
    return result
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
