extension ECMAScriptTranslator {
  /// Reads `{Name}` or `{Name=Value}` after `\p` and gives it the name PCRE2 knows.
  mutating func readProperty(negated: Bool) throws(RegexError) -> String {
    let start = position - 2
    let escape = negated ? "\\P" : "\\p"
    guard position < input.count, input[position] == UInt8(ascii: "{"),
      let close = input[position...].firstIndex(of: UInt8(ascii: "}"))
    else { throw failure("\(escape) is not followed by a property in braces", at: start) }
    let name = input[(position + 1)..<close]
    position = close + 1
    guard !name.isEmpty, name.allSatisfy({ $0.isPropertyName || $0 == UInt8(ascii: "=") }) else {
      throw failure("malformed property name", at: start)
    }
    let parts = String(decoding: name, as: UTF8.self).split(separator: "=", omittingEmptySubsequences: false)
    switch (parts.count, parts.first) {
    case (1, "Assigned"): return negated ? "\\p{Cn}" : "\\P{Cn}"
    case (1, .some(let name)): return "\(escape){\(Self.generalCategories[String(name)] ?? String(name))}"
    case (2, "General_Category"), (2, "gc"):
      let short = Self.generalCategories[String(parts[1])] ?? String(parts[1])
      guard Self.generalCategories.values.contains(short) else { throw failure("unknown general category", at: start) }
      return "\(escape){\(short)}"
    case (2, "Script"), (2, "sc"): return "\(escape){sc:\(parts[1])}"
    case (2, "Script_Extensions"), (2, "scx"): return "\(escape){scx:\(parts[1])}"
    default: throw failure("unknown property", at: start)
    }
  }

  /// The long names of general categories (Unicode Standard Annex 44, PropertyValueAliases.txt), which PCRE2 lacks.
  private static let generalCategories: [String: String] = [
    "Cased_Letter": "L&", "LC": "L&", "Close_Punctuation": "Pe", "Connector_Punctuation": "Pc", "Control": "Cc",
    "cntrl": "Cc", "Currency_Symbol": "Sc", "Dash_Punctuation": "Pd", "Decimal_Number": "Nd", "digit": "Nd",
    "Enclosing_Mark": "Me", "Final_Punctuation": "Pf", "Format": "Cf", "Initial_Punctuation": "Pi", "Letter": "L",
    "Letter_Number": "Nl", "Line_Separator": "Zl", "Lowercase_Letter": "Ll", "Mark": "M", "Combining_Mark": "M",
    "Math_Symbol": "Sm", "Modifier_Letter": "Lm", "Modifier_Symbol": "Sk", "Nonspacing_Mark": "Mn", "Number": "N",
    "Open_Punctuation": "Ps", "Other": "C", "Other_Letter": "Lo", "Other_Number": "No", "Other_Punctuation": "Po",
    "Other_Symbol": "So", "Paragraph_Separator": "Zp", "Private_Use": "Co", "Punctuation": "P", "punct": "P",
    "Separator": "Z", "Space_Separator": "Zs", "Spacing_Mark": "Mc", "Surrogate": "Cs", "Symbol": "S",
    "Titlecase_Letter": "Lt", "Unassigned": "Cn", "Uppercase_Letter": "Lu",
  ]
}

extension UInt8 {
  fileprivate var isPropertyName: Bool {
    isASCIILetter || (0x30...0x39).contains(self) || self == UInt8(ascii: "_")
  }
}
