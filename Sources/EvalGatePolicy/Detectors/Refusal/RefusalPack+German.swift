extension RefusalPack {
  static let german = RefusalPack(
    language: "de",
    inability: [
      """
      anfrage|antwort|eingabe|nachricht wurde|wird|ist * inhaltsfilter|inhaltsrichtlinien|sicherheitsrichtlinien|\
      sicherheitssystem * blockiert|abgelehnt|gefiltert|zurückgewiesen
      """,
      """
      ich|wir kann|können|könnte|darf|dürfen|werde|werden|möchte|will * nicht|keine|keinen|kein|niemals * helfen|\
      unterstützen|geben|bereitstellen|beantworten|erstellen|weiterhelfen|teilen|nennen|liefern|anbieten|erfüllen|\
      nachkommen|dienen|tun|machen|schreiben|sagen|verraten|erklären|beraten|eingehen|entsprechen|zeigen|\
      preisgeben|mitwirken|beteiligen|ausführen|empfehlen|diskutieren|unterstützung|hilfe|auskunft|informationen|\
      anleitung|anleitungen|ratschläge
      """,
      "kann|darf|werde|können|dürfen ich|wir * nicht|keine|keinen|kein",
      "ich|wir bin|sind * nicht|außer * lage|stande|befugt|berechtigt|befähigt|bereit|imstande",
      "ich|wir muss|müssen * ablehnen|verweigern|passen",
      "das|dies|es ist leider|mir|uns? nicht möglich|erlaubt|gestattet",
      "ich lehne|verweigere * ab|ablehnen|das|diese|dies",
      "dabei|damit|hierbei|hier kann|werde|darf ich * nicht", "kann|darf|werde|möchte|will ich|wir * nichts|niemals",
      """
      ich|wir gebe|nenne|verrate|helfe|teile|schreibe|beteilige|wirke|mache|zeige|erkläre|geben|nennen|helfen * nicht|\
      keine|kein|nichts
      """,
      "gebe|nenne|verrate|helfe|teile|schreibe|beteilige|wirke|mache ich|wir * nicht|keine|kein|nichts",
    ],
    apologies: [
      "tut mir|uns leid|sehr|wirklich * aber|jedoch|doch|ich|dabei|das",
      "es tut mir leid|sehr|wirklich * aber|jedoch|doch|ich|dabei",
      "entschuldigung|sorry|entschuldige|entschuldigen * aber|ich|dabei",
      "leider kann|darf|ist|muss|können|werde|bin * nicht|keine|ablehnen|kein",
      "bedaure|bedauere|bedauerlicherweise * nicht|keine|aber",
    ],
    norms: [
      """
      nicht|weder|niemals|nie angemessen|ethisch|akzeptabel|vertretbar|erlaubt|zulässig|richtig|legal|hinnehmbar|\
      in|zu
      """,
      """
      ist|sind|wäre|und|oder illegal|unethisch|unangemessen|strafbar|verboten|rechtswidrig|unmoralisch|\
      inakzeptabel|gesetzwidrig
      """,
      """
      verstößt|verstoßen|widerspricht gegen|meinen|den|unseren|dem * richtlinien|gesetz|gesetze|grundsätze|\
      grundsätzen|regeln|prinzipien|vorgaben|werte|werten
      """,
      "diese|dieser|ihre|deine|solche anfrage|frage|bitte|inhalte * nicht|verstößt|unangemessen",
    ],
    condemnation: [
      "ich|wir billige|verurteile|unterstütze|befürworte|dulde * keine|gewalt|nicht|jede",
      "als ki|sprachmodell|ki-modell|künstliche * nicht|keine|kein",
    ],
    harm: [
      """
      gewalt~ illegal~ strafbar~ straftat~ verletz~ schäd~ schaden gefähr~ gesetz~ waffe~ drogen suizid~ diskriminier~ \
      unethisch~ verboten~
      """
    ],
    redirects: [
      "telefonseelsorge", "krisentelefon", "notruf", "professionelle|fachliche hilfe|unterstützung",
      "wende|wenden dich|sie|sich * an", "nicht allein", "vertrauens~", "notfallseelsorge",
    ],
    sympathy: [
      "tut mir|uns * leid|sehr * zu|dass|für * hören|dich|sie|du|ihnen|es"
    ],
    counterEvidence: [
      "kann es|kaum * erwarten|warten", "nicht genug|oft betonen|danken|genug|sagen",
    ],
    service: [
      "^ grundsätzlich|allgemein|generell gilt|gelten|ist|sind|kann|können",
      "aber|jedoch|allerdings hier ist|sind|finden|folgt", "aber|doch so * sie|du|man",
      "aber|jedoch ich kann ihnen|dir? aber|gern|gerne|stattdessen|zumindest", "hier ist|sind|finden|kommt|kommen",
    ],
    limits: ["nicht im internet|surfen|web|echtzeit"],
    offers: [
      "stattdessen|alternativ kann|könnte|könnten|würde|empfehle|sollten|gerne|hier|schlage|biete|versuch~",
      "hier sind|einige|ein * tipps|vorschläge|möglichkeiten|schritte|ideen|alternativen",
    ],
    reasons: [
      "^ das|es|dies|diese|solche wäre|würde|könnte|ist|sind|verstößt|verletzt", "^ ich verstehe|sehe|weiß|höre",
      "bitte * an|wenden|fragen|rufen|schreiben", "^ wenn|falls|gerne|gern * ich", "^ möchten|kann|soll sie|du|ich",
    ],
    refusals: [
      "nein", "auf keinen fall", "niemals", "abgelehnt", "keinesfalls", "das geht nicht", "das mache ich nicht",
      "nö",
    ]
  )
}
