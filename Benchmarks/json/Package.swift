// swift-tools-version: 6.1
// Measures StrictJSON and JSONSchema alone, so that nothing else of evalgate has to be built; see `run`.
import PackageDescription

func linked(_ name: String) -> [LinkerSetting] {
  [
    .linkedLibrary(":lib\(name).a", .when(platforms: [.linux])),
    .linkedLibrary(name, .when(platforms: [.macOS])),
  ]
}

let package = Package(
  name: "json-bench",
  platforms: [.macOS(.v15)],
  targets: [
    .systemLibrary(name: "CPCRE2"),
    .systemLibrary(name: "CUTF8Proc"),
    .target(name: "CByteBlocks"),
    .target(name: "StrictJSON", dependencies: ["CByteBlocks"]),
    .target(name: "SafeRegex", dependencies: ["CPCRE2"], linkerSettings: linked("pcre2-8")),
    .target(name: "UnicodeText", dependencies: ["CUTF8Proc"], linkerSettings: linked("utf8proc")),
    .target(name: "JSONSchema", dependencies: ["StrictJSON", "SafeRegex", "UnicodeText"]),
    .executableTarget(name: "json-bench", dependencies: ["StrictJSON", "JSONSchema"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where [.regular, .executable].contains(target.type) && target.name != "CByteBlocks" {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
}
