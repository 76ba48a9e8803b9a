// swift-tools-version: 6.1
import PackageDescription

/// A small C library: its static archive on Linux, so that the binary runs where the library is not installed.
func linked(_ name: String) -> [LinkerSetting] {
  [
    .linkedLibrary(":lib\(name).a", .when(platforms: [.linux])),
    .linkedLibrary(name, .when(platforms: [.macOS])),
  ]
}

/// On Linux without `pkgConfig`, which would link the shared library.
func system(_ name: String, pkgConfig: String, apt: String, brew: String) -> Target {
  #if os(macOS)
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.brew([brew])])
  #else
    .systemLibrary(name: name, providers: [.apt([apt])])
  #endif
}

/// The standard library inside the binary on Linux, and nothing kept that nobody calls: it runs where no Swift is installed, and
/// starts in two thirds of the time. It is said to the linker alone; `--static-swift-stdlib` stands on each module's command line
/// and compiles them all again. The two libraries are those that only the standard library's modules would name.
let standardLibraryInside: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections", "-Xlinker", "--no-export-dynamic",
      "-Xlinker", "--icf=safe",
    ], .when(platforms: [.linux], configuration: .release))
]

/// A leaf knows Core and the foundations, never another leaf; only the command line knows them all.
let foundations: [Target.Dependency] = ["StrictJSON", "SafeRegex", "UnicodeText", "JSONSchema", "GateStatistics"]

let package = Package(
  name: "evalgate",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "evalgate", targets: ["evalgate"]),
    .library(name: "StrictJSON", targets: ["StrictJSON"]),
    .library(name: "JSONSchema", targets: ["JSONSchema"]),
    .library(name: "GateStatistics", targets: ["GateStatistics"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // System libraries
    system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev", brew: "curl"),
    system("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev", brew: "libyaml"),
    system("CPCRE2", pkgConfig: "libpcre2-8", apt: "libpcre2-dev", brew: "pcre2"),
    system("CUTF8Proc", pkgConfig: "libutf8proc", apt: "libutf8proc-dev", brew: "utf8proc"),
    system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),

    // Foundations: each usable on its own, using one another downwards only
    .target(name: "CByteBlocks"),
    .target(name: "StrictJSON", dependencies: ["CByteBlocks"]),
    .target(name: "SafeRegex", dependencies: ["CPCRE2"], linkerSettings: linked("pcre2-8")),
    .target(name: "UnicodeText", dependencies: ["CUTF8Proc"], linkerSettings: linked("utf8proc")),
    .target(name: "JSONSchema", dependencies: ["StrictJSON", "SafeRegex", "UnicodeText"]),
    .target(name: "GateStatistics"),
    .target(name: "ChildProcess", dependencies: [.product(name: "Subprocess", package: "swift-subprocess")]),
    .target(
      name: "CurlShim", dependencies: ["CCurl"],
      cSettings: [.define("_GNU_SOURCE", .when(platforms: [.linux]))],
      // On Linux it is loaded when the first request is near, see CurlShim.h.
      linkerSettings: [.linkedLibrary("curl", .when(platforms: [.macOS]))]),
    .target(name: "CurlHTTP", dependencies: ["CurlShim", "CCurl"]),

    // The middle: values, protocols, planner, runner, gates, comparison
    .target(
      name: "EvalGateCore", dependencies: foundations + [.product(name: "Crypto", package: "swift-crypto")]),

    // The leaves
    .target(
      name: "EvalGateConfig", dependencies: foundations + ["EvalGateCore", "CYAML"], linkerSettings: linked("yaml")),
    .target(name: "EvalGateChecks", dependencies: foundations + ["EvalGateCore"]),
    .target(
      name: "EvalGatePolicy",
      dependencies: foundations + ["EvalGateCore", .product(name: "Crypto", package: "swift-crypto")],
      resources: [
        "Probes/Tables/goals.yml", "Probes/Tables/carriers.yml", "Probes/Tables/techniques.yml",
        "Probes/Tables/families.yml",
        "Frameworks/frameworks.json",
      ].map { .embedInCode($0) }),
    .target(
      name: "EvalGateProviders",
      dependencies: foundations + [
        "EvalGateCore", "CurlHTTP", "ChildProcess", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ], resources: [.embedInCode("Prices/prices.jsonl")]),
    .target(
      name: "EvalGateStore", dependencies: foundations + ["EvalGateCore", "ChildProcess", "CSQLite"],
      linkerSettings: linked("sqlite3")),
    .target(
      name: "EvalGateReporters", dependencies: foundations + ["EvalGateCore"],
      resources: [.embedInCode("Schema/report.schema.json")]),
    .target(name: "EvalGateForge", dependencies: foundations + ["EvalGateCore", "CurlHTTP"]),
    .target(name: "EvalGateImport", dependencies: foundations + ["EvalGateCore"]),

    // Where they meet
    .target(
      name: "EvalGateCLI",
      dependencies: foundations + [
        "EvalGateCore", "EvalGateConfig", "EvalGateChecks", "EvalGatePolicy", "EvalGateProviders", "EvalGateStore",
        "EvalGateReporters", "EvalGateForge", "EvalGateImport", "CurlHTTP", "ChildProcess",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "evalgate", dependencies: ["EvalGateCLI"], linkerSettings: standardLibraryInside),

    // Scores the detectors on labelled files; see Benchmarks/Detectors/main.swift
    .executableTarget(
      name: "detector-bench", dependencies: foundations + ["EvalGatePolicy", "EvalGateCore"],
      path: "Benchmarks/Detectors", exclude: ["language-profiles", "sets"]),

    .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"]),
    .testTarget(name: "SafeRegexTests", dependencies: ["SafeRegex"]),
    .testTarget(name: "UnicodeTextTests", dependencies: ["UnicodeText"]),
    .testTarget(name: "JSONSchemaTests", dependencies: ["JSONSchema", "StrictJSON"]),
    .testTarget(name: "GateStatisticsTests", dependencies: ["GateStatistics", "StrictJSON"]),
    .testTarget(name: "ChildProcessTests", dependencies: ["ChildProcess"]),
    .testTarget(name: "CurlHTTPTests", dependencies: ["CurlHTTP"]),
    .testTarget(name: "EvalGateCoreTests", dependencies: foundations + ["EvalGateCore"]),
    .testTarget(name: "EvalGateConfigTests", dependencies: foundations + ["EvalGateConfig", "EvalGateCore"]),
    .testTarget(name: "EvalGateChecksTests", dependencies: foundations + ["EvalGateChecks", "EvalGateCore"]),
    .testTarget(name: "EvalGatePolicyTests", dependencies: foundations + ["EvalGatePolicy", "EvalGateCore"]),
    // Parts of several leaves at once: what the generator makes, judged by the check and the policy that judge it in a run
    .testTarget(
      name: "EvalGateProbesTests",
      dependencies: foundations + [
        "EvalGatePolicy", "EvalGateChecks", "EvalGateConfig", "EvalGateProviders", "EvalGateStore", "EvalGateCore",
      ]),
    .testTarget(
      name: "EvalGateProvidersTests",
      dependencies: foundations + [
        "EvalGateProviders", "EvalGateCore", "CurlHTTP", "ChildProcess",
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "EvalGateStoreTests", dependencies: foundations + ["EvalGateStore", "EvalGateCore", "ChildProcess"]),
    .testTarget(name: "EvalGateReportersTests", dependencies: foundations + ["EvalGateReporters", "EvalGateCore"]),
    .testTarget(
      name: "EvalGateForgeTests", dependencies: foundations + ["EvalGateForge", "EvalGateCore", "CurlHTTP"]),
    .testTarget(
      name: "EvalGateImportTests", dependencies: foundations + ["EvalGateImport", "EvalGateConfig", "EvalGateCore"]),
    .testTarget(name: "EvalGateTerminalTests", dependencies: ["EvalGateCLI", "UnicodeText"]),
    // They start the program and link nothing of it, so that they compile beside the command line and not after it.
    .testTarget(
      name: "EvalGateCLITests", dependencies: foundations + ["EvalGateCore", "EvalGateReporters", "ChildProcess"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
  guard !["CByteBlocks", "CurlShim"].contains(target.name) else { continue }
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
}

// What a call goes through on its way to the wire and back stays on the thread that it is on: without this each of the dozen
// asynchronous functions in between asks first where it has to run. So does what hands Core's loops its own steps.
let staying = ["CurlHTTP", "EvalGateConfig", "EvalGateCore", "EvalGateProviders"]
for target in package.targets where staying.contains(target.name) {
  target.swiftSettings?.append(.enableUpcomingFeature("NonisolatedNonsendingByDefault"))
}

// The metadata of a generic type, such as a dictionary of some key, is made from what the compiler knows. Otherwise its first use
// reads the type's name and searches every conformance of the program: 0.1 ms, for each of dozens. Each function has a section of
// its own, so that the linker leaves out those that nobody calls. Not for what others may build on, where no unsafe flag may stand.
for target in package.targets where target.type == .regular && target.name.hasPrefix("EvalGate") {
  target.swiftSettings?.append(
    .unsafeFlags(
      ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors", "-Xfrontend", "-function-sections"],
      .when(configuration: .release)))
}

// The optimiser takes longer over the tests than they take to run.
for target in package.targets where target.type == .test {
  target.swiftSettings?.append(.unsafeFlags(["-Onone"], .when(configuration: .release)))
}

// What is released is stripped, and a failing test is found by its source location: nothing reads what a debugger would, and it
// takes the compiler an eighth of its time to write, a fifth for the tests. Nor does the interface of a module want a second
// compiler beside the one that has read everything.
for target in package.targets where target.type == .test || target.name.hasPrefix("EvalGate") {
  target.swiftSettings?.append(
    .unsafeFlags(["-Xfrontend", "-gnone", "-no-emit-module-separately-wmo"], .when(configuration: .release)))
}

// Where a command is read and a report is written, once for each run, small code does as well as fast code and
// is compiled in three quarters of the time.
for name in ["EvalGateReporters", "EvalGateForge", "EvalGateImport", "EvalGateCLI"] {
  package.targets.first { $0.name == name }?.swiftSettings?.append(
    .unsafeFlags(["-Osize"], .when(configuration: .release)))
}
