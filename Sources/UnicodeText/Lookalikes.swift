extension Unicode.Scalar {
  /// The ASCII character in lower case that one beyond ASCII looks like without being compatible with it; nil where there is none.
  ///
  /// An excerpt of the idea of Unicode Technical Standard 39 (section 4, skeletons), of the scripts that are used to disguise Latin
  /// text. Capitals stand for what they look like as capitals: Greek `Ν` looks like `N`, though `ν` looks like `v`.
  public var lookalike: Unicode.Scalar? { Lookalikes.plain(self) }
}

private enum Lookalikes {
  static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let value = scalar.value
    switch value {
    case ..<0x100: return nil
    case 0x1F150...0x1F169: return letter(value - 0x1F150)
    case 0x1F170...0x1F189: return letter(value - 0x1F170)
    case 0x1F1E6...0x1F1FF: return letter(value - 0x1F1E6)
    case 0x2776...0x277E: return digit(value - 0x2776 + 1)
    case 0x2780...0x2788: return digit(value - 0x2780 + 1)
    case 0x278A...0x2792: return digit(value - 0x278A + 1)
    case 0x24F5...0x24FD: return digit(value - 0x24F5 + 1)
    default: return table[scalar]
    }
  }

  private static func letter(_ index: UInt32) -> Unicode.Scalar? { Unicode.Scalar(0x61 + index) }
  private static func digit(_ value: UInt32) -> Unicode.Scalar? { Unicode.Scalar(0x30 + value) }

  private static let table: [Unicode.Scalar: Unicode.Scalar] = {
    var table = [Unicode.Scalar: Unicode.Scalar](minimumCapacity: 512)
    for (plain, lookalikes) in pairs {
      for scalar in lookalikes.unicodeScalars { table[scalar] = plain }
    }
    return table
  }()

  private static let pairs: [(Unicode.Scalar, String)] = [
    ("a", "АаΑαɑӐӒᴀᎪꓮ"), ("b", "ВЬвьΒβʙᴃᏴᏼꓐƄɓ"), ("c", "СсϲϹᴄᏟꓚƈ"), ("d", "ԁᴅᴆᎠꓓđɗĐժ"), ("e", "ЕеΕεҽᴇⱻᎬꓰəɛ"),
    ("f", "ϜϝꜰꓝƑƒꞘᖴ"), ("g", "ԌɡɢʛᏀꓖǥցɠ"), ("h", "НнһΗᎻꓧħĦհʜ"), ("i", "ІіΙιıɩӀӏɪᵻꞮᎥǀꓲІ"), ("j", "ЈјϳᴊᎫꓙյ"),
    ("k", "КкΚκᴋᏦꓗƙ"), ("l", "ʟᴌᏞꓡłŁƚⅼℓ∣׀ו"), ("m", "МмΜᴍᎷꓟϺ"), ("n", "ΝηпПɴᴎꓠոռƞ"), ("o", "ОоΟοσᴏօꓳøØθ০੦௦"),
    ("p", "РрΡρᴘᏢꓑƥ"), ("q", "ԛꞯգզʠ"), ("r", "гГʀʁᴙᴚꭆᎡꓣɍ"), ("s", "ЅѕꜱᏚꓢʂ"), ("t", "ТтΤτᴛᎢꓔŧƭ"),
    ("u", "υᴜᵾսꓴʋ"), ("v", "νѵѴᴠᏙꓦ"), ("w", "ԜԝωᴡᎳꓪѡա"), ("x", "ХхΧχҲᕁ᙮ꓫ"), ("y", "УуΥγүҮʏᎩꓬƴ"), ("z", "ΖᴢᴣᏃꓜƶʐ"),
    ("3", "ЗзƷȜЭɜ"), ("4", "Ꮞ"), ("5", "Ƽƽ"), ("6", "бᏮ"), ("8", "Ȣȣ"),
    ("-", "‐‑‒–—―−"), (".", "․。｡"), ("@", "﹫"), ("$", "﹩"),
  ]
}
