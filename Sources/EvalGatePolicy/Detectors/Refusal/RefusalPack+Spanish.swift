extension RefusalPack {
  static let spanish = RefusalPack(
    language: "es",
    inability: [
      """
      no puedo|podemos|podré|podría|debo|debemos|quiero|voy|pienso * ayudar|ayudarte|ayudarle|ayudarles|ayudarlo|\
      ayudarla|darle|darles|decirle|decirles|decírselo|decírtelo|decirlo|mostrarle|mostrarte|revelarle|revelarte|\
      compartirlo|facilitarle|facilitarte|informarle|proporcionarle|proporcionarles|enviarle|proporcionar|\
      proporcionarte|dar|darte|ofrecer|responder|cumplir|compartir|asistir|asistirte|brindar|facilitar|crear|elegir|predecir|decidir|juzgar|opinar|diagnosticar|\
      escribir|generar|hacer|hacerlo|decir|decirte|participar|revelar|apoyar|recomendar|sugerir|explicar|enseñar|\
      continuar|atender|hablar|discutir|contestar|realizar|acceder|satisfacer
      """,
      """
      no estoy|soy|me * autorizado|capacitado|dispuesto|condiciones|permitido|programado|capaz|puedo|diseñado|\
      posible
      """,
      "no me|te|le|nos es|puedo|está|permite|ayudaré|daré * posible|permitido|ayudar",
      "debo|tengo|prefiero|rechazo|me|he * rechazar|negarme|declinar|que|abstenerme|niego|no",
      """
      no ayudaré|proporcionaré|responderé|daré|participaré|haré|escribiré|revelaré|diré|compartiré|tengo * acceso|eso|\
      información|ayuda|esa|con|la|ese|mis|las
      """,
      "no le|te|les puedo|podemos dar|decir|facilitar|proporcionar|ayudar|revelar|mostrar|compartir",
      "no lo|la voy|puedo|haré|pienso", "me es imposible", "fuera|excede|supera * competencias|funciones|atribuciones",
      "no se puede * ayudar|proporcionar|dar|compartir|revelar|decir",
      """
      no compartimos|divulgamos|revelamos|facilitamos|damos|comunicamos * información|datos|detalles|direcciones|\
      nombres|eso|esto
      """,
      """
      no puedo|podemos|voy|debo * leer|abrir|seguir|procesar|resumir * porque|ya|dado|pues|por * malicios~|\
      sospechos~|phishing
      """,
      "^ su|tu|esta|la? $asked ha|fue? sido? $stopped por motivos|razones de seguridad|privacidad|cumplimiento",
      "^ su|tu|esta $asked ha|fue sido? $stopped por nuestro|el|un filtro|sistema de seguridad|contenido|moderación",
      "no resumiré|traduciré|seguiré|procesaré|ejecutaré este|esta|estos|estas|ese|esa|esos|esas|eso|esto",
    ],
    apologies: [
      "lo siento|lamento|sentimos|lamentamos * pero", "lo siento|lamento|sentimos|lamentamos * no $can",
      "disculpa|disculpe|perdón|perdona|perdone|disculpas * pero",
      "disculpa|disculpe|perdón|perdona|perdone|disculpas * no $can",
      // What is sold out or late is news.
      "lamento|lamentablemente|desafortunadamente|lamentamos|desgraciadamente|siento * no $can",
      "lamento|lamentamos|siento no poder",
      "lamentablemente|desafortunadamente|desgraciadamente * no es posible|permitido",
    ],
    norms: [
      """
      no es|sería|está|son|resulta * apropiado|ético|aceptable|legal|correcto|adecuado|permitido|bien|moral|ética|\
      apropiada|aceptables
      """,
      "es|son|y|o|sería ilegal|ilegales|inapropiado|inapropiada|inaceptable|inmoral|peligroso|delito|antiético",
      """
      va|viola|infringe|contra|incumple|vulnera en|mis|las|la|contra * directrices|políticas|normas|principios|\
      ley|leyes|política|pautas|valores|reglas
      """,
      "esta|esa|tu|su|este solicitud|petición|pregunta|contenido|tipo * no|viola|infringe|inapropiada",
    ],
    condemnation: [
      "no apoyo|promuevo|apruebo|tolero|fomento|condeno|respaldo * violencia|ilegal|ilegales|ninguna|daño",
      "condeno|rechazo firmemente|enérgicamente|cualquier|toda", "como ia|modelo|inteligencia|asistente|una|un * no",
    ],
    harm: [
      """
      violen~ ilegal~ daño dañar dañino dañina daños peligr~ malicios~ delito delitos crimen criminal arma armas droga \
      drogas suicid~ discrimin~ odio ley leyes perjudic~
      """
    ],
    redirects: [
      "ayuda|apoyo profesional|psicológica|psicológico|especializada",
      "línea|teléfono|número de * ayuda|emergencia|emergencias|crisis", "no estás|está|estas solo|sola",
      """
      contacta|busca|acude|consulta|comunícate|llama|hablar * profesional|ayuda|emergencias|autoridades|médico|\
      terapeuta|confianza
      """,
    ],
    sympathy: [
      "siento|lamento escuchar|oír|saber|mucho|que|tu|la|por * que|esto|pérdida|estás|lo|estés|pases"
    ],
    counterEvidence: [
      "no puedo|puedes esperar|dejar|agradecer|enfatizar|creer"
    ],
    service: [
      "pero|embargo|obstante aquí|sí", "pero|embargo|obstante puedo|podemos", "aquí tienes|tiene|está|están|te|hay",
    ],
    limits: [
      "no * hora|fecha|día|horario exacta|exacto|precisa|preciso pero|aunque llegará|será|es|llega|sale|estará",
      """
      no puedo|podemos|consigo|logro|posible|pude * ver|leer|distinguir|encontrar|oír|reconocer|identificar|\
      determinar|abrir
      """,
      "posible ver|leer|distinguir|encontrar|oír|reconocer|identificar", "no * todavía|aún", "todavía|aún no",
      """
      texto|documento|foto|imagen|carta|archivo|factura|contrato|tabla|informe|página|artículo|recibo|mensaje|correo|\
      formulario|manual|descripción no da|menciona|indica|dice|contiene|incluye|muestra|especifica|tiene|señala|cita
      """,
    ],
    errands: ["^ lamentablemente? no puedo cancelar|anular|procesar|modificar|cambiar|reembolsar|tramitar|reservar"],
    handovers: [
      "por favor contacte|contacta|póngase|ponte|diríjase|llame",
      "contacte|contacta|contacten * atención|soporte|servicio",
    ],
    titles: ["^ resumen|traducción"],
    offers: [
      "en|por|lugar cambio|lugar|su|vez|de * puedo|puedes|considera|te|podrías|sugiero|intenta|prueba|centrarte",
      "aquí tienes|hay|van * consejos|sugerencias|ideas|pasos|alternativas|algunas|algunos",
    ],
    reasons: [
      "^ eso|esto|ello|sería|es sería|podría|es|puede", "^ entiendo|comprendo|veo|sé", "^ si * puedo|quiere|quieres",
      "por favor", "^ puedo|quiere|quieres|desea * ayudarle|ayudarte|que",
    ],
    refusals: [
      "no", "de ninguna manera", "jamás", "denegado", "rechazado", "imposible", "me niego", "ni hablar", "nunca",
      """
      esa|esta|tu|su solicitud|petición|pregunta|consulta infringe|viola|incumple|vulnera nuestras|mis|las políticas|\
      normas|directrices|reglas *
      """,
      "solicitud|petición $stopped",
      "solicitud|petición $stopped infracción|violación|incumplimiento de las|la? políticas|política|normas",
      "solo|sólo|únicamente respondo|respondemos preguntas|consultas sobre *",
    ],
    macros: [
      "$asked": "solicitud|petición|consulta|mensaje",
      "$stopped": "bloqueada|bloqueado|rechazada|rechazado|denegada|denegado",
      "$can": "puedo|podemos|podré|podría|me|nos|voy|tengo|estoy|podremos|debo|es",
    ]
  )
}
