import UnicodeText

/// Which characters show nothing, and where they belong.
enum Invisible {
  /// Zero-width characters and fillers; variation selectors, tags and marks are told apart.
  static func isZeroWidth(_ value: UInt32) -> Bool {
    switch value {
    case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x2060...0x2065,
      0x206A...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A:
      true
    default: isUnassigned(value)
    }
  }

  /// Shown as nothing and given to no use: no text needs one (DerivedCoreProperties, Default_Ignorable_Code_Point).
  static func isUnassigned(_ value: UInt32) -> Bool {
    switch value {
    case 0x2065, 0xFFF0...0xFFF8, 0xE0080...0xE00FF, 0xE01F0...0xE0FFF: true
    default: false
    }
  }

  static func isSelector(_ value: UInt32) -> Bool {
    (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value)
  }

  /// Marks that can be put on anything; those of one script may stand in threes.
  static func isCommonMark(_ value: UInt32) -> Bool {
    (0x300...0x36F).contains(value) || (0x1AB0...0x1AFF).contains(value) || (0x1DC0...0x1DFF).contains(value)
      || (0x20D0...0x20FF).contains(value)
  }

  static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
      || (0x61...0x7A).contains(scalar.value)
      || (0xC0...0x24F).contains(scalar.value) && scalar.value != 0xD7 && scalar.value != 0xF7
  }

  /// Whether a writing system or an emoji explains a zero-width character after what is shown before it.
  static func explains(_ value: UInt32, after visible: Unicode.Scalar) -> Bool {
    switch value {
    case 0x200C, 0x200D: isJoining(visible) || value == 0x200D && isPictograph(visible)
    case 0x200B: breaksWithoutSpaces(visible)
    case 0x115F, 0x1160, 0x3164, 0xFFA0:
      (0x1100...0x11FF).contains(visible.value) || (0xAC00...0xD7FF).contains(visible.value)
    case 0x17B4, 0x17B5: (0x1780...0x17FF).contains(visible.value)
    case 0x180B...0x180F: (0x1800...0x18AF).contains(visible.value)
    case 0x1BCA0...0x1BCA3: (0x1BC00...0x1BC9F).contains(visible.value)
    case 0x61C, 0x200E, 0x200F, 0x2060, 0xFEFF: !isLatin(visible)
    default: false
    }
  }

  /// Scripts in which letters are joined or kept apart: Arabic, Syriac, N'Ko, Indic ones, Sinhala, Khmer, Mongolian.
  private static func isJoining(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x600...0x8FF, 0x900...0xDFF, 0x1000...0x109F, 0x1780...0x18AF, 0xA840...0xABFF, 0xFB50...0xFDFF,
      0xFE70...0xFEFC, 0x10A00...0x11FFF:
      true
    default: false
    }
  }

  /// Thai, Lao, Tibetan, Burmese, Khmer, and East Asian ones, where a break may be marked.
  private static func breaksWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xE00...0xFFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1980...0x19FF, 0x1A20...0x1AAF, 0x2E80...0x9FFF,
      0xAA60...0xAA7F, 0xF900...0xFAFF:
      true
    default: false
    }
  }

  /// Emoji and what is joined to them: symbols, skin tones, hands, hearts, arrows.
  static func isPictograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1F000...0x1FAFF, 0x2190...0x21FF, 0x2300...0x23FF, 0x2460...0x24FF, 0x25A0...0x27BF, 0x2900...0x297F,
      0x2B00...0x2BFF, 0x3030, 0x303D, 0x3297, 0x3299:
      true
    default: false
    }
  }

  /// Whether a character has a form that a selector can ask for (Unicode Standard, section 23.4).
  static func takesSelector(_ base: Unicode.Scalar, _ selector: Unicode.Scalar) -> Bool {
    switch selector.value {
    case 0xFE0E, 0xFE0F:
      let plain: [UInt32] = [0x23, 0x2A, 0xA9, 0xAE, 0x203C, 0x2049, 0x2122, 0x2139, 0x24C2]
      return isPictograph(base) || plain.contains(base.value) || (0x30...0x39).contains(base.value)
    case 0xE0100...0xE01EF:
      return isIdeograph(base)
    case 0xFE00...0xFE02:
      if isIdeograph(base) { return true }
      switch base.value {
      // Mathematical symbols, Myanmar, Phags-pa, Manichaean, hieroglyphs, and forms of punctuation and digits.
      case 0x2200...0x2AFF, 0x1000...0x109F, 0xAA60...0xAA7F, 0xA840...0xA87F, 0x10AC0...0x10AFF, 0x3000...0x303F,
        0xFF00...0xFFEF, 0x30, 0x2010...0x205E, 0x13000...0x1345F:
        return true
      default: return false
      }
    // Signs turned around (StandardizedVariants.txt).
    case 0xFE03...0xFE06: return (0x13000...0x1345F).contains(base.value)
    default: return false
    }
  }

  private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3041...0x30FF: true
    default: false
    }
  }
}

/// Which scripts the letters of one word come from.
struct WordScripts {
  private enum Script { case latin, greek, cyrillic, armenian, cherokee, styled, other }

  var hasSoftHyphen = false
  private var scripts: Set<Script> = []
  private var range: Range<Int>?
  private var styled = 0

  mutating func take(_ scalar: Unicode.Scalar, _ range: Range<Int>, _ report: (String, Range<Int>) -> Void) {
    let script = Self.script(scalar)
    if script == .other, !scalar.isLetterOrDigit, !scalar.isMark { return end(report) }
    scripts.insert(script)
    if script == .styled { styled += 1 }
    self.range = (self.range?.lowerBound ?? range.lowerBound)..<range.upperBound
  }

  mutating func end(_ report: (String, Range<Int>) -> Void) {
    if let range {
      let disguising: Set<Script> = [.greek, .cyrillic, .armenian, .cherokee]
      if scripts.contains(.latin), !scripts.isDisjoint(with: disguising) { report("mixed_script", range) }
      if styled >= 4 { report("styled_latin", range) }
    }
    range = nil
    styled = 0
    hasSoftHyphen = false
    scripts.removeAll(keepingCapacity: true)
  }

  private static func script(_ scalar: Unicode.Scalar) -> Script {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: .latin
    case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
    case 0x400...0x52F, 0x1C80...0x1C8F: .cyrillic
    case 0x531...0x58F: .armenian
    case 0x13A0...0x13FF, 0xAB70...0xABBF: .cherokee
    case 0x1D400...0x1D7FF, 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0x24B6...0x24E9, 0x1F110...0x1F189: .styled
    default: .other
    }
  }
}
