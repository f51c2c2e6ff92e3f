// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "agentproxy-setup",
  products: [
    .executable(name: "agentproxy-setup", targets: ["agentproxy-setup"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // The executable: arguments in, text out.
    .executableTarget(
      name: "agentproxy-setup",
      dependencies: [
        "Diagnostics", "Doctor", "Gateway", "Provisioning", "RequestLog", "Stack", "Tables",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    // The rooms, each of which may use those below it only.
    .target(
      name: "Doctor",
      dependencies: [
        "ConfigEdit", "Diagnostics", "DotEnv", "Gateway", "Provisioning", "Secrets", "Stack", "Tables", "WireFormats",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "Yams", package: "Yams"),
      ]
    ),
    .target(
      name: "Provisioning",
      dependencies: [
        "CFileSystem", "ConfigEdit", "Diagnostics", "DotEnv", "Rendering", "Secrets", "Templates",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]
    ),
    .target(
      name: "Stack",
      dependencies: [
        "CProcess", "Diagnostics", "Gateway", "RequestLog", "Secrets", "Tables", "WireFormats",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]
    ),
    .target(
      name: "Gateway",
      dependencies: [
        "CProcess", "Diagnostics", "RequestLog", "Secrets", "WireFormats",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "Yams", package: "Yams"),
      ]
    ),
    .target(
      name: "RequestLog",
      dependencies: [
        "Tables",
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]
    ),
    .target(name: "WireFormats"),
    .target(name: "ConfigEdit", dependencies: [.product(name: "TOMLKit", package: "TOMLKit")]),
    .target(name: "DotEnv"),
    .target(name: "Rendering", dependencies: ["DotEnv"]),
    .target(name: "Secrets"),
    .target(name: "Diagnostics"),
    .target(name: "Tables"),

    // Calls of the operating system that Swift does not see.
    .target(name: "CFileSystem"),
    .target(name: "CProcess"),

    // The templates, compiled in: the plugin turns every file below `Templates/` into one Swift source.
    .target(
      name: "Templates",
      path: "Templates",
      exclude: ["claude", "codex", "repository", "vscode"],
      sources: ["Templates.swift"],
      plugins: ["EmbedTemplates"]
    ),
    .plugin(name: "EmbedTemplates", capability: .buildTool(), dependencies: ["embed-templates"]),
    .executableTarget(name: "embed-templates"),

    // Tests, one folder per module.
    .target(
      name: "FakeUpstream",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      path: "Tests/FakeUpstream"
    ),
    .executableTarget(name: "fake-provider", dependencies: ["FakeUpstream"], path: "Tests/FakeProvider"),
    .target(name: "SeededRandom", path: "Tests/SeededRandom"),
    .testTarget(name: "TablesTests", dependencies: ["Tables"]),
    .testTarget(name: "SecretsTests", dependencies: ["Secrets", "Diagnostics"]),
    .testTarget(
      name: "ConfigEditTests",
      dependencies: ["ConfigEdit", "SeededRandom", .product(name: "TOMLKit", package: "TOMLKit")]
    ),
    .testTarget(name: "DotEnvTests", dependencies: ["DotEnv", "SeededRandom"]),
    .testTarget(
      name: "RenderingTests",
      dependencies: [
        "DotEnv", "Rendering", "SeededRandom",
        .product(name: "Yams", package: "Yams"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ]
    ),
    .testTarget(
      name: "ProvisioningTests",
      dependencies: [
        "Provisioning", "ConfigEdit", "DotEnv", "Rendering", "Templates", "Secrets", "Diagnostics",
        .product(name: "Yams", package: "Yams"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ]
    ),
    .testTarget(
      name: "RequestLogTests",
      dependencies: ["RequestLog", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: ["Golden"]
    ),
    .testTarget(name: "WireFormatsTests", dependencies: ["SeededRandom", "WireFormats"], exclude: ["Fixtures"]),
    .testTarget(
      name: "GatewayTests",
      dependencies: [
        "Gateway", "Diagnostics", "FakeUpstream", "RequestLog", "Secrets", "SeededRandom", "WireFormats",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOTLS", package: "swift-nio"),
      ]
    ),
    .testTarget(
      name: "StackTests",
      dependencies: [
        "Diagnostics", "FakeUpstream", "Gateway", "RequestLog", "Secrets", "Stack", "WireFormats",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "DoctorTests",
      dependencies: [
        "Diagnostics", "Doctor", "FakeUpstream", "Gateway", "Provisioning", "Secrets", "Stack", "WireFormats",
      ],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "EndToEnd",
      dependencies: [
        "FakeUpstream", "Gateway", "WireFormats",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      exclude: ["SDKs"]
    ),
  ],
  cxxLanguageStandard: .cxx17
)

// For script/bench alone: nobody else waits until it is built, and it needs -enable-testing to see the pieces it times.
if Context.environment["AGENTPROXY_MICROBENCHMARKS"] != nil {
  package.targets.append(
    .executableTarget(
      name: "microbenchmarks",
      dependencies: ["Gateway", "Secrets", "WireFormats", .product(name: "NIOCore", package: "swift-nio")],
      path: "Benchmarks/Micro"
    )
  )
}

// One set of rules for all our own targets.
for target in package.targets where target.type != .plugin {
  var settings = target.swiftSettings ?? []
  settings.append(.swiftLanguageMode(.v6))
  settings.append(.treatAllWarnings(as: .error))
  for feature in [
    "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility",
    "InferIsolatedConformances", "NonisolatedNonsendingByDefault",
  ] {
    settings.append(.enableUpcomingFeature(feature))
  }
  target.swiftSettings = settings
}
