extension RefusalPack {
  static let dutch = RefusalPack(
    language: "nl",
    inability: [
      "ik|we|wij kan|kunnen|mag|mogen|zal|wil|ga|moet|help|geef|heb * niet|geen|weigeren|afwijzen",
      "kan|mag|zal|kunnen ik|we|wij * niet|geen",
      "ik|wij ben|zijn * niet|geen * staat|bevoegd|bereid|geprogrammeerd|gemachtigd",
      "ik weiger|wijs|moet|bedank * af|weigeren|dat|dit|om",
      "werk|doe|geef|help|deel|noem|schrijf ik|we|wij * niet|geen|mee",
      "stellen|geven|noemen|zeggen kan|mag|wil ik niet|geen",
    ],
    apologies: [
      "het spijt|het|spijt me|ons|mij * maar|ik", "spijt me|mij|ons maar|ik", "sorry maar|ik|dat",
      "helaas|jammer kan|mag|is|kunnen|zal|genoeg|moet * niet|geen|weigeren", "excuses|excuus maar|ik|voor",
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
      discrimin~ haat~ wet wetten kwetsen onethisch~
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
      "niet|geen|meer annuleren|wijzigen|terugbetalen|verzenden|leveren|bezorgen|omruilen omdat|want|aangezien|meer",
      "kan niet|nauwelijks wachten|genoeg|geloven", "maar|echter|wel hier is|zijn|volgen|volgt",
      "maar ik kan|wil|help wel|graag", "maar ik kan u|je wel|graag",
      "hier is|zijn|vind|volgt|volgen|staat",
    ],
    offers: [
      "in|plaats|liever|daarentegen plaats|daarvan|kun|kan * kan|kun|overweeg|probeer|stel|raad|focus",
      "hier zijn|volgen * tips|suggesties|ideeën|stappen|alternatieven|enkele|een",
    ],
    reasons: [
      "^ dat|dit|het|zulke zou|kan|is|zijn|mag", "^ ik begrijp|snap|zie|weet", "neem|vraag|bel * contact|kantoor|aan",
      "^ als|indien * ik|u|je", "^ wilt|wil|zal|kan u|je|ik",
    ],
    refusals: [
      "nee", "absoluut niet", "geen sprake van", "nooit", "afgewezen", "geweigerd", "onmogelijk", "neen",
    ]
  )
}
