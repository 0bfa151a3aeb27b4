// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import StorageSQLite
import SyncHTTP
import SyncService
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer devices until told to stop.",
        discussion: """
            Without --certificate and --key only this machine is answered: a token must
            not travel in the clear. SIGTERM or Ctrl-C lets requests finish, then stops.
            """
    )

    @OptionGroup var data: DataFolder
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 picks a free one.") var port = 8080
    @Option(help: "A PEM file with the certificate chain.") var certificate: String?
    @Option(help: "A PEM file with the private key.") var key: String?
    @Option(help: "A folder to make a backup in, now and every --backup-hours.")
    var backupTo: String?
    @Option(help: "Hours between two backups.") var backupHours = 24.0
    @Option(help: "How many backups to keep in that folder.") var backupKeep: Int?
    @Option(help: "trace, debug, info, warning or error.") var logLevel = "info"

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("A port is a number from 0 to 65535.")
        }
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key go together.")
        }
        guard certificate != nil || ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw ValidationError(
                "Without --certificate and --key only 127.0.0.1 is allowed: tokens must not travel"
                    + " in the clear."
            )
        }
        guard backupHours >= 0.01, (backupKeep ?? 1) >= 1 else {
            throw ValidationError("--backup-hours and --backup-keep are above 0.")
        }
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("There is no log level '\(logLevel)'.")
        }
    }

    func run() async throws {
        let storage = try data.open()
        guard try await storage.read({ try $0.setting("epoch") }) != nil else {
            throw Failure("The database was never set up. Run: keeplocald init --data \(data.path)")
        }
        try await finishErasures(storage)
        var logger = Logger(label: "keeplocald") { _ in JSONLines() }
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        let core = ServerCore(
            storage: storage,
            files: try BlobFiles(directory: data.path),
            setAside: SetAsideCopies(directory: data.path),
            mended: { [logger] in logger.tell($0) },
            erasedAside: { [logger] in logger.tell($0) }
        )
        await core.setAside.erase()
        try await core.blobs.tidy()
        let (scheme, host) = (certificate == nil ? "http" : "https", host)
        let application = Application(
            router: Routes(core: core).router(),
            server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: "keeplocald",
                availableConnectionsDelegate: .maximum(Limits.connectionsMax, logger: logger)
            ),
            onServerRunning: { channel in
                let name = host.contains(":") ? "[\(host)]" : host
                Terminal.line("listening on \(scheme)://\(name):\(channel.localAddress?.port ?? 0)")
            },
            logger: logger
        )
        do {
            try await Self.services(application, core, backups(storage, logger), logger).run()
        } catch let error as IOError {
            throw Failure(
                "Cannot listen on \(host) port \(port):"
                    + " \(String(cString: strerror(error.errnoCode)))."
                    + " Choose another with --port, or 0 for a free one."
            )
        }
    }

    /// A copy that was put back, or a server that was stopped in the middle, erases again first.
    private func finishErasures(_ storage: SQLiteStorage) async throws {
        let done = try await storage.finishErasures()
        guard !done.isEmpty else { return }
        let records = done.map(\.records.count).reduce(0, +)
        Terminal.error(
            "Erased again what the ledger names and this copy still held: \(done.count) erasures,"
                + " \(records) records."
        )
    }

    /// They are stopped from the last to the first: a stream that waits for news would hold its
    /// connection, and the connection the server.
    private static func services(
        _ application: some Service,
        _ core: ServerCore,
        _ backups: BackupService,
        _ logger: Logger
    ) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: application),
                .init(
                    service: DiskWatch(storage: core.watched),
                    failureTerminationBehavior: .gracefullyShutdownGroup
                ),
                .init(service: DailyCompaction(core: core, logger: logger)),
                .init(service: ErasureWatch(core: core, logger: logger)),
                .init(service: LiveService(hub: core.live)),
                .init(service: backups),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(Limits.shutdownSeconds)
        return ServiceGroup(configuration: configuration)
    }

    private func backups(_ storage: SQLiteStorage, _ logger: Logger) -> BackupService {
        let plan = backupTo.map { folder in
            (URL(filePath: folder).standardizedFileURL.path, backupHours, backupKeep)
        }
        return BackupService(storage: storage, data: data, plan: plan, logger: logger)
    }

    private func server() throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: .seconds(Int64(Limits.idleSeconds)),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: Limits.headerBytesMax,
                    maxHeaderListSize: Limits.headerBytesMax,
                    maxHeaderFieldCount: 64
                )
            )
        )
        guard let certificate, let key else { return plain }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            )
            configuration.minimumTLSVersion = .tlsv12
            // Made here once, to be told now when the two do not belong together.
            _ = try NIOSSLContext(configuration: configuration)
            return try .tls(plain, tlsConfiguration: configuration)
        } catch {
            throw Failure(
                "The certificate \(certificate) or the key \(key) cannot be used: both must be PEM"
                    + " files that belong together."
            )
        }
    }
}
