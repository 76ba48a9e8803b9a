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
