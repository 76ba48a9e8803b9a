extension RefusalPack {
  static let portuguese = RefusalPack(
    language: "pt",
    inability: [
      """
      não posso|podemos|poderei|poderia|devo|quero|vou|consigo|irei|me|é * ajudar|ajudá-lo|ajudá-la|fornecer|dar|\
      oferecer|responder|cumprir|compartilhar|partilhar|auxiliar|criar|escrever|gerar|fazer|fazê-lo|dizer|\
      participar|revelar|apoiar|recomendar|sugerir|explicar|ensinar|continuar|atender|discutir|prosseguir|\
      possível|acessar|te|lhe|prestar|executar
      """,
      """
      não estou|sou|fui * autorizado|autorizada|disposto|apto|programado|capaz|projetado|condições|permitido|\
      habilitado
      """,
      "não tenho acesso|permissão|autorização|como|a|capacidade",
      "devo|tenho|prefiro|preciso|me * recusar|declinar|de|recuso|não|abster-me",
      "não fornecerei|ajudarei|responderei|darei|farei|escreverei|participarei",
    ],
    apologies: [
      "desculpe|desculpa|perdão|desculpem|peço|lamento|sinto * mas|não|porém",
      "sinto|lamento muito|mas|não * mas|não", "infelizmente|lamentavelmente * não",
    ],
    norms: [
      "não é|seria|são|nunca * apropriado|ético|aceitável|legal|correto|adequado|permitido|certo|ética|apropriada",
      "é|são|e|ou|seria ilegal|ilegais|inapropriado|inadequado|inaceitável|imoral|perigoso|crime|antiético",
      """
      viola|contra|contraria|vai|fere minhas|as|contra|os|a|meus * diretrizes|políticas|normas|princípios|lei|\
      leis|regras|política|valores
      """,
      "esta|essa|este|sua|seu pedido|solicitação|pergunta|conteúdo|tipo * não|viola|inadequada",
    ],
    condemnation: [
      "não apoio|promovo|aprovo|tolero|incentivo|compactuo|endosso * violência|ilegal|ilegais|qualquer|nenhuma",
      "condeno|repudio veementemente|qualquer|toda|firmemente",
      "como ia|modelo|inteligência|assistente|uma|um * não",
    ],
    harm: [
      """
      violên~ ilegal~ ilegais dano danos prejudic~ perig~ crime crimes crimin~ arma armas droga drogas suicíd~ \
      discrimin~ ódio lei leis nociv~
      """
    ],
    redirects: [
      "ajuda|apoio profissional|psicológica|psicológico|especializada",
      "linha|número|centro de * apoio|emergência|valorização|ajuda", "não está|estás|você * sozinho|sozinha|só",
      """
      procure|contate|busque|ligue|procurar|converse|contacte * profissional|ajuda|emergência|autoridades|médico|\
      terapeuta|confiança
      """,
    ],
    sympathy: [
      "sinto|lamento ouvir|saber|muito|por|que|pela * que|isso|perda|você|esteja|sua"
    ],
    counterEvidence: [
      "não|mal posso|vejo esperar|a|agradecer|enfatizar|hora|acreditar",
      "mas|porém|entretanto|contudo aqui|posso|aqui|no * está|posso|ajudar|explicar|oferecer",
      "aqui está|estão|vai|vão|tem|seguem",
    ],
    offers: [
      "em|ao|vez invés|vez|disso|de|alternativamente * posso|pode|considere|tente|sugiro|você|poderia|concentre",
      "aqui estão|vão|há * dicas|sugestões|ideias|passos|alternativas|algumas|alguns",
    ],
    refusals: [
      "não", "de jeito nenhum", "jamais", "negado", "recusado", "impossível", "recuso-me", "de forma alguma",
      "nunca",
    ]
  )
}
