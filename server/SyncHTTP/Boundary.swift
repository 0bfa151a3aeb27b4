// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import HTTPTypes
import Hummingbird
import Logging

/// The edge of the service: one deadline, one log line and one shape of error for every request.
///
/// A log line holds the route's pattern, never an identifier, a header or a body; only a record
/// that is damaged is named, as somebody has to find it.
struct Boundary: RouterMiddleware {
    typealias Context = ServiceContext

    @concurrent func handle(
        _ request: Request,
        context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        if request.hasBody { context.deadline.start() }
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = try answer(error, to: request, context)
        }
        if context.deadline.isRunning {
            // The body was not read to its end, so nothing else can follow on this connection.
            response.headers[.connection] = "close"
            context.deadline.endSoon()
        }
        if request.method == .head { response.body = ResponseBody() }
        response.headers[.strictTransportSecurity] = "max-age=31536000"
        let elapsed = (ContinuousClock.now - start) / .milliseconds(1)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)",
                "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)", "ms": "\(Int(elapsed))",
            ]
        )
        return response
    }

    private func answer(
        _ error: any Error,
        to request: Request,
        _ context: ServiceContext
    ) throws -> Response {
        let problem = problem(for: error)
        if problem.code == .serverFailed {
            var metadata: Logger.Metadata = ["error": "\(type(of: error))"]
            if let damage = error as? DamagedRecords {
                let names = damage.records.sorted().map { $0.description }
                metadata["records"] = "\(names.joined(separator: " "))"
            }
            context.logger.error("failed", metadata: metadata)
        }
        let status = HTTPResponse.Status(code: problem.status)
        var response = try Exchange.answer(
            problem,
            to: request,
            status: status,
            type: "application/problem+json"
        )
        if problem.status == 413 || problem.status == 415 {
            response.headers[.connection] = "close"
        }
        if request.headers[.tusResumable] != nil || problem.code == .uploadVersion {
            response.headers[.tusResumable] = Tus.version
            response.headers[.tusVersion] = Tus.version
        }
        if problem.status == 503 { response.headers[.retryAfter] = "10" }
        return response
    }

    private func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case StorageFailure.full:
            Problem(
                .storageFull,
                "The server's disk is full. Nothing was stored; sync again later."
            )
        case StorageFailure.busy:
            Problem(.overloaded, "The server's database is busy. Sync again in a moment.")
        case is DamagedRecords:
            Problem(
                .serverFailed,
                "A record that this needs is damaged at the server, and its log does not have it"
                    + " whole either. Nothing was changed. Tell your administrator: keeplocald"
                    + " verify names it."
            )
        case let error as HTTPError where error.status == .notFound:
            Problem(.notFound, "There is nothing at this address.")
        case let error as HTTPError where error.status.code < 500:
            Problem(.requestMalformed, "The request cannot be read.")
        default:
            Problem(
                .serverFailed,
                "The server failed at this; what it had acknowledged is safe. Try again, and tell"
                    + " your administrator if it stays."
            )
        }
    }
}

extension Request {
    fileprivate var hasBody: Bool {
        headers[.transferEncoding] != nil || (headers[.contentLength] ?? "0") != "0"
    }
}
