import UnicodeText

/// Labels of domains as people write them: of ASCII, of Latin letters with marks, or of one other script.
enum DomainLabel {
  /// Where a label ends. One of Latin letters ends where another script goes on, as a sentence does that has no spaces.
  static func end(_ bytes: [UInt8], from start: Int) -> Int {
    var place = start
    var isLatin: Bool?
    while place < bytes.count, place - start < 64 {
      let byte = bytes[place]
      if byte.isDigit || byte == UInt8(ascii: "-") {
        place += 1
        continue
      }
      var length = 1
      if byte >= 0x80 {
        let (scalar, width) = UTF8Reading.scalar(in: bytes, at: place)
        guard let scalar, scalar.isLetterOrDigit || scalar.isMark else { return place }
        length = width
        let isMark = scalar.isMark && isLatin != nil
        if !isMark, isLatin ?? (scalar.value < 0x250) != (scalar.value < 0x250) { return place }
        isLatin = isLatin ?? (scalar.value < 0x250)
      } else {
        guard byte.isLetter, isLatin ?? true else { return place }
        isLatin = true
      }
      place += length
    }
    return place
  }

  static func isTopLevel(_ label: ArraySlice<UInt8>) -> Bool {
    guard label.contains(where: { $0 >= 0x80 }) else {
      return label.count >= 2 && (label.allSatisfy(\.isLetter) || label.starts(with: "xn--".utf8))
    }
    return topLevels.contains(String(decoding: label, as: UTF8.self))
  }

  /// Top levels of other scripts that are in use, by the registry of the root zone. Any word would do for a name that somebody is
  /// called by in a chat.
  private static let topLevels: Set<String> = Set(
    """
    рф рус москва сайт онлайн орг дети ком укр бел срб мкд бг қаз мон ею католик
    中国 中國 公司 网络 网址 在线 中文网 商城 集团 我爱你 商标 商店 网店 香港 台湾 台灣 澳門 新加坡 政府 机构 組織机构 移动 信息 手机 游戏 企业 娱乐
    みんな コム クラウド ストア セール ポイント グーグル 한국 닷컴 닷넷 삼성
    ελ ευ გე հայ ישראל קום ไทย คอม ລາວ ලංකා இந்தியா இலங்கை சிங்கப்பூர் భారత్ ಭಾರತ ഭാരതം ভারত বাংলা ভাৰত ଭାରତ ਭਾਰਤ ભારત भारत भारतम् संगठन नेट कॉम
    مصر السعودية امارات الاردن الجزائر المغرب تونس عمان قطر سوريا سودان فلسطين ليبيا موريتانيا بحرين عراق ايران پاکستان بھارت بازار شبكة موقع كوم
    """.listed.map(String.init))
}
