extension RefusalPack {
  /// Words that many phrases of the English pack share.
  static let englishWords: [String: String] = [
    "$asked": "request|response|prompt|message|query|completion|output|answer|input|content",
    "$stopped": "blocked|filtered|rejected|flagged|stopped|refused|withheld",
    "$approve": "approve|authorize|authorise|grant|confirm|sign|release",
    "$handed": "sent|forwarded|passed|handed|submitted|filed",
    "$private":
      """
    information|details|data|passwords|names|addresses|numbers|salaries|prices|that|this|these|those|such|it|with|about|\
    customer|customers|personal|internal|private|confidential
    """,
    "$source":
      """
    document|text|page|photo|picture|image|receipt|file|table|article|message|mail|email|letter|contract|invoice|report|log|\
    data|transcript|passage|paragraph|screenshot|chart|form|description|manual|listing|record|records|notes|source|\
    sources|attachment|spreadsheet|context|recipe|label
    """,
    "$look":
      """
    look|check|retrieve|fetch|pull|cancel|track|search|open|view|read|book|place|change|update|modify|refund|process
    """,
    "$read": "open|read|view|process|access|load|summarize|summarise|follow|use|visit|click",
    "$danger":
      "malicious|suspicious|harmful|unsafe|dangerous|unauthorized|unauthorised|injection|injected|untrusted|phishing|malware",
    "$filter": "filter|filters|filtering|policy|policies|system|systems|settings|guidelines|checks|moderation",
    "$work":
      """
    help|assist|provide|share|support|comply|fulfill|fulfil|answer|respond|engage|discuss|generate|create|write|\
    produce|advise|facilitate|participate|complete|continue|disclose|reveal|proceed|\
    grant|do|give|offer|publish|release|honor|honour
    """,
    "$act":
      """
    help|assist|provide|share|give|tell|offer|support|comply|fulfill|fulfil|answer|respond|\
    engage|discuss|generate|create|write|produce|suggest|recommend|advise|encourage|promote|\
    facilitate|participate|satisfy|complete|do|continue|disclose|reveal|show|explain|describe|\
    guide|teach|supply|make|say|recite|translate|summarize|summarise|proceed|send|run|execute|\
    perform|access|grant|go|allow|endorse|entertain|speculate|list|draft|roleplay|pretend|\
    condone|assess|verify|take|offer|have|contribute|aid|instruct|elaborate|\
    honor|honour|act|carry|approve|release|entertain|point|walk|role-play|assume|adopt|craft|compose|fabricate
    """,
  ]
}
