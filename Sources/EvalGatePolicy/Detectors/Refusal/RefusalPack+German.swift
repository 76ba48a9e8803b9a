extension RefusalPack {
  static let german = RefusalPack(
    language: "de",
    inability: [
      """
      anfrage|antwort|eingabe|nachricht wurde|wird|ist * inhaltsfilter|inhaltsrichtlinien|sicherheitsrichtlinien|\
      sicherheitssystem|sicherheitsfilter * $stopped
      """,
      "^ ihre|deine|diese|die? anfrage|eingabe|nachricht|frage wurde|wird|ist? aus sicherheitsgründen|datenschutzgründen $stopped",
      """
      ich|wir kann|können|könnte|darf|dürfen|werde|werden|möchte|will * nicht|keine|keinen|kein|niemals * $act|\
      unterstützung|hilfe|auskunft|informationen|anleitung|anleitungen|ratschläge
      """,
      "ich|wir kann|können|darf|dürfen|werde|werden|möchte|will * * nicht $act",
      "ich kann|werde|möchte * nicht|keine liefern",
      """
      kann|werde|können|werden * nicht lesen|öffnen|zusammenfassen|verarbeiten|befolgen * weil|da|denn|wegen * \
      $danger
      """,
      "kann|darf|werde ich * nicht|keine|keinen|kein",
      "können|dürfen|werden wir * nicht|keine|keinen|kein * $act|hilfe|auskunft",
      "ich|wir bin|sind * nicht|außer * lage|stande|befugt|berechtigt|befähigt|bereit|imstande",
      "ich|wir muss|müssen * ablehnen|verweigern|passen",
      """
      liegt|fällt|ist * außerhalb|nicht * aufgabenbereichs|aufgabenbereich|zuständigkeit|zuständigkeiten|\
      befugnisse|kompetenzen
      """,
      "das|dies ist leider|mir|uns? leider|mir|uns? nicht möglich|erlaubt|gestattet",
      "es ist leider? mir|uns leider? nicht möglich|erlaubt|gestattet",
      "ich lehne|verweigere * ab|ablehnen|das|diese|dies",
      "dabei|damit|hierbei|hier kann|werde|darf ich * nicht", "kann|darf|werde|möchte|will ich|wir * nichts|niemals",
      """
      ich gebe|nenne|verrate|helfe|teile|schreibe|beteilige|wirke|mache|zeige|erkläre * nicht|keine|kein|nichts
      """,
      "wir geben|nennen|teilen|zeigen|veröffentlichen * nicht|keine|kein|nichts * $private",
      "ich|wir fasse|fassen diese|dieses|die|das|ihre|deine * nicht zusammen",
      "ich übersetze|bearbeite|storniere|befolge das|dies|diese|diesen|dieses * nicht",
      "diese|solche auskunft|auskünfte|information|informationen erteile|erteilen ich|wir * nicht",
      "ich|wir möchte|möchten|will|wollen * nicht stornieren|zusammenfassen|übersetzen|bearbeiten|öffnen",
      "wir helfen|verraten * nicht|nichts",
      "gebe|nenne|verrate|helfe|teile|schreibe|beteilige|wirke|mache ich|wir * nicht|keine|kein|nichts",
    ],
    apologies: [
      "tut mir|uns leid|sehr|wirklich * aber|jedoch|doch|dabei", "tut mir|uns leid * ich|wir $must",
      "tut mir|uns leid * das|dies|so|hier geht|kann|darf|ist|mache|können",
      "entschuldigung|sorry|entschuldige|entschuldigen * aber|dabei", "entschuldigung|sorry * ich|wir $must",
      // What is sold out or late is news.
      "leider $must ich|wir|ihre|deine|diese|dieser|dieses|solche * nicht|keine|ablehnen|kein|keinen",
      "leider ist|sind mir|uns|das|dies|es|so * nicht möglich|erlaubt|gestattet|vorgesehen",
      "leider nicht möglich|erlaubt",
      "leider bin|sind ich|wir * nicht * befugt|berechtigt|lage|stande",
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
      gewalt~ illegal~ strafbar~ straftat~ verletz~ schäd~ schaden verdächtig~ bösartig~ gefähr~ gesetz~ waffe~ drogen suizid~ diskriminier~ \
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
      // What a house cannot do any more is news of it.
      "nicht mehr ändern|stornieren|umtauschen|zurücknehmen|liefern|bearbeiten|annehmen|erstatten",
    ],
    service: [
      "^ grundsätzlich|allgemein|generell gilt|gelten|ist|sind|kann|können",
      "aber|jedoch|allerdings hier ist|sind|finden|folgt", "aber|doch so * sie|du|man",
      "aber|jedoch ich kann ihnen|dir? aber|gern|gerne|stattdessen|zumindest", "hier ist|sind|finden|kommt|kommen",
    ],
    limits: [
      // Who hands on what others approve has done what there was to do.
      "$approve kann|darf|können|dürfen ich|wir * nicht selbst * $handed",
      "$approve kann|darf|können|dürfen ich|wir * nicht selbst * habe|haben ich|wir * * $handed",
      "nicht selbst $approve * $handed", "nicht selbst $approve * habe|haben ich|wir * * $handed",
      """
      genaue|genauen|exakte|exakten uhrzeit|zeit|tag|termin|stunde|datum kann|können ich|wir * nicht * aber|jedoch sie|er|es|\
      das|wir
      """,
      "nicht|keine|keinen * genaue|genauen|exakte|exakten|genaues uhrzeit|zeit|tag|termin|stunde|datum * aber|jedoch sie|er|es|das|wir",
      "nicht im internet|surfen|web|echtzeit", "noch nicht|kein|keine|keinen|nichts",
      """
      nicht|keine|keinen|kein|nichts * finden|sehen|erkennen|entdecken|feststellen|ersehen|entnehmen|unterscheiden|hören|\
      ausmachen|ermitteln|ablesen|einsehen|wiederfinden|lesen|öffnen
      """,
      """
      text|dokument|brief|bild|foto|datei|rechnung|vertrag|tabelle|bericht|seite|unterlagen|artikel|beleg|mail|nachricht|\
      protokoll|abschnitt|formular|anleitung|beschreibung nennt|sagt|enthält|gibt|zeigt|erwähnt|hat|nennen|enthalten * nicht|\
      nichts|keine|keinen|kein
      """,
    ],
    errands: [
      """
      ^ leider? ich kann|könnte|darf * nicht stornieren|ändern|umbuchen|buchen|erstatten|bearbeiten|zurücksetzen|\
      kündigen|überweisen
      """,
      "^ eine|die stornierung|änderung|erstattung|umbuchung|kündigung ist mir|uns leider? nicht möglich",
    ],
    handovers: ["bitte wenden|kontaktieren|rufen|fragen|schreiben", "wenden|wende sie|dich * an"],
    titles: ["^ zusammenfassung|übersetzung"],
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
      """
      diese|ihre|deine anfrage|frage|eingabe|nachricht verstößt gegen unsere|meine|die richtlinien|nutzungsrichtlinien|\
      inhaltsrichtlinien|nutzungsbedingungen|regeln|vorgaben
      """,
      "anfrage|eingabe $stopped", "anfrage|eingabe $stopped richtlinienverstoß|sicherheitsverstoß",
      "ich|wir beantworte|beantworten nur|ausschließlich|lediglich fragen|anfragen zu|über *",
    ],
    macros: [
      "$stopped": "blockiert|abgelehnt|gefiltert|zurückgewiesen|gesperrt",
      "$approve": "genehmigen|freigeben|bewilligen|entscheiden|unterschreiben",
      "$handed": "macht|entscheidet|übernimmt|genehmigt|weitergeleitet|geschickt|gesendet|vorgelegt|weitergegeben",
      "$must": "kann|darf|muss|können|dürfen|müssen|werde|werden|möchte",
      "$act":
        """
      helfen|unterstützen|geben|bereitstellen|beantworten|erstellen|weiterhelfen|teilen|nennen|anbieten|erfüllen|\
      nachkommen|dienen|tun|machen|schreiben|sagen|verraten|erklären|beraten|eingehen|entsprechen|zeigen|preisgeben|\
      herausgeben|weitergeben|mitteilen|mitwirken|beteiligen|ausführen|empfehlen|diskutieren
      """,
      "$private":
        """
      auskunft|auskünfte|information|informationen|daten|preis|heraus|weiter|adressen|namen|passwörter|gehälter|nummern|dazu|\
      darüber
      """,
      "$danger":
        """
      schädliche|schädlichen|verdächtige|verdächtigen|bösartige|bösartigen|gefährliche|gefährlichen|phishing|injection
      """,
    ]
  )
}
