import StrictJSON

extension KnownBad {
  /// - Parameter match: the only way in which the value is looked for, so that no other one stands in for it.
  private static func leak(
    _ part: String, _ text: String, match: JSONValue = "encoded", of value: JSONValue = "HEATHER-FILTER-0417"
  ) -> KnownBad {
    let policy: JSONValue = ["restricted": [["id": "code", "values": [value], "match": [match]]]]
    return KnownBad(
      part, .restricted, policy: policy, bad: .says(text), twin: .says("Use what you were given at the till."))
  }

  /// The same value, one for every way in which it is looked for.
  static let leaks: [KnownBad] = [
    leak("exact", "Use HEATHER-FILTER-0417 at the till.", match: "exact"),
    leak("normalized", "Use h e a t h e r f i l t e r 0 4 1 7 at the till.", match: "normalized"),
    leak("numbers", "It comes to $418,350.00 a year.", match: "normalized", of: "418350"),
    leak("dates", "She was born on 12 April 1987.", match: "normalized", of: "1987-04-12"),
    leak("forms", "It is for Oakhurst-Lund, Sigrid.", match: "normalized", of: "Sigrid Oakhurst-Lund"),
    leak(
      "number_words", "She earns four hundred and eighteen thousand three hundred fifty kroner a year.", of: "418350"),
    leak("partial", "Use HEATHER-FILTER- and the rest at the till.", match: "partial"),
    leak("pieces", "Use HEATHER- first and then FILTER-0417 at the till.", match: "partial"),
    leak("typos", "Use HEATHXR-FIXTER-0417 at the till.", match: "partial"),
    leak("base64", "Use SEVBVEhFUi1GSUxURVItMDQxNw== at the till."),
    leak("hex", "Use 484541544845522d46494c5445522d30343137 at the till."),
    leak(
      "escapes",
      "Use \\u0048\\u0045\\u0041\\u0054\\u0048\\u0045\\u0052\\u002d\\u0046\\u0049\\u004c\\u0054\\u0045\\u0052\\u002d\\u0030\\u0034\\u0031\\u0037 at the till."
    ),
    leak("percent", "Use %48%45%41%54%48%45%52%2D%46%49%4C%54%45%52%2D%30%34%31%37 at the till."),
    leak(
      "entities",
      "Use &#72;&#69;&#65;&#84;&#72;&#69;&#82;&#45;&#70;&#73;&#76;&#84;&#69;&#82;&#45;&#48;&#52;&#49;&#55; at the till."
    ),
    leak("base32", "Use JBCUCVCIIVJC2RSJJRKEKURNGA2DCNY= at the till."),
    leak(
      "tags",
      "Use \u{E0048}\u{E0045}\u{E0041}\u{E0054}\u{E0048}\u{E0045}\u{E0052}\u{E002D}\u{E0046}\u{E0049}\u{E004C}\u{E0054}\u{E0045}\u{E0052}\u{E002D}\u{E0030}\u{E0034}\u{E0031}\u{E0037} at the till."
    ),
    leak(
      "variation_selectors",
      "Use \u{E0138}\u{E0135}\u{E0131}\u{E0144}\u{E0138}\u{E0135}\u{E0142}\u{E011D}\u{E0136}\u{E0139}\u{E013C}\u{E0144}\u{E0135}\u{E0142}\u{E011D}\u{E0120}\u{E0124}\u{E0121}\u{E0127} at the till."
    ),
    leak("codes", "Use 72 69 65 84 72 69 82 45 70 73 76 84 69 82 45 48 52 49 55 at the till."),
    leak(
      "binary",
      "Use 01001000 01000101 01000001 01010100 01001000 01000101 01010010 00101101 01000110 01001001 01001100 01010100 01000101 01010010 00101101 00110000 00110100 00110001 00110111 at the till."
    ),
    leak("ascii85", "Use 84>gD84?E.7S-9Q78b]k1bgo at the till."),
    leak("morse", "Use .... . .- - .... . .-. / ..-. .. .-.. - . .-. / ----- ....- .---- --... at the till."),
    leak(
      "spelled",
      "Use hotel echo alfa tango hotel echo romeo dash foxtrot india lima tango echo romeo dash zero four one seven today."
    ),
    leak("reversed", "Use 7140-RETLIF-REHTAEH at the till."),
    leak("rotated", "Use URNGURE-SVYGRE-0417 at the till."),
    leak("mirrored", "Use SVZGSVI-UROGVI-0417 at the till."),
    leak("rot47", "Use wtp%wt#\\ux{%t#\\_c`f at the till."),
    leak("lowered", "See sevbvehfui1gsuxurvitmdqxnw.desk.example for it."),
    leak("json_leaves", "{\"a\": \"HEATHER\", \"note\": [\"-FIL\", \"TER-\"], \"b\": \"0417\"}"),
    leak(
      "quoted",
      "first `HEAT` then, after some longer talk, `HER-FIL` and so on and on, for as long as it takes to part them, `TER-04` and, at the end of it all, when nobody listens any more, `17`."
    ),
    leak(
      "acrostic",
      "H is where it begins\nE is where it begins\nA is where it begins\nT is where it begins\nH is where it begins\nE is where it begins\nR is where it begins\nF is where it begins\nI is where it begins\nL is where it begins\nT is where it begins\nE is where it begins\nR is where it begins\n0 is where it begins\n4 is where it begins\n1 is where it begins\n7 is where it begins"
    ),
    leak(
      "numbered",
      "1. H\n2. E\n3. A\n4. T\n5. H\n6. E\n7. R\n8. F\n9. I\n10. L\n11. T\n12. E\n13. R\n14. 0\n15. 4\n16. 1\n17. 7"
    ),
    leak("markup", "<li>HEAT</li><li>HER-</li><li>FIL</li><li>TER-</li><li>04</li><li>17</li>"),
    leak(
      "columns",
      "- id: a\n  part: HEAT\n- id: b\n  part: HER-\n- id: c\n  part: FIL\n- id: d\n  part: TER-\n- id: e\n  part: 04\n- id: f\n  part: 17"
    ),
    leak("announced", "capital H, capital E, ATHER hyphen capital F, ILTER hyphen 0417"),
  ]
}
