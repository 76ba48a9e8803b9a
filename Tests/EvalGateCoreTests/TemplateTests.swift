import EvalGateCore
import StrictJSON
import Testing

@Suite("templates")
struct TemplateTests {
  private let place = SourceLocation(path: "p.prompt.yml", line: 3, column: 5)

  private func render(_ source: String, _ variables: JSONObject) throws -> String {
    try Template(source, location: place).render(variables)
  }

  @Test(
    "a value is inserted as it is",
    arguments: [
      ("Hello {{name}}", "Hello <b>&\"é"), ("{{ name }}!", "<b>&\"é!"), ("\\{{name}}", "{{name}}"),
      ("a } b {", "a } b {"),
      ("{{order.items[1].id}}", "7"), ("{{flag}}", "true"), ("{{order.items | json}}", #"[{"id":5},{"id":7}]"#),
      ("{{#each order.items}}{{@index}}={{this.id}};{{/each}}", "0=5;1=7;"),
      ("{{#if empty}}yes{{else}}no{{/if}}", "no"), ("{{#if flag}}yes{{/if}}", "yes"),
      ("{{#if absent}}yes{{/if}}.", "."),
    ])
  func rendering(source: String, expected: String) throws {
    let variables: JSONObject = [
      "name": "<b>&\"é", "flag": true, "empty": "", "order": ["items": [["id": 5], ["id": 7]]],
    ]
    #expect(try render(source, variables) == expected)
  }

  @Test("an inserted value is never parsed again")
  func noSecondParse() throws {
    #expect(try render("{{a}}", ["a": "{{b}}", "b": "secret"]) == "{{b}}")
  }

  @Test(
    "what is not there or has no text is an error with its place",
    arguments: ["{{missing}}", "x {{list}}", "{{nothing}}", "{{#each name}}{{/each}}", "{{list[9]}}"])
  func undefined(source: String) throws {
    let template = try Template(source, location: place)
    let error = #expect(throws: Diagnostic.self) { try template.render(["name": "n", "list": [1], "nothing": nil]) }
    #expect(error?.code == .undefinedVariable)
    #expect(error?.location?.line == 3)
  }

  @Test(
    "a template that does not parse says so",
    arguments: [
      "{{a", "{{#if a}}x", "{{/if}}", "{{#each a}}{{/if}}", "{{a b}}", "{{a | upper}}", "{{#unless a}}", "{{}}",
      "{{a..b}}", "{{a[x]}}", "{{else}}",
    ])
  func malformed(source: String) {
    let error = #expect(throws: Diagnostic.self) { try Template(source, location: place) }
    #expect(error?.code == .template)
    #expect(error?.help.isEmpty == false)
  }

  @Test("columns count from where the text begins")
  func columns() throws {
    let template = try Template("ab\ncd {{gone}}", location: place)
    let error = #expect(throws: Diagnostic.self) { try template.render([:]) }
    #expect(error?.location == SourceLocation(path: "p.prompt.yml", line: 4, column: 4, length: 8))
  }

  @Test("references name what a case must define")
  func references() throws {
    let template = try Template("{{a.b}} {{#if c}}{{d}}{{/if}} {{#each e}}{{this.f}}{{g}}{{/each}}", location: place)
    #expect(template.references.filter { !$0.isOptional }.map(\.root) == ["a", "e", "g"])
    #expect(template.references.filter(\.isOptional).map(\.root) == ["c", "d"])
  }

  @Test("ten thousand open blocks are refused, not followed")
  func deep() {
    #expect(throws: Diagnostic.self) { try Template(String(repeating: "{{#if a}}", count: 10_000), location: place) }
  }
}
