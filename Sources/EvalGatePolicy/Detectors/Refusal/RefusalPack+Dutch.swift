extension RefusalPack {
  static let dutch = RefusalPack(
    language: "nl",
    inability: [
      "valt|ligt|is * buiten * bevoegdheid|takenpakket|taken",
      "ik kan|mag|zal|wil|ga|moet|help|geef * niet|geen|weigeren|afwijzen",
      "ik heb geen toegang|toestemming|bevoegdheid|recht",
      """
      we|wij kunnen|mogen|zullen|willen|gaan|geven|helpen|moeten * niet|geen|weigeren|afwijzen * $act|informatie|\
      gegevens
      """,
      "we|wij moeten * weigeren|afwijzen",
      "ik|we|wij kan|kunnen|mag|mogen|zal|wil * * niet $act", "kan|mag|zal|ga|wil ik * niet|geen",
      "kunnen|mogen|zullen we|wij * niet|geen * $act|voldoen|ingaan",
      "geven|delen|verstrekken wij|we * geen|niet * informatie|gegevens|adressen|namen|wachtwoorden",
      "ik|wij ben|zijn * niet|geen * staat|bevoegd|bereid|geprogrammeerd|gemachtigd",
      "ik weiger|wijs|moet|bedank * af|weigeren|dat|dit|om",
      "werk|doe|geef|help|deel|noem|schrijf ik|we|wij * niet|geen|mee",
      "stellen|geven|noemen|zeggen kan|mag|wil ik niet|geen",
      """
      ^ uw|je|jouw|dit|het? $asked is|werd? $stopped om|wegens|vanwege veiligheidsredenen|beveiligingsredenen|\
      privacyredenen
      """,
      "^ uw|je|jouw|dit|het? $asked is|werd om|wegens|vanwege veiligheidsredenen|beveiligingsredenen|privacyredenen $stopped",
      "^ uw|je|jouw|dit $asked is|werd $stopped door ons|onze|het|een $filter",
      "^ uw|je|jouw|dit $asked is|werd door ons|onze|het|een $filter $stopped",
      "ik vat dit|deze|dat|die|uw|je * niet samen",
    ],
    apologies: [
      "het spijt me|ons|mij * maar", "het spijt me|ons|mij * ik|we|wij $must", "spijt me|mij|ons maar",
      "spijt me|mij|ons ik|we|wij $must", "sorry maar", "sorry ik|we|wij $must", "sorry dat kan|mag|gaat|doe|is",
      // What is sold out or late is news.
      "helaas $must ik|we|wij|uw|je|deze|dit|zulke * niet|geen|weigeren",
      "helaas is|kan dat|dit|het|zoiets|zo * niet mogelijk|toegestaan|kunnen", "helaas niet mogelijk|toegestaan",
      "jammer genoeg $must ik|we|wij * niet|geen|weigeren", "excuses|excuus maar", "excuses|excuus ik|we $must",
    ],
    norms: [
      "niet|nooit gepast|ethisch|aanvaardbaar|toegestaan|acceptabel|legaal|verantwoord|juist",
      "is|zijn|en|of illegaal|onethisch|ongepast|strafbaar|verboten|onacceptabel|gevaarlijk|immoreel",
      "in|tegen|strijd strijd|mijn|met|de|onze|het * richtlijnen|regels|wet|beleid|principes|waarden|beginselen",
      "dit|deze|uw|je|zulke verzoek|vraag|inhoud|aanvraag * niet|ongepast|schendt",
    ],
    condemnation: [
      "ik keur|veroordeel|steun|moedig * geweld|af|geen|elke|niet",
      "als ai|ai-model|taalmodel|kunstmatige|een * niet|geen",
    ],
    harm: [
      """
      geweld~ illega~ schade~ gevaar~ strafba~ misdaad misdrijf crimine~ wapen~ drugs zelfmoord~ zelfdoding \
      kwaadaardig~ verdacht~ discrimin~ haat~ wetten wettelijk onwettig kwetsen onethisch~
      """
    ],
    redirects: [
      "professionele|psychologische hulp|ondersteuning", "hulplijn|noodnummer|113|112|crisislijn|alarmnummer",
      "niet alleen", "neem|zoek|praat|bel * contact|hulp|huisarts|professional|vertrouwt",
    ],
    sympathy: [
      "spijt|vind me|het|erg|mij * te|dat|om|voor|van * horen|je|u|verlies"
    ],
    counterEvidence: [
      // What a house cannot do any more is news of it.
      "niet|geen|meer annuleren|wijzigen|terugbetalen|verzenden|leveren|bezorgen|omruilen",
      "kan niet|nauwelijks wachten|genoeg|geloven", "maar|echter|wel hier is|zijn|volgen|volgt",
      "maar ik kan|wil|help wel|graag", "maar ik kan u|je wel|graag",
      "hier is|zijn|vind|volgt|volgen|staat",
    ],
    limits: [
      "omdat|want|aangezien * verzonden|verstuurd|onderweg|bezorgd|geleverd",
      "exact|precies|exacte|precieze|exacts tijdstip|tijd|datum|dag|uur kan|kunnen ik|we|wij * niet * maar hij|zij|ze|het|dat|we",
      "niet|geen|niets * zien|vinden|lezen|horen|herkennen|onderscheiden|openen|terugvinden|ontdekken|vaststellen",
      "nog niet|geen|niets",
      """
      tekst|document|brief|foto|afbeelding|bestand|factuur|contract|tabel|rapport|pagina|artikel|bon|bericht|mail|formulier|\
      handleiding|beschrijving noemt|vermeldt|zegt|geeft|bevat|toont|heeft * niet|geen|niets|niks
      """,
    ],
    errands: ["^ helaas? ik kan * niet annuleren|wijzigen|terugbetalen|omboeken|boeken|verwerken"],
    handovers: ["contact op|met * klantenservice|helpdesk|support|medewerker", "bel * klantenservice|helpdesk"],
    titles: ["^ samenvatting|vertaling"],
    offers: [
      "in|plaats|liever|daarentegen plaats|daarvan|kun|kan * kan|kun|overweeg|probeer|stel|raad|focus",
      "hier zijn|volgen * tips|suggesties|ideeën|stappen|alternatieven|enkele|een",
    ],
    reasons: [
      "^ dat|dit|het|zulke zou|kan|is|zijn|mag", "^ ik begrijp|snap|zie|weet", "neem|vraag|bel * contact|kantoor|aan",
      "^ als|indien * ik|u|je", "^ wilt|wil|zal|kan u|je|ik",
    ],
    refusals: [
      "verzoek|aanvraag $stopped",
      "verzoek|aanvraag $stopped schending van? het|ons|de? beleid|beleidsschending|regels",
      "nee", "absoluut niet", "geen sprake van", "nooit", "afgewezen", "geweigerd", "onmogelijk", "neen",
    ],
    macros: [
      "$asked": "verzoek|vraag|aanvraag|bericht", "$stopped": "geblokkeerd|geweigerd|afgewezen",
      "$filter": "beveiligingsfilter|veiligheidsfilter|inhoudsfilter|filter|beveiligingssysteem",
      "$must": "kan|kunnen|mag|mogen|moet|moeten|zal|zullen|wil|ga",
      "$act":
        "geven|zeggen|noemen|delen|vertellen|verstrekken|beantwoorden|helpen|doen|schrijven|laten|tonen|uitleggen|meewerken",
    ]
  )
}
