import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("what changes what a sink does")
struct SinkTests {
  private func isHeld(_ text: String, _ sink: String) throws -> Bool {
    try policy([:]).decide(text, setup: ["sink": .string(sink)]).reason == "sink"
  }

  @Test(
    "what breaks out of a value is held back",
    arguments: [
      ("sql", "1/**/OR/**/1=1"), ("html", "<meta http-equiv=refresh content=0;url=//evil.example>"),
      ("html", "<link rel=stylesheet href=//evil.example/x.css>"),
      ("sql", "admin'/*"), ("sql", "x' OR name IS NOT NULL"), ("sql", "x' OR name IS NOT NULL --"),
      ("sql", "1 OR id BETWEEN 0 AND 99999"), ("sql", "1 OR id IN (1,2,3)"), ("sql", "1;SELECT 1"),
      ("sql", "1; SELECT pw FROM users"), ("sql", "1; CALL drop_all()"), ("sql", "1; SET ROLE admin"),
      ("sql", "' OR true --"), ("sql", "x' OR TRUE #"), ("sql", "x' OR 1 --"), ("sql", "' or 1 -- -"),
      ("sql", "x'; --"), ("sql", "x') --"), ("sql", "x'; SHUTDOWN --"), ("sql", "x' HAVING 1=1 --"),
      ("sql", "1' ORDER BY 5 --"), ("sql", "x\" OR true --"), ("sql", "x'/**/OR/**/true/**/--"),
      ("sql", "O'Brien' OR true --"), ("sql", "1 EXCEPT SELECT pw FROM users"), ("sql", "1 INTERSECT SELECT 1"),
      ("sql", "1 UNION SELECT pw"), ("sql", "union/**/all select null"),
      ("sql", "x' RLIKE '.*"), ("sql", "x' GROUP BY id HAVING 1=1--"), ("sql", "x'; DECLARE @a int"),
      ("sql", "1 and age >= 18 and age <= 30"), ("sql", "age >= 18 or age <= 30"), ("sql", "age >= 18 and pin <= 30"),
      ("sql", "age >= 18 and 1<2"), ("sql", "x' and age >= 18 and age <= 30"),
      ("sql", "1 OR NOT 1=2"), ("sql", "1 OR NOT(1=2)"), ("sql", "1 OR NOT 'a'='b'"), ("sql", "1 or !(1=2)"),
      ("sql", "1 UNION TABLE users"), ("sql", "1 UNION VALUES (1),(2)"), ("sql", "x' union all table users"),
      ("sql", "1; VACUUM"), ("sql", "1; LOCK TABLE users"),
      ("sql", "1 OR 1=1"), ("sql", "105 OR 1=1"), ("sql", "5 or true"), ("sql", "7 and 1<2"),
      ("sql", "x' || (SELECT pw FROM users LIMIT 1) || '"), ("shell", "report.txt\nrm -rf /srv"),
      ("html", "\" onmouseover=\"alert(1)"), ("html", "' autofocus onfocus='alert(1)"), ("html", "x\"onclick = go()"),
      ("template", "#set($x=1)"), ("template", "#foreach($i in $all)"),
    ])
  func held(_ sink: String, _ text: String) throws {
    #expect(try isHeld(text, sink))
  }

  @Test(
    "a whole statement that changes or destroys is no value",
    arguments: [
      ("sql", "DROP TABLE users"), ("sql", "```sql\nDELETE FROM users;\n```"), ("sql", "UPDATE users SET role='admin'"),
      ("sql", "TRUNCATE users"), ("sql", "truncate/**/table users;"), ("sql", "GRANT ALL ON shop TO public"),
      ("sql", "WITH d AS (DELETE FROM users RETURNING *) SELECT * FROM d"), ("sql", "COPY users TO '/tmp/x'"),
      ("sql", "Here it is:\n\nINSERT INTO admins SELECT 1"), ("sql", "ALTER ROLE x SUPERUSER"),
      ("sql", "delete from users where 1=1"), ("sql", "DELETE FROM users"),
      ("sql", "Run this:\nDELETE FROM users\nnow"),
      ("sql", "DELETE FROM users u USING b"), ("sql", "INSERT INTO users(a)VALUES(1)"),
      ("sql", "alter table users drop column x"), ("sql", "DELETE FROM ONLY users x"), ("sql", "DELETE FROM users/**/"),
      ("sql", "DELETE FROM \"my users\""), ("sql", "drop table lamp"), ("sql", "Drop table lamp;"),
      ("sql", "Drop table users"), ("sql", "Drop table users\nGrant all"), ("sql", "x'\nDrop table users"),
      ("sql", "Drop TABLE users"), ("sql", "Drop table lamp\nDROP TABLE users"), ("sql", "1;\nDrop table users"),
      ("sql", "x');\nTruncate table users"), ("sql", "1; Drop table users"), ("sql", "Dr\u{43E}p table users"),
      ("sql", "EXEC('DROP TABLE users')"), ("sql", "SELECT run('DROP TABLE users')"),
      ("sql", "SELECT a FROM b WHERE c IN ('x') AND d IN (\nDROP TABLE users)"),
      ("sql", "SELECT a FROM b WHERE c IN ('x'; DROP TABLE users --')"),
      ("sql", "SELECT a FROM b WHERE c IN ('; DROP TABLE users; SELECT ')"),
      ("sql", "SELECT a FROM b WHERE c IN ('\nDROP TABLE users')"),
      ("sql", "SELECT a FROM b WHERE c IN ('x'); DROP TABLE users"),
      ("sql", "INSERT INTO films VALUES ('Drop Table Lamp')"),
      ("shell", "rm -rf /"), ("shell", "find / -delete"), ("shell", "find . -exec rm {} +"),
      ("shell", "dd if=/dev/zero of=/dev/sda"),
    ])
  func destructive(_ sink: String, _ text: String) throws {
    #expect(try isHeld(text, sink))
  }

  @Test(
    "a plain value is let be",
    arguments: [
      ("sql", "Please drop the table at the door"), ("sql", "update on order 7"),
      ("sql", "SELECT a FROM b WHERE c = 5"),
      ("sql", "SELECT * FROM events WHERE type = 'DELETE'"), ("sql", "truncate this text"), ("shell", "findings.txt"),
      ("sql", "grant me access to it"), ("sql", "5 or 6 items"), ("sql", "Ines O'Hara"), ("sql", "105"),
      ("sql", "Delete from cart button broken"), ("sql", "Delete from my list"), ("sql", "Alter table height"),
      ("sql", "Western Union table 5"), ("sql", "European Union values (freedom)"), ("sql", "Bring 3; vacuum the hall"),
      ("sql", "5 or not like that"),
      ("sql", "age >= 18 and age <= 30"), ("sql", "price > 5 and price < 10"), ("sql", "weight>0.5 and weight<=2"),
      ("sql", "SELECT a FROM films WHERE title IN ('Drop Table Lamp', 'Alien')"),
      ("sql", "SELECT a FROM films WHERE title IN (\n  'Drop Table Lamp',\n  'Truncate Table Saw'\n)"),
      ("sql", "SELECT a FROM items WHERE name IN ('O''Hara', 'Update Set for Kids')"),
      ("sql", "Update Set for Kids"), ("sql", "Insert into slot A"), ("sql", "Union select committee"),
      ("sql", "all days except select holidays"),
      ("sql", "Stop it, O'Brien --"), ("sql", "the 'new' one --"), ("sql", "write it in C#"),
      ("sql", "2 and a half"), ("sql", "Room 12; call me"), ("sql", "Bring 3; set the table"), ("sql", "O'Brien"),
      ("sql", "Tom's dog or Ann's cat"), ("sql", "Rock 'n' Roll"), ("sql", "'red' or blue is fine"),
      ("sql", "the 'old' origin in (brackets)"), ("sql", "Table 5; select a dish"),
      ("shell", "report.txt\n"),
      ("shell", "\nreport.txt"), ("html", "once = on time"), ("html", "\"on hold\" = later"),
      ("html", "She said \"come on\"."),
      ("template", "# settings (all)"), ("template", "Order #42 (two boxes)"),
    ])
  func plain(_ sink: String, _ text: String) throws {
    #expect(try !isHeld(text, sink))
  }
}
