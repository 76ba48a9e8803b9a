extension RefusalPack {
  static let polish = RefusalPack(
    language: "pl",
    inability: [
      """
      nie mogę|możemy|mogłbym|mogłabym|będę|wolno|zamierzam|chcę|jestem|potrafię|podam|pomogę|udzielę|odpowiem|\
      udostępnię|napiszę * pomóc|udzielić|podać|dostarczyć|odpowiedzieć|spełnić|stworzyć|napisać|zrobić|\
      powiedzieć|ujawnić|wspierać|doradzać|doradzić|wyjaśnić|kontynuować|stanie|uczestniczyć|tego|tej|ci|\
      informacji|przekazać|pomagać|udostępnić|zapewnić|wykonać|dyskutować|upoważniony|zaprogramowany
      """,
      "nie mam|mamy dostępu|możliwości|uprawnień|prawa|zgody",
      "muszę|odmawiam|wolę|wolałbym|wolałabym * odmówić|nie|odpowiedzi|pomocy|tego",
      "niestety nie mogę|możemy|wolno|pomogę|podam|udzielę|odpowiem",
      "poza * kompetencje|kompetencjami|uprawnienia|uprawnieniami", "nie ujawnię|zdradzę|powiem", "niestety muszę",
      "nie udostępniamy|podajemy|ujawniamy|przekazujemy * informacji|danych|adresów|tego|takich",
      "w tym|czymś|takich nie|sprawach * pomogę|mogę",
      // Only letters of English are made small.
      """
      ^ twoje|twoja|państwa|to|ta? $asked zostało|została? $stopped ze|z względów|powodów bezpieczeństwa|prywatności
      """,
      "^ twoje|twoja|państwa|to|ta? $asked zostało|została $stopped przez nasz|filtr filtr? bezpieczeństwa|treści",
      "nie streszczę|przetłumaczę|wykonam|zrealizuję tej|tego|tych|takiej|takiego",
    ],
    apologies: [
      "przepraszam|przykro|przepraszamy|wybacz|przykro ale|mi|jednak|nie|lecz * ale|nie|lecz|jednak|mogę",
      "przepraszam ale|nie|jednak|lecz",
      // What is sold out or late is news.
      "niestety * nie mogę|możemy|wolno|będę|jestem|jesteśmy|będziemy", "z przykrością",
    ],
    norms: [
      """
      nie jest|byłoby|są|wolno * właściwe|etyczne|dopuszczalne|legalne|odpowiednie|dozwolone|stosowne|\
      akceptowalne|w
      """,
      """
      jest|są|i|lub|oraz|byłoby nielegalne|nieetyczne|niewłaściwe|niedopuszczalne|zabronione|karalne|\
      niebezpieczne|przestępstwem|niemoralne
      """,
      """
      narusza|sprzeczne|wbrew|niezgodne|łamie * wytyczne|wytycznymi|zasady|zasadami|prawo|prawem|regulamin|\
      polityką|wartościami|zasadom
      """,
      "ta|twoja|ten|to|takie prośba|pytanie|prośby|treść|treści * nie|narusza|niewłaściwa",
    ],
    condemnation: [
      "nie popieram|promuję|akceptuję|wspieram|zachęcam|toleruję * przemocy|żadnej|nielegalnych|do", "potępiam",
      "jako model|ai|sztuczna|asystent|si * nie",
    ],
    harm: [
      """
      przemoc~ nielegal~ szkod~ złośliw~ niebezpiecz~ przestęp~ broń broni bronią narkotyk~ samobój~ dyskrymin~ nienawi~ prawo prawa prawem prawnie krzywd~ \
      nieetyczn~ zaszkodzić
      """
    ],
    redirects: [
      "pomocy|pomoc|wsparcia|wsparcie specjalist~|psycholog~|profesjonaln~",
      "telefon|numer zaufania|alarmowy|kryzysowy", "nie jesteś sam|sama",
      "skontaktuj|zwróć|porozmawiaj|zadzwoń * się|specjalistą|psychologiem|lekarzem|112",
    ],
    sympathy: [
      "przykro|współczuję mi|że|to|z * to|że|słyszeć|powodu"
    ],
    counterEvidence: [
      "nie mogę|mogąc się|doczekać|wystarczająco * doczekać|podziękować|uwierzyć",
      "ale|jednak|natomiast oto|mogę|tutaj|chętnie",
      "oto kilka|jak|lista|przykład|kod|odpowiedź|niektóre|krótki|podsumowanie",
    ],
    limits: [
      "nie * dokładnej|dokładnego|dokładną|dokładny godziny|godzinę|daty|terminu|dnia|czasu ale|jednak będzie|dotrze|przyjdzie|to|jest",
      """
      nie mogę|możemy|widzę|udało|potrafię * zobaczyć|znaleźć|odczytać|rozróżnić|rozpoznać|usłyszeć|otworzyć|\
      odnaleźć|stwierdzić
      """,
      "jeszcze nie", "nie * jeszcze", "nie mam|mamy dostępu * ale|jednak|lecz",
      """
      tekst|dokument|zdjęcie|obraz|list|plik|faktura|umowa|tabela|raport|strona|artykuł|paragon|wiadomość|formularz|\
      instrukcja|opis nie podaje|zawiera|wspomina|mówi|ma|wymienia|wskazuje|pokazuje
      """,
    ],
    titles: ["^ streszczenie|podsumowanie|tłumaczenie"],
    offers: [
      "zamiast|natomiast|alternatywnie tego|mogę|możesz * mogę|możesz|rozważ|spróbuj|sugeruję|proponuję|warto",
      "oto kilka|niektóre|parę * wskazówek|sugestii|pomysłów|kroków|propozycji|porad",
    ],
    refusals: [
      "nie", "niestety nie", "absolutnie nie", "nigdy", "wykluczone", "odmowa", "odmawiam", "niemożliwe",
      "w żadnym wypadku",
      "$asked $stopped", "$asked $stopped naruszenie zasad|regulaminu|polityki",
    ],
    macros: [
      "$asked": "żądanie|Żądanie|zapytanie|prośba|wiadomość",
      "$stopped": "zablokowane|zablokowana|odrzucone|odrzucona",
    ]
  )
}
