extension RefusalPack {
  static let french = RefusalPack(
    language: "fr",
    inability: [
      """
      je|nous ne|n' * peux|puis|pouvons|suis|sommes|veux|vais|saurais|dois|répondrai|fournirai|aiderai|peut * pas|\
      aider|fournir|en|répondre|donner|vous|autorisé|mesure|capable
      """,
      "je ne|n'ai|n'aiderai|n'écrirai|n'y peux|puis|suis|vais|vous|te|pas * pas|aider|fournir|répondre|mesure",
      "je|nous dois|refuse|décline|préfère|devons|préférerais * refuser|décliner|de|ne|pas",
      "il|ce|cela m'est|n'est|ne * impossible|possible|peux|peut", "pas en mesure|capacité de",
      """
      je|nous ne communique|donne|divulgue|partage|transmets|révèle|participe|fais|communiquons|donnons|partageons pas
      """,
      "je n'ai pas le? droit|l'autorisation|autorisation de|d'en",
      "ne|n'ai peux|puis|pas * répondre|aider|fournir|donner|accès * demande|cela|ça|question",
    ],
    apologies: [
      "désolé|désolée|navré|navrée mais|je|cependant|de|toutefois",
      "suis|sommes désolé|désolée|navré|désolés * mais|je|cependant|de",
      "je|nous m'excuse|regrette|regrettons|m'en|vous * mais|ne|excuse",
      "malheureusement|hélas je|nous|cette|il|ce * ne|n'est|n'ai|pas", "mes|toutes excuses|mes * mais|je",
    ],
    norms: [
      """
      n'est|est|serait|sont|pas pas|jamais|ni * approprié|éthique|acceptable|légal|convenable|moral|autorisé|\
      correct|admissible
      """,
      """
      est|sont|et|ou|serait illégal|illégale|illégaux|contraire|inapproprié|inappropriée|inacceptable|immoral|\
      interdit|interdite|dangereux|contraires
      """,
      """
      contraire|enfreint|viole|va|enfreindrait à|aux|mes|les|nos|à|l'encontre * éthique|loi|règles|principes|\
      politique|directives|consignes|valeurs|politiques
      """,
      "cette|votre|ta|ce demande|question|requête|type * pas|enfreint|viole|inappropriée|ne",
    ],
    condemnation: [
      """
      ne|n'encourage|cautionne|condamne pas|cautionne|soutiens|encourage|fermement|toute * violence|pas|illégal|\
      illégales|forme
      """,
      "en tant|qu'ia|que|qu'intelligence|que|tant * ne|n'ai|pas|modèle",
    ],
    harm: [
      """
      violen~ illég~ danger~ nuire nuisible nuisibles préjudic~ crim~ arme armes drogue drogues suicid~ \
      discrimin~ haine haineux loi lois l'éthique blesser
      """
    ],
    redirects: [
      "aide|soutien professionnelle|psychologique|professionnel", "numéro|ligne d'urgence|d'écoute|vert|d'aide",
      "pas|n'êtes seul|seule|pas", "professionnel|professionnels de|du",
      """
      contacter|contactez|adressez|consulter|parlez|consultez * professionnel|urgences|médecin|thérapeute|proche|\
      services
      """,
    ],
    sympathy: [
      "désolé|désolée|navré d'apprendre|de|que|pour * vous|que|savoir|ce|votre|entendre"
    ],
    counterEvidence: [
      "peux|puis pas|plus * attendre|remercier|assez|trop", "j'ai hâte",
    ],
    service: [
      "mais|cependant|toutefois|néanmoins voici", "mais|cependant|toutefois|néanmoins je peux|vais|serai",
      "voici|voilà quelques|comment|les|un|une|la|le",
    ],
    offers: [
      "plutôt|place|revanche|alternativement|je * je|peux|vous|pouvez|essayez|propose|suggère|voici",
      "voici quelques|des|plusieurs * conseils|idées|suggestions|étapes|alternatives|pistes",
    ],
    reasons: [
      "^ cela|c'est|ce|ces|il serait|pourrait|est|sont|peut|porterait", "^ je comprends|vois|sais|entends",
      "veuillez|merci|prière de|vous|contacter", "^ si * je|vous", "^ souhaitez|voulez|puis|puis-je vous|je",
    ],
    refusals: [
      "non", "hors de question", "jamais", "refusé", "certainement pas", "je refuse", "impossible",
    ]
  )
}
