extension RefusalPack {
  static let french = RefusalPack(
    language: "fr",
    inability: [
      """
      je|nous ne|n' * peux|puis|veux|vais|saurais|dois|répondrai|fournirai|aiderai|peut|dirai|révélerai|communiquerai|donnerai|écrirai * pas|aider|fournir|en|\
      répondre|donner|vous|autorisé|mesure|capable
      """,
      """
      nous ne pouvons|voulons|allons * pas * aider|fournir|répondre|donner|communiquer|divulguer|partager|traiter|satisfaire|\
      accéder|accepter|dire|transmettre|révéler|écrire
      """,
      """
      je|nous ne|n' suis|sommes pas * autorisé|autorisée|autorisés|mesure|capable|habilité|habilitée|disposé|disposée|\
      programmé|conçu|position
      """,
      "je ne|n'ai|n'aiderai|n'écrirai|n'y peux|puis|vais|vous|te|pas * pas|aider|fournir|répondre|mesure",
      "je refuse", "nous refusons",
      "je|nous dois|refuse|décline|préfère|devons|préférerais * refuser|décliner|de|ne|pas",
      "il|ce|cela m'est|ne * impossible|possible|peux", "il|ce|cela ne peut pas|être",
      """
      ^ votre|ta|cette|la? $asked a? été? $stopped pour des? raisons|motifs|raison de sécurité|confidentialité|\
      conformité|politique
      """,
      "^ votre|ta|cette $asked a été $stopped par notre|nos|le|un filtre|filtres|système de? sécurité|contenu|modération",
      """
      il|ce|cela n'est * possible de|d'aider|d'y * vous|aider|répondre|fournir|donner|communiquer|divulguer|\
      partager|accéder
      """,
      "dépasse|dépassent|hors|dehors * attributions|compétences|compétence|prérogatives", "pas en mesure|capacité de",
      """
      je|nous ne communique|donne|divulgue|partage|transmets|révèle|participe|fais|communiquons|donnons|partageons pas
      """,
      "je n'ai pas le? droit|l'autorisation|autorisation de|d'~",
      "je ne résumerai|traduirai|suivrai|exécuterai|traiterai|ouvrirai|lirai|annulerai pas",
      "ne|n'ai peux|puis|pas * répondre|aider|fournir|donner|accès * demande|cela|ça|question",
    ],
    apologies: [
      "désolé|désolée|navré|navrée mais|cependant|toutefois",
      "désolé|désolée|navré|navrée|désolés * je|nous ne|dois|refuse|devons",
      "suis|sommes désolé|désolée|navré|désolés * mais|cependant", "désolé|désolée|navré|navrée|désolés * de ne",
      "je|nous m'excuse|regrette|regrettons|m'en|vous * mais|ne|excuse",
      // What is sold out or late is news.
      "malheureusement|hélas je|nous * ne|n'ai|pas",
      "malheureusement|hélas cette|votre demande|requête|question * ne|n'est|pas",
      "malheureusement|hélas il|ce|cela * m'est|possible|impossible", "mes|toutes excuses|mes * mais|je",
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
      violen~ illég~ danger~ malveill~ nuire nuisible nuisibles préjudic~ crim~ arme armes drogue drogues suicid~ \
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
      "accepter|décliner|refuser|honorer * invitation",
    ],
    service: [
      "mais|cependant|toutefois|néanmoins voici", "mais|cependant|toutefois|néanmoins je peux|vais|serai",
      "voici|voilà quelques|comment|les|un|une|la|le",
    ],
    limits: [
      """
      pas * l'heure|heure|date|le|la|l'horaire|horaire jour|date|exacte|précise|exact|précis * mais ce|il|elle|ils|elles|cela|\
      c'est|nous
      """,
      "pas l'avancer|l'accélérer|l'anticiper",
      // Who hands on what others approve has done what there was to do.
      """
      pas * valider|approuver|accorder|autoriser|l'approuver|l'accorder|l'autoriser moi-même|nous-mêmes * fera|décidera|validera|décide|transmis|transmise|\
      envoyé|envoyée
      """,
      """
      pas|plus * voir|lire|trouver|distinguer|reconnaître|entendre|identifier|déterminer|déchiffrer|ouvrir|retrouver
      """,
      "pas encore",
      "$source ne donne|mentionne|indique|précise|dit|contient|montre|cite|comporte * pas|aucun|aucune|rien",
      "$source n'indique|n'a|n'affiche|n'en|n'y * pas|aucun|aucune|rien",
    ],
    titles: ["^ résumé|traduction"],
    offers: [
      "plutôt|place|revanche|alternativement * je|peux|vous|pouvez|essayez|propose|suggère|voici",
      "voici quelques|des|plusieurs * conseils|idées|suggestions|étapes|alternatives|pistes",
    ],
    reasons: [
      "^ cela|c'est|ce|ces|il serait|pourrait|est|sont|peut|porterait", "^ je comprends|vois|sais|entends",
      "veuillez|merci|prière de|vous|contacter", "^ si * je|vous", "^ souhaitez|voulez|puis|puis-je vous|je",
    ],
    refusals: [
      "non", "hors de question", "jamais", "refusé", "certainement pas", "je refuse", "impossible",
      "cela|ce n'est pas possible",
      """
      cette|votre|ta demande|requête|question enfreint|viole nos|mes|les règles|politiques|directives|consignes|\
      conditions *
      """,
      "je|nous réponds|répondons uniquement|seulement|exclusivement aux questions|demandes *",
      "je|nous ne réponds|répondons qu'aux questions|demandes *",
      "demande|requête $stopped", "demande|requête $stopped violation des|de|du nos|la? règles|politiques|politique",
    ],
    macros: [
      "$asked": "demande|requête|question|message",
      "$stopped": "bloquée|bloqué|refusée|refusé|rejetée|rejeté",
      "$source":
        """
      texte|document|photo|image|lettre|fichier|facture|contrat|tableau|rapport|page|article|reçu|message|mail|courriel|\
      formulaire|notice|description
      """,
    ]
  )
}
