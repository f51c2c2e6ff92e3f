// swift-tools-version: 6.2

import PackageDescription

// For sources that need SwiftNIO: script/fuzz puts them and one target beside this manifest, in a folder of their own.
// It is a package apart, so that the ordinary build knows nothing of it.
let package = Package(
  name: "fuzz",
  // An executable would want to begin otherwise than by libFuzzer's own `main`.
  products: [.library(name: "Fuzz", type: .static, targets: ["Fuzz"])],
  dependencies: [.package(url: "https://github.com/apple/swift-nio", from: "2.101.2")],
  targets: [
    .target(
      name: "Fuzz",
      dependencies: [.product(name: "NIOCore", package: "swift-nio")],
      swiftSettings: [.unsafeFlags(["-sanitize=fuzzer"])]
    )
  ]
)
