import CUTF8Proc

/// Properties by utf8proc's tables, so that they agree with its normal forms on every platform; the standard library's
/// follow the operating system's version of Unicode.
extension Unicode.Scalar {
  /// The general category (Unicode Standard, table 4-4).
  public var generalCategory: Unicode.GeneralCategory {
    let number = Int(utf8proc_category(codePoint).rawValue)
    return Self.categories.indices.contains(number) ? Self.categories[number] : .unassigned
  }

  /// Whether a font shows nothing for it (Default_Ignorable_Code_Point).
  public var isDefaultIgnorable: Bool {
    var boundary: Int32 = 0
    var buffer: utf8proc_int32_t = 0
    return utf8proc_decompose_char(codePoint, &buffer, 1, UTF8PROC_IGNORE, &boundary) == 0
  }

  /// Whether it is a mark: nonspacing, spacing or enclosing.
  public var isMark: Bool {
    switch generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// The order in which marks apply to their base (Canonical_Combining_Class); 9 is a virama.
  public var canonicalCombiningClass: Int { Int(utf8proc_get_property(codePoint)?.pointee.combining_class ?? 0) }

  /// The columns a terminal gives it on its own: 0, 1 or 2.
  public var displayWidth: Int { Int(utf8proc_charwidth(codePoint)) }

  /// Appends the compatibility decomposition with case folded and without marks and default ignorables: NFKC_Casefold of a
  /// single scalar (Unicode Standard, section 3.13), but for composition. What is appended depends on this scalar alone.
  public func appendCompatibilityFolding(to scalars: inout [Unicode.Scalar]) {
    let options = [
      UTF8PROC_DECOMPOSE, UTF8PROC_COMPAT, UTF8PROC_CASEFOLD, UTF8PROC_IGNORE, UTF8PROC_STRIPMARK,
    ]
    let flags = utf8proc_option_t(options.reduce(0) { $0 | $1.rawValue })
    withUnsafeTemporaryAllocation(of: utf8proc_int32_t.self, capacity: 32) { buffer in
      var boundary: Int32 = 0
      let count = utf8proc_decompose_char(codePoint, buffer.baseAddress, buffer.count, flags, &boundary)
      // The longest decomposition has 18 scalars (U+FDFA), so the buffer is never too short.
      for index in 0..<Swift.min(Swift.max(0, count), buffer.count) {
        if let scalar = Unicode.Scalar(UInt32(bitPattern: buffer[index])) { scalars.append(scalar) }
      }
    }
  }

  private var codePoint: utf8proc_int32_t { utf8proc_int32_t(bitPattern: value) }

  /// In the order of `utf8proc_category_t`.
  private static let categories: [Unicode.GeneralCategory] = [
    .unassigned, .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
    .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber,
    .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
    .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol,
    .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
  ]
}
