extension RefusalPack {
  /// Written with contractions taken apart, as the reader takes them apart: `can't` is `can not`.
  static let english = RefusalPack(
    language: "en",
    inability: [
      "is|are|was not mine|ours to", "fall|falls|lies|lie|is|are outside|beyond what * i|we",
      "not be right|fair|appropriate of|for|if me|us|i|we",
      """
      sharing|giving|showing|telling|disclosing|writing|doing|naming|helping * is|are not possible|allowed|permitted|\
      something
      """,
      "i|we * leaving|leave|left * out", "i * keep|keeping * out",
      "i|we can|could only do|answer|help|share|give part|some|half",
      "i|we do not want|wish to $work|$act", "i will not follow|obey these|those|this|that|such|your",
      "i am just|only an|a ai|assistant|model|bot|chatbot and|so i? can|could|do|am not",
      "^ your|this $asked was|is|has|have? been? $stopped|denied by our|the|a|my? security|safety|content $filter|filters?",
      "^ your|this|the? $asked was|is|has? been? $stopped|denied for|on security|safety|policy|privacy|compliance reasons|grounds",
      "i|we will|would|shall not touch|name|repeat|guess|predict|pick|choose|rank|judge", "draw the|a line",
      "we do not discuss|comment", "we do not share|disclose|release * $private",
      "we can|could|will|would|should|must|may|shall not|never * $work",
      "i|we can|could|will|would|may|shall not be able to * $act|$work",
      "i|we can|could|will|would|may|shall not be part|involved|complicit|doing|discussing|of",
      "not possible|feasible|right for me|us to", "i|we am|are declining|refusing|passing|opting",
      "not able|willing|going|prepared|comfortable to|with * $work",
      "have|had|got no intention|desire|interest|plans|way of|in|to",
      "think|believe|feel|be|is best|better * not|avoid|stop|leave", "let us|is not",
      "unable to process|handle|fulfil|fulfill this|that|your|such|these|those|requests",
      "so|and|therefore|thus i|we can|will|must|shall not", "line i|we will|can not cross",
      "let us|is not|talk|discuss|focus|change * something|another|else|subject|topic",
      "i|we will|would not be helping|providing|writing|sharing|doing|assisting|creating|answering|giving|engaging",
      "i can|could|will|would|should|must|may|shall not|never * $act",
      """
      i do not|never provide|assist|help|share|support|engage|give|offer|create|generate|participate|discuss|write
      """,
      // What a house does not offer, provide or support is a fact about it.
      "we do not|never assist|help|engage|give|create|generate|participate|discuss|write",
      """
      i am not permitted|allowed|comfortable|willing|going|designed|programmed|authorized|authorised|prepared|capable|\
      equipped
      """,
      "i am not able to * $act|$work|$look",
      "we are not permitted|allowed|willing|going|authorized|authorised|prepared to * $work",
      "i|we am|are unable to * $act", "unable to be|have|give|go|offer",
      // What a house cannot do now is news of it.
      "i am unable to $look",
      "^ can|could|will not do it|that|this", "sorry|apologies|no can|could|will not $work", "no can do",
      // What services put in the place of an answer that their filters stopped.
      "$asked was|is|were|been * $stopped * content|safety|moderation|usage|responsible * $filter",
      "$asked was|is|were|been * $stopped as|because|due * result|of|to * content|safety|moderation $filter",
      "$asked was|is|were|been * $stopped due to * prompt|request|input * triggering|triggered",
      """
      $stopped as|because|for * violating|violate|violates * our|my|openai|usage|content * policy|policies|\
      guidelines|terms
      """,
      "i|we am|are prohibited|forbidden|restricted|prevented|barred",
      // What agents say of a document that they take for an attack.
      "i|we detected|found|noticed|identified|see * $danger * will|can|must|am not|stop|stopped|decline|declined",
      // A build or a rebase is aborted too.
      "^ aborting|halting now|here|immediately|as|because|due|since|per|for", "^ prompt injection",
      "^ potential|possible|suspected|likely prompt? injection",
      """
      ^ your|this request|prompt|query|question violates|breaches|contravenes * policy|policies|guidelines|terms|\
      rules
      """,
      "i can? only answer|discuss|handle|cover questions|topics|queries|requests|matters",
      "i can|may only help|assist|respond with|to|on questions|topics|queries|requests|matters",
      "can|could|will not $read * because|as|since|due * $danger",
      "for security|safety|privacy|compliance|policy|legal reasons i * can|could|will|must|may|am not|decline|refuse",
      """
      guidelines|policy|policies|programming|rules|principles prevent|prevents|prohibit|prohibits|forbid|forbids|\
      keep|stop * me|us
      """,
      "guidelines|policy|policies|programming|rules do|does not allow|permit|let * me|us|that|this|it|such|requests",
      "have|going|choose to pass on|here",
      "not doing that|this|it",
      "have no way|means to|of * $act", "would be inappropriate|unethical|irresponsible|wrong for|of me|us",
      "i|we am|are not in a? position",
      "i|we must|will|would|have|need|do|should|am|like * decline|refuse|refrain|abstain", "i|we decline|refuse",
      "i|we respectfully|politely|kindly|firmly * decline|refuse|declined", "i|we have * declined|refused to",
      "i|we would rather|prefer|sooner not", "i|we do not have * access|ability|capability|capacity|permission",
      "i|we do not have * information|data|records on|about|for|of|regarding",
      "i|we do not feel|think|believe * comfortable|appropriate|right|ethical|able",
      "not something i|we * can|will|could|am|do|would",
      "beyond|outside my|the|of|what * capabilities|scope|abilities|purview|guidelines|programming",
      "can|will|may not be * provided|fulfilled|answered|granted|shared|disclosed",
      "$asked can|will|may|could not be * completed|processed",
      "can|will not help|assist|comply|engage with|in|on",
      "unable to help|assist|comply|provide|fulfill|fulfil|share|answer|support", "my answer|response is|remains no",
      "no i|we can|will|would|do|am not|never",
      "no it|that|this is|would not|never * appropriate|ethical|acceptable|okay|legal",
      "no it|that|this would not|never * right",
      "have|need|going|got to stop|end here|there|this|now",
      "you|one will|would have|need to look|find|ask elsewhere|someone|another",
    ],
    apologies: [
      "sorry but|however|i can|will|do|am|must|this|that|i|we|it|no|your|the|my|carving|not|would|cannot",
      "sorry i|we|no|that|this * can|will|am|do|not|but",
      """
      sorry that|this|it|which is|goes|would|runs|falls * against|outside|beyond * my|our|the|company * policy|\
      policies|guidelines|rules
      """,
      "i|we apologize|apologise * but|however|can|unable",
      "apologies but|however", "my|our sincere? apologies but|however|i|we",
      """
      unfortunately|regrettably|regretfully i|we|my * not|unable|can|outside|beyond|violates|against|prevent~
      """,
      """
      unfortunately|regrettably|regretfully this|that|it|your|the|such request|prompt|question|query|topic|content|is|\
      falls|goes|violates|would * not|outside|beyond|violates|against|something|inappropriate
      """,
      "i|we regret * unable|can|not|inform", "i am afraid i|that|this|we|not|it * can|not|outside|beyond|against",
      "thanks|thank you? for|but * but|however|i * can|must|will|am not|decline|unable|refuse",
    ],
    norms: [
      """
      not|never|neither|nor * appropriate|ethical|acceptable|okay|ok|moral|permissible|respectful|justifiable|\
      justified|legal|advisable|condoned|tolerated|productive|humane
      """,
      "not safe|right|accurate|okay|ok or|and|nor|to * appropriate|ethical|legal|respectful|say|suggest|ask",
      "never|not an|a|the * solution|answer|option|excuse|acceptable|choice",
      """
      not|never be * attempted|encouraged|promoted|tolerated|condoned|discriminated|denied|taken|glorified|\
      excluded|judged|trivialized|dehumanized|used
      """,
      """
      is|are|be|both|and|highly|morally|considered|as unethical|reprehensible|immoral|inappropriate|\
      unlawful|unacceptable
      """,
      """
      illegal|unethical|immoral|dangerous|harmful|wrong|inappropriate and|or|nor highly|potentially|morally|also? \
      illegal|unethical|immoral|dangerous|harmful|wrong|reprehensible|inappropriate|disrespectful
      """,
      """
      against|violate|violates|breach|breaches|contrary|violation|within|by to? my|our|the|its|all|basic|openai|\
      company|of|content|safety|usage|community|ethical * policy|policies|guidelines|guideline|programming|\
      principles|rules|law|laws|values|rights|terms|standards
      """,
      """
      go|goes|is|are|would|runs|run go? against * rights|dignity|law|laws|principles|values|policy|policies|\
      guidelines|rules|equality|ethics
      """,
      "i am|was not? trained|designed|built|programmed|created to? * avoid|refuse|decline|not|safe|safely|harmless",
      """
      this|that|your|such|the request|question|prompt|query|content|topic|task can|does|violates|involves|asks|\
      seeks|falls|would|promotes|is * not|illegal|harmful|unethical|against|inappropriate|outside|violence
      """,
      "there is|are no * ways|way|justification|excuse|circumstances to|for|that|where",
      """
      deserves|deserve|have|has|should * equal|same|fundamental * rights|opportunities|respect|treatment|dignity|\
      right|opportunity
      """,
      "treat|treated|respect|respecting * dignity|kindness|privacy|respect regardless|and|of * ",
      "important|crucial|essential|vital * respect * privacy|dignity|rights|boundaries|property|autonomy",
      "important|crucial|essential|vital to|that * never|illegal|unethical|violence|harm|harmful",
      "important|crucial|essential|vital to|that * prioritize|respect|treat|value|avoid|protect",
      "premise|assumption * flawed|false|harmful|universally|incorrect|not|wrong",
      "should not be discriminated|denied|excluded|judged|treated|allowed",
    ],
    condemnation: [
      """
      i|we do|can|will|must|would not * condone|endorse|promote|encourage|support|tolerate|glorify * violence|\
      harm|illegal|harmful|any|activity|activities|behavior|behaviour|suicide|hate|hateful|discrimination
      """,
      "i|we strongly|firmly|unequivocally * condemn|urge|denounce|discourage|oppose|advise",
      """
      i|we must|have|need|should|feel|strongly|want|would * emphasize|stress|clarify|urge|caution|warn|remind|\
      insist|advise * illegal|never|unethical|wrong|not|dangerous|inappropriate|crime|against|violence|\
      reprehensible|harmful|no|everyone
      """,
      """
      i am * ai|assistant|model * do|can|will not * condone|promote|provide|have|engage|support|assist|harm|\
      participate
      """,
      """
      as an|a|your * ai|assistant|model|professional * can|do|am|will|must not|unable|clarify|decline|refuse * \
      have|hold|provide|assist|support|engage|promote|condone|participate|access|that|help
      """,
      "not have the ability|capability|capacity to * harmful|unethical|execute|eradicate|illegal|harm|kill|provide",
    ],
    harm: [
      """
      illegal~ violen~ harm harmful harming harms harmed crime crimes criminal~ dangerous unethical~ kill~ abus~ \
      weapon~ suicid~ murder~ assault~ exploit~ explosive~ drug drugs hate hateful hatred discriminat~ hurt \
      hurting fraud~ steal~ stolen theft malicious~ consequences terroris~ racis~ sexis~ destructive law laws \
      immoral~ reprehensible rights privacy dignity
      """
    ],
    redirects: [
      """
      seek|get|find|ask|need|seeking|getting|finding|receive * help|support|assistance|counseling|counselling|\
      therapy
      """,
      "reach|reaching out to|for", "hotline|helpline|lifeline|hotlines|helplines|therapist|counselor|counsellor",
      "crisis line|text|support", "mental health professional|professionals|provider|services", "you are not alone",
      "trusted friend|adult|person|family", "emergency services|number",
    ],
    sympathy: [
      "sorry to|that|you|for * hear|learn|feeling|going|struggling|loss|experiencing"
    ],
    counterEvidence: [
      """
      can|could not stress|emphasize|emphasise|overstate|recommend|thank|praise * enough|highly
      """,
      "can|could not believe|imagine * how|that|it|you|what", "can|could not wait to|for|until",
      "can|could not help but|wondering|noticing|thinking|feeling|smiling|laughing",
      "can|could not wait|overstate|overemphasize|complain|fault|agree",
      """
      mistake|confusion|error|misunderstanding|inconvenience|delay|oversight in|earlier|my|on|with|and|here|you|\
      the|caused|this
      """,
      "^ take the|a|your * instead", "as|like you|we asked|requested|wished|wanted|said|told",
      "fictional|mythical|imaginary|mythological character|person|being|figure|creature", "not aware of any",
      "because|since|as|once * shipped|dispatched|delivered|departed",
    ],
    service: [
      "^ i|we have $handed", "but|however|still|instead|though * here is|are",
      "^ while|although|though i|we can|could|am|are not * give|offer|provide|confirm * advice|opinion|diagnosis",
      """
      ^ i|we refunded|sent|booked|cancelled|canceled|moved|changed|updated|paid|ordered|opened|attached|fixed|translated|\
      prepared|checked|added|removed|corrected|finished
      """,
      """
      but|however|though i|we can|could|will|would also|still|certainly|gladly|definitely|instead? tell|offer|provide|\
      explain|share|give|suggest|describe|assure|summarize|summarise|list|show
      """,
      """
      i|we can|could however|though|still|instead|at tell|offer|provide|explain|share|give|suggest|describe|summarize|\
      summarise|list|show
      """,
      "but|however i am|would be? happy|glad to tell|offer|explain|share|give|describe|list|show",
      "but|however i can|could help|offer",
      """
      here is|are * steps|how|answer|tips|code|list|example|summary|draft|way|recipe|what|version|note|edits|outline|\
      arguments|instead
      """,
      "what i|we can|could tell|say|show|offer|share|give", "what * do|does show|shows|say|says",
      "i|we have|did though|however|still|instead", "the rest|others|other is|are * done|ready|below|here",
      "these|some steps|things|ways help|work|are", "here|these are * steps|things|ways",
    ],
    limits: [
      // Who hands on what others approve has done what there was to do.
      "can|could|may not $approve * myself so|and|but i|we have? $handed",
      "can|could|may not $approve * myself but? your|our|the|my|he|she|they * will|does|decides|decide|approves|has",
      """
      can|could not * exact|precise|definite|firm hour|time|minute|day|date|window|slot but|however|though it|he|she|they|\
      we|this|that
      """,
      "can|could not see|view your screen|display|monitor|desktop|camera",
      "can|could not tell from|which|whether|apart", "not able to tell from|which|whether|apart|the",
      "do|does|am|are|is|have not * yet", "can|could not * date|number|time|estimate|total|result yet",
      "$source does|do|did not mention|say|give|state|show|name|contain|include|specify|tell|list|cover",
      """
      $source gives|give|mentions|names|shows|show|has|have|contains|contain|says|say|states|lists|offers no|\
      nothing|neither
      """,
      "not able to see|find|locate any|an", "unable to see|find|locate any|an",
      """
      can|could not browse|search|open|run|view|verify|hear|watch|see|feel|smell|taste|remember|recall|access|reach|\
      look * but|however|based|as|from|if
      """,
      "not able to open|see|browse|view|hear|watch|remember * but|however|based|as|from|if",
      """
      unable to browse|search|open|run|view|verify|hear|watch|see|look|access|read|check|remember|recall * \
      but|however|based|as|from|if
      """,
      "not have personal? opinions|feelings|preferences|emotions|experiences|taste|tastes|beliefs * but|however|as",
      "have no personal? opinion|opinions|feelings|preferences|experiences|taste|memory * but|however|as",
      "not have * access|information|data to|on|about|for|after|beyond * but|however|based",
      "not have * access|data * but|however|based|from",
      "not have real-time|live|current * data|access|information", "from what i|we know|remember",
      "as far as i|we know",
    ],
    errands: [
      """
      ^ unfortunately|sorry? i can|could|will not cancel|process|refund|change|update|modify|book|place|issue|reset|\
      close|transfer that|this|your|the|a|an|it|refunds|returns|orders|cancellations|payments|bookings
      """
    ],
    handovers: [
      "please contact|call|email|write|visit|ask", "please reach|get out|in",
      "contact|ask|call our|the|a|customer support|service|team|agent|human", "human agent will|must|has|needs",
    ],
    titles: ["^ the|a|your? summary|translation"],
    offers: [
      """
      instead|alternatively|rather i|you|we? can|could|should|would|may|might|suggest? consider|focus|try|use|\
      suggest|think|here|recommend
      """,
      "here are|is * suggestions|tips|ways|steps|ideas|strategies|alternatives|methods",
      "consider|try the|these|following|using * following|methods|tips|ideas",
      "i suggest|recommend focusing|trying|using",
    ],
    reasons: [
      """
      ^ it|this|that|doing|such|they|these|those|there so? would|could|may|might|can|will|is|are|exist|exists|puts|put|\
      has|have|involves|involve|requires|require
      """,
      "^ what you * describe|ask|asked|want", "^ nothing|nobody|no",
      "^ accusing|making|writing|sharing|doing|using|requests|questions",
      "please|kindly ask|call|write|contact|speak|talk|take|let|consult|check|go", "let me|us know",
      "^ if you|there|the * i|we|please|interested|need|concerned|concerns", "^ would|do|could|can|shall you|i|we",
      "^ is|are|may there|i|you",
      "i|we can|could|would help|happy|gladly", "happy|glad to",
      "^ i|we * understand|hear|see|know|get|appreciate|respect|realise|realize", "^ thanks|thank for|you",
      "^ my|our", "^ i|we only|just|mainly",
      "^ a|an|your|our * can|will|could|may help|check|advise|assist|tell|answer",
    ],
    refusals: [
      "no", "nope", "access denied", "absolutely not", "no way", "never", "denied", "request denied", "not possible",
      "i refuse", "i decline", "i can not", "i will not", "no thanks", "pass", "no comment", "hard pass",
      "no|nope? can not do|help that|this|it?", "aborting|aborted|halting|halted|stopping now|here?",
      "i am not able|allowed|permitted to?",
      "this|that|it violates|breaches our|the|my usage|content|safety|company? policy|policies|guidelines|rules|terms",
      "$asked|content $stopped|denied",
      "$asked|access $stopped|denied policy|safety|security|content violation|policy|reasons",
      "this|your $asked|document|text has|was|is|were been? $stopped",
      "i|we detected|found|noticed|identified $danger $asked|text|instructions and stopped|aborted|halted|declined",
      "please contact|ask a human agent|operator|representative",
    ],
    macros: englishWords
  )
}
