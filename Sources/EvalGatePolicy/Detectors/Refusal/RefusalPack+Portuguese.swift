extension RefusalPack {
  static let portuguese = RefusalPack(
    language: "pt",
    inability: [
      """
      não posso|podemos|poderei|poderia|devo|quero|vou|consigo|irei|me|é * ajudar|ajudá-lo|ajudá-la|\
      ajudá-los|dar-lhe|dar-te|dizer-lhe|dizer-te|fornecer-lhe|mostrar-lhe|revelar-lhe|fornecer|dar|\
      oferecer|responder|cumprir|compartilhar|partilhar|auxiliar|criar|escrever|gerar|fazer|fazê-lo|dizer|\
      participar|revelar|apoiar|recomendar|sugerir|explicar|ensinar|continuar|atender|discutir|prosseguir|\
      possível|acessar|te|lhe|prestar|executar
      """,
      """
      não estou|sou|fui * autorizado|autorizada|disposto|apto|programado|capaz|projetado|condições|permitido|\
      habilitado
      """,
      "não lhe|te|lhes posso|podemos dar|dizer|fornecer|revelar|mostrar|facultar|prestar",
      "não tenho acesso|permissão|autorização|capacidade", "não tenho como $tell",
      "devo|tenho|prefiro|preciso * recusar|declinar|abster-me|recusar-me", "me recuso", "recuso-me",
      """
      não partilhamos|compartilhamos|divulgamos|fornecemos|revelamos|damos * informações|dados|detalhes|endereços|\
      nomes|isso
      """,
      "não fornecerei|ajudarei|responderei|darei|farei|escreverei|participarei|revelarei|direi|partilharei",
      "prefiro não", "fora|ultrapassa|excede * competências|funções|atribuições",
      // An order is a "pedido" too, and may be turned down.
      "^ o|a? seu|sua|teu|tua|este|esta? $asked foi? $stopped por motivos|razões|questões de segurança|privacidade",
      "^ o|a? seu|sua|teu|tua|este|esta $asked foi $stopped por|pelo nosso|um? filtro|sistema de segurança|conteúdo",
      "não resumirei|traduzirei|seguirei|executarei|processarei este|esta|estes|estas|esse|essa|isso|isto",
    ],
    apologies: [
      "desculpe|desculpa|perdão|desculpem|peço|lamento|sinto * mas|não|porém",
      "sinto|lamento muito|mas|não * mas|não",
      // What is sold out or late is news.
      "infelizmente|lamentavelmente * não posso|podemos|poderei|consigo|conseguimos|me|nos|irei|vou|tenho|estou",
      "infelizmente|lamentavelmente * não é possível|permitido",
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
      violên~ ilegal~ ilegais malicios~ dano danos prejudic~ perig~ crime crimes crimin~ arma armas droga drogas suicíd~ \
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
    limits: [
      "não * hora|data|dia|horário exata|exato|precisa|preciso mas|porém chega|chegará|será|é|sai|vem",
      """
      não posso|podemos|consigo|conseguimos|possível|como|tenho * ver|ler|distinguir|encontrar|ouvir|reconhecer|identificar|\
      abrir|localizar
      """,
      "ainda não", "não * ainda",
      """
      texto|documento|foto|imagem|carta|ficheiro|arquivo|fatura|contrato|tabela|relatório|página|artigo|recibo|mensagem|\
      formulário|manual|descrição não dá|menciona|indica|diz|contém|inclui|mostra|especifica|tem|refere|cita
      """,
    ],
    errands: ["^ infelizmente? não posso cancelar|anular|processar|alterar|modificar|reembolsar|reservar"],
    handovers: [
      "contacto|contato com * apoio|suporte|serviço|atendimento",
      "contacte|contate|contatar|contactar * apoio|suporte|serviço|atendimento",
      "por favor contacte|contate|fale|ligue",
    ],
    titles: ["^ resumo|tradução"],
    offers: [
      "em|ao|vez invés|vez|disso|de|alternativamente * posso|pode|considere|tente|sugiro|você|poderia|concentre",
      "aqui estão|vão|há * dicas|sugestões|ideias|passos|alternativas|algumas|alguns",
    ],
    refusals: [
      "não", "de jeito nenhum", "jamais", "negado", "recusado", "impossível", "recuso-me", "de forma alguma",
      "nunca",
      "solicitação|pedido $stopped", "solicitação|pedido $stopped violação das|da|de políticas|política|regras|normas",
      "só|apenas respondo|respondemos a? perguntas|questões sobre *",
    ],
    macros: [
      "$asked": "pedido|solicitação|mensagem|pergunta", "$stopped": "bloqueado|bloqueada|negado|negada",
      "$tell": "ajudar|dizer|dar|fornecer|responder|fazer|ajudá-lo|ajudá-la|dizer-lhe|dar-lhe|partilhar|compartilhar",
    ]
  )
}
