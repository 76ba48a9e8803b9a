extension RefusalPack {
  static let italian = RefusalPack(
    language: "it",
    inability: [
      """
      non posso|possiamo|potrei|potrò|devo|voglio|intendo|ti|le|vi|è * darle|\
      dirle|dirglielo|dirtelo|dirlo|fornirle|aiutarvi|mostrarle|rivelarle|comunicarle|darvi|dirvi|inviarle|aiutarti|aiutare|aiutarla|fornire|fornirti|\
      dare|darti|offrire|rispondere|condividere|assistere|assisterti|soddisfare|creare|scrivere|generare|fare|\
      farlo|dire|dirti|partecipare|rivelare|suggerire|consigliare|spiegare|continuare|discutere|supportare|\
      procedere|possibile|eseguire|accedere
      """,
      "non sono|siamo * grado|autorizzato|autorizzata|disposto|programmato|abilitato|progettato",
      "non ho|abbiamo accesso|l'autorizzazione|l'accesso",
      "non ho|abbiamo il|la|le|alcun modo|possibilità|permesso|capacità",
      """
      non condividiamo|forniamo|divulghiamo|comunichiamo|riveliamo|diamo * informazioni|dati|dettagli|indirizzi|\
      nomi|questo|ciò
      """,
      "devo|preferisco|mi|sono * rifiutare|declinare|rifiuto|astenermi|costretto|non",
      "non fornirò|aiuterò|risponderò|farò|scriverò|darò|rivelerò|dirò|condividerò", "mi è impossibile",
      "fuori|esula|oltre * competenze|mansioni|attribuzioni",
      "^ la? sua|tua|questa? $asked è? stata|stato? $stopped per motivi|ragioni di sicurezza|riservatezza|conformità",
      "^ la|il? sua|tua|suo|tuo|questa $asked è stata|stato $stopped dal|da nostro|un? filtro|sistema di sicurezza|contenuti",
      "non riassumerò|tradurrò|seguirò|eseguirò|elaborerò questo|questa|questi|queste|quel|quella",
    ],
    apologies: [
      "mi|ci dispiace|spiace|molto * ma|non|però", "mi dispiace|spiace ma|non|però",
      "scusa|scusi|spiacente|scusami|mi * ma|non|scuso",
      // What is sold out or late is news.
      "purtroppo|sfortunatamente * non posso|possiamo|potrò|potremo|mi|ci|sono|siamo|ho",
      "purtroppo|sfortunatamente * non è possibile|consentito|permesso",
    ],
    norms: [
      """
      non è|sarebbe|sono|mai * appropriato|etico|accettabile|legale|corretto|opportuno|consentito|giusto|etica|\
      permesso|lecito
      """,
      """
      è|sono|e|o|sarebbe illegale|illegali|inappropriato|inappropriata|inaccettabile|immorale|pericoloso|reato|\
      contrario
      """,
      """
      viola|contro|va|contrario|infrange|contraria contro|le|mie|alle|ai|la|i|miei|alla * linee|politiche|norme|\
      principi|legge|regole|politica|valori|leggi
      """,
      "questa|tua|sua|questo richiesta|domanda|contenuto|tipo * non|viola|inappropriata",
    ],
    condemnation: [
      "non approvo|sostengo|promuovo|tollero|incoraggio|condono * violenza|illegali|alcuna|danno",
      "condanno fermamente|ogni|qualsiasi", "come ia|modello|intelligenza|un'intelligenza|assistente|un * non",
    ],
    harm: [
      """
      violen~ illegal~ dann~ pericol~ malevol~ reato reati crimin~ arma armi droga droghe suicid~ discrimin~ odio legge \
      leggi nociv~
      """
    ],
    redirects: [
      "aiuto|supporto|sostegno professionale|psicologico|specializzato",
      "numero|linea|telefono * emergenza|amico|verde|ascolto", "non sei|è solo|sola",
      """
      contatta|rivolgiti|consulta|chiama|parla|contattare * professionista|medico|emergenza|autorità|terapeuta|\
      fiducia|esperto
      """,
    ],
    sympathy: [
      "dispiace sentire|sapere|per|molto|che|di * che|questo|perdita|tu|tua|stai"
    ],
    counterEvidence: [
      "non vedo|posso l'ora|aspettare|ringraziarti|sottolineare|credere",
      "ma|però|tuttavia ecco|posso|invece * posso|alcuni|una|aiutarti",
      "ecco alcuni|alcune|come|un|una|il|la|i|le|qui",
    ],
    limits: [
      "non * un'ora|ora|l'ora|orario|data|giorno|l'orario esatta|esatto|precisa|preciso ma|però arriverà|sarà|è|arriva|parte",
      """
      non posso|possiamo|riesco|possibile|modo * vedere|leggere|distinguere|trovare|sentire|riconoscere|\
      identificare|aprire
      """,
      "modo|possibile di? vedere|leggere|distinguere|trovare|riconoscere|identificare", "non * ancora", "ancora non",
      """
      testo|documento|foto|immagine|lettera|file|fattura|contratto|tabella|rapporto|pagina|articolo|scontrino|messaggio|mail|\
      modulo|manuale|descrizione non dà|menziona|indica|dice|contiene|riporta|specifica|mostra|ha|cita
      """,
    ],
    errands: ["^ purtroppo? non posso annullare|cancellare|modificare|cambiare|rimborsare|elaborare|prenotare"],
    handovers: ["contatti|contatta|contattare * servizio|assistenza|supporto", "si rivolga|rivolgiti"],
    titles: ["^ riassunto|traduzione"],
    offers: [

      "invece|piuttosto|alternativa|alternativamente * posso|puoi|considera|prova|suggerisco|ti|potresti|concentrati",
      "ecco alcuni|alcune|dei|delle * consigli|suggerimenti|idee|passaggi|alternative",
    ],
    refusals: [
      "richiesta $stopped", "richiesta $stopped violazione delle|della|di nostre? politiche|policy|norme|regole",
      "no", "assolutamente no", "mai", "impossibile", "rifiutato", "mi rifiuto", "neanche per sogno", "negato",
    ],
    macros: [
      "$asked": "richiesta|domanda|messaggio",
      "$stopped": "bloccata|bloccato|rifiutata|rifiutato|respinta|respinto|negata",
    ]
  )
}
