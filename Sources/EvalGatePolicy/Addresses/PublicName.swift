/// Names that are those of machines by their ending: `evil.example`, and neither `orders.created` nor `gpt-4.1-mini`.
///
/// For names that nothing else tells, no scheme, no `@`, no command and no name of an argument. So of the top levels of the root zone
/// (of May 2026) those are left out that are firms' own, and words with which names of other things end: `email`, `id`, `name`, `py`, `read`, `sh`.
enum PublicName {
  static func isOne(_ host: Host) -> Bool {
    guard host.address == nil, let dot = host.name.lastIndex(of: ".") else { return false }
    let ending = String(host.name[host.name.index(after: dot)...])
    if ending == "am" || ending == "pm", isTime(host.name[..<dot]) { return false }
    return ending.hasPrefix("xn--") ? otherScripts.contains(ending) : endings.contains(ending)
  }

  /// Whether what stands before `am` or `pm` is an hour, or an hour and a minute: `5.pm`, `10.30.am`.
  private static func isTime(_ text: Substring) -> Bool {
    text.utf8.count <= 5 && text.utf8.allSatisfy { $0 == UInt8(ascii: ".") || ($0 >= 0x30 && $0 <= 0x39) }
  }

  private static let endings: Set<String> = Set(
    """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg
    ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh
    gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw
    ky kz la lb lc li lk lr ls lt lu lv ly ma mc me mg mh mk ml mm mn mo mp mq mr mt mu mv mw mx my mz na nc ne nf ng ni nl
    no np nr nu nz om pa pe pf pg ph pk pl pm pn pr pt pw qa re ro ru rw sa sb sc sd se sg si sj sk sl sm sn sr ss st su sv
    sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
    com net org edu gov mil int biz info pro mobi aero asia coop museum travel jobs academy accountant accountants agency
    apartments app art associates attorney auction auto autos baby band bank bar bargains beauty beer berlin best bet bid
    bike bio blog boats bond boo boutique broker builders business buzz cab cafe camp capital cards care careers cars casa
    casino catering center ceo cfd charity cheap church city claims cleaning click clinic clothing cloud club coach codes
    coffee college community company computer condos construction consulting contractors cooking cool coupons courses credit
    creditcard cricket cruises cyou dad dance dating deals degree delivery democrat dental dentist desi dev diamonds diet
    digital direct discount doctor dog domains earth eco education energy engineer engineering enterprises equipment esq
    estate exchange expert exposed express fail faith family fan fans farm fashion finance financial fish fishing fitness
    flights florist flowers foo football forex forsale foundation fun fund furniture futbol fyi gallery games garden gay
    gift gifts gives giving glass global gmbh gold golf graphics gratis green gripe group guide guitars guru hair hamburg
    haus health healthcare help hiphop hiv hockey holdings holiday homes horse hospital hosting house icu immo immobilien
    industries ink institute insure international investments irish ist istanbul jetzt jewelry juegos kaufen kim kitchen
    koeln land lat law lawyer lease legal lgbt life lighting limited limo live living llc loan loans lol london lotto love
    ltd ltda luxe luxury maison makeup management market marketing markets mba media melbourne meme memorial men miami moda
    moe moi mom money monster mortgage moscow motorcycles mov movie navy network news nexus ngo ninja nrw nyc observer one
    ong onl online ooo organic ovh paris partners parts party pet phd photo photography photos physio pics pictures pizza
    plumbing plus poker porn press productions prof promo properties protection pub quebec quest racing realestate realtor
    recipes red rehab reise reisen rent rentals repair republican rest restaurant reviews rich rip rocks rodeo rsvp ruhr
    ryukyu sale salon sarl sbs school schule science scot sexy shoes shop shopping show singles site ski skin soccer social
    software solar solutions soy space sport store stream studio study style sucks supplies supply surf surgery sydney
    systems tattoo tax taxi team tech technology tennis theater theatre tickets tienda tips tires tokyo tools top tours town
    toys trade trading training tube university uno vacations vegas ventures vet viajes video villas vin vip vision vodka
    vote voting voto voyage wang watch webcam website wed wedding wiki win wine work works world wtf xin xxx xyz yachts yoga
    yokohama zip zone example test invalid localhost local internal intranet lan corp home onion arpa
    """.listed.map(String.init))

  /// Those with other letters than ASCII in their ASCII form: `Dr.Müller` and `т.д` end with none.
  private static let otherScripts: Set<String> = Set(
    """
    xn--11b4c3d xn--1ck2e1b xn--1qqw23a xn--2scrj9c xn--30rr7y xn--3bst00m xn--3ds443g xn--3e0b707e xn--3hcrj9c
    xn--42c2d9a xn--45br5cyl xn--45brj9c xn--4dbrk0ce xn--4gbrim xn--54b7fta0cc xn--55qw42g xn--55qx5d xn--5tzm5g
    xn--6frz82g xn--6qq986b3xl xn--80adxhks xn--80ao21a xn--80aqecdr1a xn--80asehdb xn--80aswg xn--90a3ac xn--90ae
    xn--90ais xn--9dbq2a xn--9et52u xn--bck1b9a5dre4c xn--c1avg xn--c2br7g xn--cck2b3b xn--clchc0ea0b2g2a9gcd
    xn--czr694b xn--czrs0t xn--czru2d xn--d1acj3b xn--d1alf xn--e1a4c xn--eckvdtc9d xn--efvy88h xn--fhbei
    xn--fiq228c5hs xn--fiqs8s xn--fiqz9s xn--fjq720a xn--fpcrj9c3d xn--fzc2c9e2c xn--g2xx48c xn--gckr3f0f
    xn--gecrj9c xn--gk3at1e xn--h2breg3eve xn--h2brj9c xn--h2brj9c8c xn--hxt814e xn--i1b6b1a6a2e xn--imr513n
    xn--io0a7i xn--j1aef xn--j1amh xn--j6w193g xn--jvr189m xn--kprw13d xn--kpry57d xn--kput3i xn--l1acc
    xn--lgbbat1ad8j xn--mgb2ddes xn--mgb9awbf xn--mgba3a4f16a xn--mgba3a4fra xn--mgbaam7a8h xn--mgbab2bd
    xn--mgbah1a3hjkrd xn--mgbai9a5eva00b xn--mgbai9azgqp6j xn--mgbayh7gpa xn--mgbbh1a xn--mgbbh1a71e xn--mgbc0a9azcg
    xn--mgbca7dzdo xn--mgbcpq6gpa1a xn--mgberp4a5d4a87g xn--mgberp4a5d4ar xn--mgbgu82a xn--mgbi4ecexp xn--mgbpl2fh
    xn--mgbqly7c0a67fbc xn--mgbqly7cvafr xn--mgbt3dhd xn--mgbtf8fl xn--mgbtx2b xn--mgbx4cd0ab xn--mix082f
    xn--mix891f xn--mk1bu44c xn--mxtq1m xn--ngbc5azd xn--ngbrx xn--nnx388a xn--node xn--nqv7f xn--nqv7fs00ema
    xn--nyqy26a xn--o3cw4h xn--ogbpf8fl xn--otu796d xn--p1acf xn--p1ai xn--pgbs0dh xn--q7ce6a xn--q9jyb4c xn--qxa6a
    xn--qxam xn--rhqv96g xn--rovu88b xn--rvc1e0am3e xn--s9brj9c xn--ses554g xn--t60b56a xn--tckwe xn--tiq49xqyj
    xn--unup4y xn--vermgensberater-ctb xn--vermgensberatung-pwb xn--vhquv xn--vuq861b xn--wgbh1c xn--wgbl6a
    xn--xhq521b xn--xkc2al3hye2a xn--xkc2dl3a5ee0h xn--y9a3aq xn--yfro4i67o xn--ygbi2ammx xn--zfr164b
    """.listed.map(String.init))
}
