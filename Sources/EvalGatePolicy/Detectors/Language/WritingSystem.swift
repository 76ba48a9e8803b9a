/// Writing systems that the language detector tells apart.
enum WritingSystem: Int, CaseIterable, Sendable {
  case latin, cyrillic, greek, hebrew, arabic, devanagari, bengali, gurmukhi, gujarati, tamil, telugu, kannada,
    malayalam, sinhala
  case thai, lao, tibetan, burmese, georgian, armenian, ethiopic, khmer, syllabics, hangul, kana, han

  /// The language that nearly all text of a script is in; nil where several share it.
  var language: String? {
    switch self {
    case .latin, .cyrillic, .arabic: nil
    case .greek: "el"
    case .hebrew: "he"
    case .devanagari: "hi"
    case .bengali: "bn"
    case .gurmukhi: "pa"
    case .gujarati: "gu"
    case .tamil: "ta"
    case .telugu: "te"
    case .kannada: "kn"
    case .malayalam: "ml"
    case .sinhala: "si"
    case .thai: "th"
    case .lao: "lo"
    case .tibetan: "bo"
    case .burmese: "my"
    case .georgian: "ka"
    case .armenian: "hy"
    case .ethiopic: "am"
    case .khmer: "km"
    case .syllabics: "iu"
    case .hangul: "ko"
    case .kana: "ja"
    case .han: "zh"
    }
  }

  /// The script of a letter by its block (Unicode `Blocks.txt`); nil for signs, digits and other scripts.
  init?(_ scalar: UInt32) {
    switch scalar {
    case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: self = .latin
    case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
    case 0x400...0x52F: self = .cyrillic
    case 0x531...0x587: self = .armenian
    case 0x5D0...0x5EA: self = .hebrew
    case 0x620...0x64A, 0x66E...0x6D3, 0x6D5, 0x6EE...0x6FF, 0x750...0x77F, 0xFB50...0xFDFF, 0xFE70...0xFEFC:
      self = .arabic
    case 0x900...0x97F: self = .devanagari
    case 0x980...0x9FF: self = .bengali
    case 0xA00...0xA7F: self = .gurmukhi
    case 0xA80...0xAFF: self = .gujarati
    case 0xB80...0xBFF: self = .tamil
    case 0xC00...0xC7F: self = .telugu
    case 0xC80...0xCFF: self = .kannada
    case 0xD00...0xD7F: self = .malayalam
    case 0xD80...0xDFF: self = .sinhala
    case 0xE01...0xE4E: self = .thai
    case 0xE81...0xEDF: self = .lao
    case 0xF40...0xFBC: self = .tibetan
    case 0x1000...0x109F: self = .burmese
    case 0x10A0...0x10FF, 0x1C90...0x1CBF: self = .georgian
    case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: self = .hangul
    case 0x1200...0x137F: self = .ethiopic
    case 0x1401...0x167F, 0x18B0...0x18F5: self = .syllabics
    case 0x1780...0x17D3: self = .khmer
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x31F0...0x31FF, 0xFF66...0xFF9D: self = .kana
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: self = .han
    default: return nil
    }
  }

  /// The small letter of a capital one in Latin, Greek and Cyrillic; any other scalar as it is.
  static func lowered(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3A9, 0x410...0x42F: scalar + 32
    case 0x130: 0x69
    case 0x178: 0xFF
    case 0x400...0x40F: scalar + 80
    // Latin Extended-A and -B and the rest of Cyrillic come in pairs; in two stretches the odd one is the capital.
    case 0x139...0x148, 0x179...0x17E: scalar + (scalar & 1)
    case 0x100...0x137, 0x14A...0x177, 0x218...0x21B, 0x490...0x4BF, 0x1E00...0x1EFF: scalar | 1
    default: scalar
    }
  }
}
