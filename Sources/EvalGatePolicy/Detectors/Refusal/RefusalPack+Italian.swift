extension RefusalPack {
  static let italian = RefusalPack(
    language: "it",
    inability: [
      """
      non posso|possiamo|potrei|potrò|devo|voglio|intendo|ti|le|vi|è * aiutarti|aiutare|aiutarla|fornire|fornirti|\
      dare|darti|offrire|rispondere|condividere|assistere|assisterti|soddisfare|creare|scrivere|generare|fare|\
      farlo|dire|dirti|partecipare|rivelare|suggerire|consigliare|spiegare|continuare|discutere|supportare|\
      procedere|possibile|eseguire|accedere
      """,
      "non sono|siamo * grado|autorizzato|autorizzata|disposto|programmato|abilitato|progettato",
      "non ho|abbiamo accesso|il|la|le|modo|l'autorizzazione",
      "devo|preferisco|mi|sono * rifiutare|declinare|rifiuto|astenermi|costretto|non",
      "non fornirò|aiuterò|risponderò|farò|scriverò|darò",
    ],
    apologies: [
      "mi|ci dispiace|spiace|molto * ma|non|però", "mi dispiace|spiace ma|non|però",
      "scusa|scusi|spiacente|scusami|mi * ma|non|scuso", "purtroppo|sfortunatamente * non",
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
      violen~ illegal~ dann~ pericol~ reato reati crimin~ arma armi droga droghe suicid~ discrimin~ odio legge \
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
    offers: [

      "invece|piuttosto|alternativa|alternativamente * posso|puoi|considera|prova|suggerisco|ti|potresti|concentrati",
      "ecco alcuni|alcune|dei|delle * consigli|suggerimenti|idee|passaggi|alternative",
    ],
    refusals: [
      "no", "assolutamente no", "mai", "impossibile", "rifiutato", "mi rifiuto", "neanche per sogno", "negato",
    ]
  )
}
