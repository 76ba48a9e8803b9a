/// Names that are those of machines by their ending: `evil.example`, and neither `orders.created` nor `gpt-4.1-mini`.
///
/// For names that nothing else tells, no scheme, no `@`, no command and no name of an argument. So of the top levels of the root zone
/// (of May 2026) those are left out that are firms' own, and words with which names of other things end: `email`, `id`, `name`, `py`, `read`, `sh`.
enum PublicName {
  static func isOne(_ host: Host) -> Bool {
    guard host.address == nil, let dot = host.name.lastIndex(of: ".") else { return false }
    let ending = host.name[host.name.index(after: dot)...]
    return ending.hasPrefix("xn--") || endings.contains(String(ending))
  }

  private static let endings: Set<String> = Set(
    """
    ac ad ae af ag ai al ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg
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
}
