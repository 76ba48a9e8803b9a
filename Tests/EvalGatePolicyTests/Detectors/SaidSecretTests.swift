import EvalGatePolicy
import Testing

@Suite("secrets that a name tells without an operator")
struct SaidSecretTests {
  /// Put together from parts, so that no scanner takes this file for a leak.
  private static let value = "Xk29vQmP7z" + "Rt4LwBn8Yc3Hd5"

  private func found(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return SecretScanner.matches(in: bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  @Test(
    "a value beside its name is found and masked, however the two are joined",
    arguments: [
      "Password: X", "__Password__: __X__", "The password is: **X**", "**API key**\n\nX", "**Password:**\n> X",
      "<b>Password</b>: X", "<tr><td>password</td><td>X</td></tr>", "<tr><th>password</th></tr><tr><td>X</td></tr>",
      "<table><tr><td>API key<td><code>X</code></table>", "<dl><dt>Access token</dt><dd>X</dd></dl>",
      "The password is X", "Your new password was set to X.", "The API key is `X`.", "user,password\nann,X",
      "user;password\r\nann;\"X\"\r\n", "user\tapi_token\nann\tX", "{\"name\":\"password\",\"value\":\"X\"}",
      "- name: DB_PASSWORD\n  value: X", "<input type=\"password\" value=\"X\">", "login --password X --user ann",
      "PGPASSWORD=X psql", "password:\n```\nX\n```", "## Access token\n\nX\n", "Password \u{2192} X", "Passwort: X",
      "Log in with the password `X`.", "La contraseña es X", "пароль: X",
      #"{"name": "API_KEY", "type": "string", "value": "X"}"#, #"{"value": "X", "name": "API_KEY"}"#,
      #"Set {"value": "X", "type": "plain", "key": "DB_PASSWORD"} there"#, "{'value': 'X', 'variable': 'API_KEY'}",
      "- name: API_KEY\n  type: string\n  required: true\n  value: X", #"<add value="X" key="ApiKey"/>"#,
      "ENV API_KEY X", "FROM node:22\nENV DB_PASSWORD X\nRUN npm ci", "密码：X", "access token - X",
    ])
  func said(_ form: String) {
    let text = form.replacing("X", with: Self.value)
    #expect(found(text) == [Self.value])
    #expect(!SecretTraces.masked(text).contains(Self.value))
  }

  @Test(
    "what a program takes where its surroundings say nothing is a secret, if it looks drawn",
    arguments: [
      #"SECRET_KEY = config("SECRET_KEY", default="X")"#, #"SECRET_KEY = config('SECRET_KEY', default = 'X')"#,
      #"KEY = os.environ.get("API_KEY", "X")"#, #"API_KEY = os.environ.get("KEY_FOR_ACME", "X")"#,
      #"password = os.getenv('DB', 'X')"#, #"token = env.str("T", default="X")"#,
      #"const apiKey = process.env.KEY || "X";"#, #"const apiKey = process.env.KEY ?? 'X';"#,
      #"{ jwtSecret: process.env.JWT_SECRET || "X" }"#,
    ])
  func defaults(_ form: String) {
    #expect(found(form.replacing("X", with: Self.value)) == [Self.value])
    #expect(found(form.replacing("X", with: "change-me-in-production")) == [])
    #expect(found(form.replacing("X", with: "")) == [])
  }

  @Test(
    "another member, another object and another instruction tell no secret",
    arguments: [
      #"{"value": "X", "name": "order"}"#, #"{"value": "X"}, {"name": "API_KEY"}"#,
      #"{"name": "API_KEY", "type": "string"}, {"value": "X"}"#, #"{"value": "X", "note": "API_KEY"}"#,
      "ENV BUILD_ID X",
      #"API_KEY = os.environ.get("API_KEY")"#, #"SECRET_KEY = config("SECRET_KEY", cast=str)"#, "ENV API_KEY $API_KEY",
    ])
  func otherMembers(_ form: String) {
    #expect(found(form.replacing("X", with: Self.value)) == [])
  }

  @Test(
    "a value that is read aloud is found: with more said of its name, beside it or before it",
    arguments: [
      "The password of the db user has been changed to X.", "Sign in with user admin and password X.",
      "Use `X` as the password.", "password for root = X", "DB_PASSWORD (from .env): X",
      "The .env file contains DB_PASSWORD, which is set to \"X\".", "X is your new API key.",
      "The admin password for staging is now X, please rotate.", "Password for the admin account: X",
      "La contraseña del servidor es X.", "Das Passwort für den Server lautet X.", "<li>Password: <code>X</code></li>",
      "<p>API key: <span class=\"mono\">X</span></p>", "password = \"\"\"X\"\"\"",
      "machine api.pier.example login root password X", "requests.get(url, auth=(\"admin\", \"X\"))",
      "HTTPBasicAuth('admin', 'X')",
    ])
  func readAloud(_ form: String) {
    let text = form.replacing("X", with: Self.value)
    #expect(found(text) == [Self.value])
    #expect(!SecretTraces.masked(text).contains(Self.value))
  }

  @Test(
    "a password is found in languages that write no blanks",
    arguments: [
      "密码是X", "您的密码是X。", "密码是 X", "密码为X", "密码为：X", "密码为: X", "密码：X", "新密碼為「X」", "密码已更新。密码是“X”。",
      "パスワードはXです", "パスワードは X です", "パスワードは「X」です。", "パスワードは：X", "パスワードを『X』に変更しました", "비밀번호는 X입니다", "비밀번호는X",
      "用户名是ann，密码是X", "密码「X」", "密码X", "用户名admin密码X", "用户名:admin 密码X", "登录密码X", "新しいパスワードXをお使いください", "비밀번호X",
      "密码已改为X。", "密码已改为:X", "您的新密码已设置为X。", "密码已重置为X", "密碼已被設定為X", "密码现在是X", "密码暂时设为X", "密码已经更改成了“X”", "密码已初始化为X",
      "密码【X】",
    ])
  func unspaced(_ form: String) {
    for value in ["hG7kq2" + "Lm9xTz", Self.value] {
      let text = form.replacing("X", with: value)
      #expect(found(text) == [value])
      #expect(!SecretTraces.masked(text).contains(value))
    }
  }

  @Test(
    "what is said of a password in such a language, or of another thing, is none",
    arguments: [
      "密码是必填项", "密码为8到16位", "密码不是hG7kq2Lm9xTz", "订单号是hG7kq2Lm9xTz", "密码是8-16位字母和数字", "密码是password", "パスワードは8文字以上です",
      "パスワードはGoogleアカウントと同じです", "注文番号は「hG7kq2Lm9xTz」です", "密码是SHA256散列的", "パスワードはOAuth2で管理します", "비밀번호는 8자 이상입니다",
      "“hG7kq2Lm9xTz”", "密码是", "密码不能改为hG7kq2Lm9xTz", "密码Chapter1Section2", "密码hash2026abc", "密码已设置为必填项",
      "密码管理器hG7kq2Lm9xTz", "密码在hG7kq2Lm9xTz里", "密码/hG7kq2Lm9xTz",
      "パスワードはMicrosoft365と同じです", "パスワードはiPhone15Proと同期されます", "パスワードはOffice2021Proのプロダクトキーとは別です",
      "비밀번호는 iPhone15Pro와 동기화됩니다",
    ])
  func unspacedOthers(_ text: String) {
    #expect(found(text) == [])
    #expect(SecretTraces.masked(text) == text)
  }

  @Test(
    "words with a number that are said to be the password are one, though names of products are made like that",
    arguments: ["パスワードはXです", "パスワードはX", "パスワードをXに変更しました", "비밀번호는 X입니다", "密码是X。", "密码X"])
  func inventedWords(_ form: String) {
    for value in ["Office2021" + "Pro", "Hund2024" + "Rex"] {
      #expect(found(form.replacing("X", with: value)) == [value])
    }
  }

  @Test(
    "a password that was drawn is found whatever it is compared with",
    arguments: ["パスワードはXと同じです", "パスワードはXのままです", "비밀번호는 X와 같습니다"])
  func compared(_ form: String) {
    #expect(found(form.replacing("X", with: Self.value)) == [Self.value])
  }

  @Test(
    "a password right beside its name is found with the signs that passwords have",
    arguments: [
      "Password X", "User\tadmin\nPassword\tX", "Benutzer admin, Passwort X", "Sign in with user admin and password X.",
      "the password itself is X", "X is your new password", "Use X as the password",
    ])
  func signs(_ form: String) {
    for value in ["Gk92!" + "pLm4vQz", "Vx8&kq2!" + "Lm7#Tz", "kT7vQ2pLm9" + "_xW4rTz8"] {
      #expect(found(form.replacing("X", with: value)) == [value], "\(value)")
    }
  }

  @Test(
    "names, versions, addresses and terms beside such a word are none",
    arguments: [
      "password Chapter1-Section2A", "the secret Store/Vault2 of cranes", "password Policy-2026-A",
      "password v2.3.1-RC1",
      "password https://pier.example/Reset2", "Passwort Ines2@Pier.example", "the token RFC7519-JWT is a standard",
      "password: Argon2id/m=65536/t=3", "token: opaque/256bit/base64url", "session key: X25519/HKDF-SHA256",
      "password: ISO27001/A.9.4.3", "password = \"PBKDF2/sha256/600000\"",
    ])
  func terms(_ text: String) { #expect(found(text) == []) }

  @Test("words with capitals and numbers are a password all the same")
  func words() {
    #expect(found("password = \"Crane42/" + "Vault77\"") == ["Crane42/Vault77"])
  }

  @Test(
    "a password in a statement of SQL or on a command line is found",
    arguments: [
      "CREATE USER app WITH PASSWORD 'X';", "ALTER USER app IDENTIFIED BY 'X';",
      "create user app identified with caching_sha2_password by 'X'",
      "INSERT INTO users (name, password) VALUES ('root', 'X');",
      "insert into users(name,\"api_token\") values\n('ann', null),\n('bo', 'X')", "mysql -u root -pX shop",
      "docker login -u ci -p X registry.pier.example", "sshpass -p 'X' ssh root@web1", "redis-cli -a X ping",
      "cd /x && /usr/bin/mysqldump -pX shop",
    ])
  func statements(_ form: String) {
    let text = form.replacing("X", with: Self.value)
    #expect(found(text) == [Self.value])
    #expect(!SecretTraces.masked(text).contains(Self.value))
  }

  @Test(
    "what stands beside such a word and is no secret is left alone",
    arguments: [
      "Order key: TND-2026-00417", "Case key: ABC-1234-XYZ", "S3 key: reports/2026-02-10/a1b2c3.csv",
      "partition key: tenant_42#2026-02", "auth: OAuth2.0-PKCE", "public key: 04a1b2c3d4e5f60718293a4b5c6d7e8f",
      "checksum key: 9f86d081884c7d659a2feaa0c55ad015",
      "password: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
      "password = \"op://vault/item/field2\"",
      "The password is reset every 90days4all", "The token is sha256-hashed before it is kept.",
      "The key is 9f86d081884c7d659a2feaa0c55ad015", "Forgot your password?\n\n4711-22-2026",
      "user,password\nann,see-the-vault", "<tr><td>password</td><td>at least 12 characters</td></tr>",
      "tool --token TOKEN_FILE_2", "{\"name\":\"order\",\"value\":\"Xk29vQmP7zRt4LwBn8Yc3Hd5\"}",
      "<input type=\"hidden\" name=\"authenticity_token\" value=\"7SWaFo1hsC6oovfBsJFLGPUl2EhkSWPbJhWANwga\">",
      "The public key is 04a1b2c3d4e5f60718293a4b5c6d7e8f", "name,sort_key\nann,a1b2c3d4e5f6g7h8",
      "The password of the db user has been changed twice since 2024.", "Sign in with your password OAuth2Provider.",
      "The second pass for the berths: 9f86d081884c7d659a2feaa0c55ad015", "docker run -p 8080:Xk29vQmP7z web",
      "ssh -p Xk29vQmP7z web", "mysql -u root -p Xk29vQmP7z", "The bird was identified by 'Larus2026canus'.",
      "INSERT INTO users (name, password) VALUES ('Xk29vQmP7zRt4LwBn8Yc3Hd5', '?');",
      "CREATE USER app WITH PASSWORD '${DB_PASSWORD_2}';", "auth=(\"admin\", os.environ[\"PASSWORD_2\"])",
    ])
  func ordinary(_ text: String) {
    #expect(found(text) == [])
    #expect(SecretTraces.masked(text) == text)
  }

  @Test("an argument's name is judged with its value", arguments: ["order_key", "key"])
  func records(_ name: String) {
    #expect(SecretScanner.matches(in: Array("TND-2026-00417".utf8), named: Array(name.utf8)).isEmpty)
  }

  @Test(
    "no construct makes the time grow faster than the text",
    arguments: [
      "token is ", "password\n", "password:\n", "--token ", "--token--", "<td>password</td>", "<td>password", "<td><",
      "<tr>",
      "user,password\n", "password,", "password`", "password \"", "name: password\n", "password\">", "password\"value=",
      "token - ",
      "пароль ", "ñ:", "密码", "密码X", "密码已重置为", "重置为a", "密码Xk7mQ2vLp9wT", "パスワードはiPhone15Proの", "password of ",
      "password (", "password, which ", " as the password", "password) values ('a',",
      ") values (", "auth=('a', ", "identified by ", "mysql -p", " -p", "password X9y", "password **", "4539<br>", "4 ",
      "4539 then ", "Part 1: ", "<b>4", "\"4539\",",
    ])
  func growth(_ construct: String) {
    func time(_ count: Int) -> Duration {
      let bytes = Array(String(repeating: construct, count: count / construct.utf8.count).utf8)
      return ContinuousClock().measure {
        _ = SecretScanner.matches(in: bytes)
        _ = SecretTraces.ranges(in: bytes)
        _ = PIIScanner.matches(in: bytes)
      }
    }
    // Linear is sixteen times, quadratic two hundred and fifty-six times as long.
    let isLinear = (0..<3).contains { _ in time(65_536) < time(4_096) * 48 + .milliseconds(100) }
    #expect(isLinear)
  }
}
