/// What stands beside a number and makes an amount of it, so that the two are a number and nothing else.
enum Currency {
  /// Whether some letters are the code or the name of one, in small letters or capitals.
  static func isName(_ letters: some StringProtocol) -> Bool {
    letters.unicodeScalars.count <= longest && names.contains(letters.lowercased())
  }

  static let longest = names.reduce(0) { max($0, $1.unicodeScalars.count) }

  private static let names = Set([codes, written].flatMap { $0.split { $0.isWhitespace } }.map(String.init))

  /// Of ISO 4217, without those of metals, funds and tests.
  private static let codes = """
    aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd btn bwp byn bzd cad cdf
    chf clf clp cny cop crc cup cve czk djf dkk dop dzd egp ern etb eur fjd fkp gbp gel ghs gip gmd gnf gtq gyd
    hkd hnl htg huf idr ils inr iqd irr isk jmd jod jpy kes kgs khr kmf kpw krw kwd kyd kzt lak lbp lkr lrd lsl
    lyd mad mdl mga mkd mmk mnt mop mru mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr
    pln pyg qar ron rsd rub rwf sar sbd scr sdg sek sgd shp sle sos srd ssp stn svc syp szl thb tjs tmt tnd top
    try ttd twd tzs uah ugx usd uyu uzs ved ves vnd vuv wst xaf xcd xcg xof xpf yer zar zmw zwg
    """

  /// Those that are written right beside an amount. Any other word may stand there as well (`LoneNumber`).
  private static let written = """
    euro euros dollar dollars cent cents pound pounds franc francs franken fr sfr yen yuan rmb won rupee rupees
    rs rp rm zloty zl zł koruna kč kc kr krona kronor krone kroner forint ft lei lira tl peso pesos real reais
    руб грн лв 円 元 圆 圓 원 btc eth usdt usdc
    """
}
