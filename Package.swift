// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Deliberate bugs for the simulation to find (docs/simulation.md); no product ever has them.
let mutants: [SwiftSetting] =
    Context.environment["KEEPLOCAL_MUTANTS"] == "1" ? [.define("MUTANTS")] : []

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
    name: "HummingbirdTesting",
    package: "hummingbird"
)
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "keeplocal",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "keeplocald", targets: ["keeplocald"]),
        .executable(name: "keeplocal", targets: ["keeplocal"]),
        // For tests only: what they preload into the programs.
        .library(name: "FaultyDisk", type: .dynamic, targets: ["CFaultyDisk"]),
        .library(name: "ShiftedClock", type: .dynamic, targets: ["CShiftedClock"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle",
            from: "2.13.0"
        ),
    ],
    targets: [
        // Shared and pure.
        .target(name: "FieldModel", dependencies: [crypto]),
        .target(name: "FieldForms", dependencies: ["FieldModel"]),
        .target(name: "LocalSpend", dependencies: ["FieldModel"]),
        .target(name: "Places", dependencies: ["FieldModel"]),
        .target(
            name: "Schema",
            path: "schema",
            exclude: ["openapi.yaml", "packs/README.md"],
            resources: [
                .embedInCode("client"), .embedInCode("server"), .embedInCode("packs/keep-it-local"),
            ]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Gzip", dependencies: ["CZlib"]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "Workbooks", dependencies: ["CZlib", "CZip", "CXML"]),
        .target(name: "XLSForms", dependencies: ["FieldModel", "FieldForms", "Workbooks"]),
        .target(name: "Sealing", dependencies: [crypto, cryptoExtras]),
        .target(name: "Figures", dependencies: ["FieldModel"]),
        .target(name: "Disclosure", dependencies: ["Figures"]),
        .target(name: "Standards", dependencies: ["FieldModel"]),
        .target(name: "Pictures", dependencies: ["FieldModel", "Figures"]),

        // The server.
        .target(
            name: "SyncService",
            dependencies: ["FieldModel", "FieldForms", "Sealing", crypto],
            path: "server/SyncService"
        ),
        .target(
            name: "SyncHTTP",
            dependencies: ["FieldModel", "SyncService", "Gzip", "Sealing", hummingbird, logging],
            path: "server/SyncHTTP"
        ),
        .target(
            name: "StorageSQLite",
            dependencies: ["FieldModel", "SyncService", "Schema", grdb, grdbSQLite],
            path: "server/StorageSQLite"
        ),
        .executableTarget(
            name: "keeplocald",
            dependencies: [
                "FieldModel", "FieldForms", "Schema", "SyncService", "SyncHTTP", "StorageSQLite",
                argumentParser, hummingbird, hummingbirdTLS, lifecycle, logging,
            ],
            path: "server/keeplocald"
        ),

        // The device.
        .systemLibrary(
            name: "CCurl",
            path: "client/CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .target(
            name: "FieldStore",
            dependencies: [
                "FieldModel", "FieldForms", "Figures", "LocalSpend", "Schema", grdb, grdbSQLite,
            ],
            path: "client/FieldStore"
        ),
        .target(
            name: "FieldSync",
            dependencies: ["FieldModel", "FieldStore", "Gzip", "Sealing", "CCurl"],
            path: "client/FieldSync"
        ),
        .systemLibrary(
            name: "CNcurses",
            path: "client/CNcurses",
            providers: [.apt(["libncurses-dev"])]
        ),
        .target(
            name: "CEditline",
            path: "client/CEditline",
            linkerSettings: [.linkedLibrary("edit")]
        ),
        .target(
            name: "Screens",
            dependencies: ["FieldModel", "FieldForms"],
            path: "client/Screens"
        ),
        .executableTarget(
            name: "keeplocal",
            dependencies: [
                "FieldModel", "FieldForms", "FieldStore", "FieldSync", "Figures",
                "Disclosure", "LocalSpend", "Pictures", "Places", "Standards", "Workbooks",
                "XLSForms", "Screens", "CNcurses", "CEditline", argumentParser,
            ],
            path: "client/keeplocal"
        ),

        // Tests.
        .testTarget(name: "FieldModelTests", dependencies: ["FieldModel", "Seeds"]),
        .testTarget(
            name: "FieldFormsTests",
            dependencies: ["FieldForms", "FieldModel", "Schema", "Seeds"],
            exclude: ["Values"]
        ),
        .testTarget(name: "FiguresTests", dependencies: ["FieldModel", "Figures", "Seeds"]),
        .testTarget(
            name: "PicturesTests",
            dependencies: ["FieldModel", "Figures", "Disclosure", "Pictures"]
        ),
        .testTarget(
            name: "StandardsTests",
            dependencies: ["FieldModel", "FieldForms", "Schema", "Standards"]
        ),
        .testTarget(
            name: "DisclosureTests",
            dependencies: ["Disclosure", "FieldModel", "Figures", "Seeds"]
        ),
        .testTarget(
            name: "XLSFormTests",
            dependencies: [
                "FieldModel", "FieldForms", "Workbooks", "XLSForms", "Schema", "Seeds",
            ],
            exclude: ["Broken", "Forms"]
        ),
        .testTarget(
            name: "LocalSpendTests",
            dependencies: ["FieldModel", "LocalSpend", "Seeds"]
        ),
        .testTarget(name: "PlacesTests", dependencies: ["FieldModel", "Places"]),
        .testTarget(
            name: "WorkbooksTests",
            dependencies: ["Workbooks", "Seeds"],
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "SchemaTests", dependencies: ["Schema", grdb]),
        .testTarget(
            name: "StorageContract",
            dependencies: ["FieldModel", "SyncService", "StorageSQLite"]
        ),
        .testTarget(
            name: "SyncServiceTests",
            dependencies: [
                "FaultTable", "FieldModel", "FieldForms", "Schema", "Seeds", "SyncService",
                "SyncHTTP",
                "StorageSQLite", grdb,
                hummingbird, hummingbirdTesting, "Gzip", "Sealing",
            ]
        ),
        .testTarget(
            name: "FieldStoreTests",
            dependencies: [
                "FaultTable", "FieldModel", "FieldForms", "FieldStore", "Figures", "Schema",
                "Seeds", grdb,
            ]
        ),
        .testTarget(
            name: "FieldSyncTests",
            dependencies: [
                "FieldModel", "FieldForms", "FieldStore", "FieldSync", "Schema", "Gzip", "Seeds",
            ]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "FieldModel", "FieldForms", "FieldStore", "FieldSync", "Schema", "Screens",
                "keeplocal", "Workbooks", argumentParser, grdb,
            ]
        ),
        .testTarget(
            name: "ScreensTests",
            dependencies: ["FieldModel", "FieldForms", "Screens", "Seeds"]
        ),
        .target(name: "FaultTable", path: "Tests/FaultTable"),
        .target(name: "Seeds", path: "Tests/Seeds"),
        .target(name: "CFaultyDisk", path: "Tests/CFaultyDisk"),
        .target(name: "CShiftedClock", path: "Tests/CShiftedClock"),
        .executableTarget(
            name: "logwriter",
            dependencies: ["Schema", grdb],
            path: "Tests/logwriter"
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "keeplocal", "keeplocald", "logwriter", "FaultTable", "Seeds", "FieldModel",
                "SyncService", "StorageSQLite", "FieldStore", grdb,
            ]
        ),
        .target(
            name: "CQuietSQLite",
            path: "Tests/CQuietSQLite",
            linkerSettings: [.linkedLibrary("sqlite3")]
        ),
        .target(
            name: "Simulation",
            dependencies: [
                "FieldModel", "FieldForms", "Schema", "FieldStore", "FieldSync", "SyncService",
                "StorageSQLite", "Gzip", "Seeds", "FaultTable", grdb,
            ],
            path: "Tests/Simulation"
        ),
        .executableTarget(
            name: "simulate",
            dependencies: [
                "Simulation", "FieldModel", "CQuietSQLite", argumentParser,
            ],
            path: "Tests/simulate"
        ),
        .testTarget(name: "ConvergenceTests", dependencies: ["Simulation"]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "FieldModel", "FieldForms", "FieldStore", "Schema", "Workbooks", "XLSForms",
                argumentParser, grdb,
            ],
            path: "Tests/bench"
        ),
        .testTarget(name: "HouseRulesTests"),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = settings + mutants
}
