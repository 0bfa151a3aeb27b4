// SPDX-License-Identifier: Apache-2.0

/// Every problem that crosses the wire. A code, once released, keeps its meaning.
extension Problem.Code {
    // Requests
    package static let requestMalformed = Self("request.malformed", status: 400)
    package static let requestTooLarge = Self("request.too_large", status: 413)
    package static let requestEncoding = Self("request.encoding", status: 415)
    package static let notFound = Self("request.not_found", status: 404)

    // Who asks
    package static let unauthenticated = Self("token.invalid", status: 401)
    package static let deviceRevoked = Self("device.revoked", status: 401)
    package static let forbidden = Self("permission.denied", status: 403)
    package static let codeInvalid = Self("enrolment.code_invalid", status: 403)

    // Changes
    package static let changeMalformed = Self("change.malformed", status: 422)
    package static let changeTooLarge = Self("change.too_large", status: 413)
    package static let changeGap = Self("change.gap", status: 409)
    package static let changeForked = Self("change.forked", status: 409)
    package static let changeVoid = Self("change.void", status: 422)
    package static let changeAwaiting = Self("change.awaiting", status: 409)
    package static let changeReused = Self("change.id_reused", status: 409)
    package static let baseUnknown = Self("change.base_unknown", status: 409)
    package static let recordUnknown = Self("record.unknown", status: 404)
    package static let recordExists = Self("record.exists", status: 409)
    package static let recordDeleted = Self("record.deleted", status: 409)
    package static let recordChanged = Self("record.changed", status: 409)
    package static let recordErased = Self("record.erased", status: 410)
    package static let recordOnHold = Self("record.on_hold", status: 409)
    package static let formUnknown = Self("form.unknown", status: 422)
    package static let formInvalid = Self("form.invalid", status: 422)
    package static let fieldUnknown = Self("field.unknown", status: 422)
    package static let fieldType = Self("field.type", status: 422)
    package static let fieldChoice = Self("field.choice", status: 422)
    package static let fieldTooLong = Self("field.too_long", status: 422)
    package static let fieldConstraint = Self("field.constraint", status: 422)
    package static let fieldRequired = Self("field.required", status: 422)
    package static let fieldNotAsked = Self("field.not_asked", status: 422)

    // Conflicts
    package static let conflictMoved = Self("conflict.moved", status: 409)
    package static let conflictDisputed = Self("conflict.disputed", status: 409)
    package static let conflictNone = Self("conflict.none", status: 404)
    package static let candidateUnknown = Self("conflict.candidate_unknown", status: 422)
    package static let reasonMissing = Self("reason.missing", status: 422)

    // Returns
    package static let returnChanged = Self("return.changed", status: 409)
    package static let returnWrongState = Self("return.wrong_state", status: 409)
    package static let returnNoQuery = Self("return.no_query", status: 409)
    package static let returnSamePerson = Self("return.same_person", status: 403)
    package static let approvalUnproven = Self("approval.unproven", status: 403)
    package static let approvalWrong = Self("approval.wrong", status: 403)
    package static let approvalLocked = Self("approval.locked", status: 403)

    // Files
    package static let blobUnknown = Self("blob.unknown", status: 404)
    package static let blobAwaited = Self("blob.awaited", status: 404)
    package static let blobOffset = Self("blob.offset", status: 409)
    package static let blobMismatch = Self("blob.mismatch", status: 460)
    package static let blobTooLarge = Self("blob.too_large", status: 413)
    package static let blobNoRoom = Self("blob.no_room", status: 507)
    package static let uploadVersion = Self("upload.version", status: 412)
    package static let rangeInvalid = Self("request.range", status: 416)

    // Bundles
    package static let bundleDamaged = Self("bundle.damaged", status: 422)
    package static let bundleForeign = Self("bundle.foreign", status: 422)
    package static let bundleRefused = Self("bundle.device_refused", status: 422)

    // The server
    package static let alreadyExists = Self("directory.exists", status: 409)
    package static let overloaded = Self("server.overloaded", status: 503)
    package static let storageFull = Self("server.storage_full", status: 507)
    package static let serverFailed = Self("server.failed", status: 500)

    // The device, never on the wire
    package static let offline = Self("device.offline", status: 0)
    package static let certificate = Self("device.certificate", status: 0)
    package static let notEnrolled = Self("device.not_enrolled", status: 0)
    package static let homeForeign = Self("device.home_foreign", status: 0)
    package static let homeBusy = Self("device.home_busy", status: 0)
    package static let diskFull = Self("device.disk_full", status: 0)
    package static let storeDamaged = Self("device.store_damaged", status: 0)
    package static let deviceFailed = Self("device.failed", status: 0)
    package static let formClosed = Self("form.closed", status: 0)
    package static let usage = Self("usage", status: 0)

    package static let catalogue: [Self] = [
        requestMalformed, requestTooLarge, requestEncoding, notFound,
        unauthenticated, deviceRevoked, forbidden, codeInvalid, changeMalformed, changeTooLarge,
        changeGap, changeForked, changeVoid, changeAwaiting, changeReused, baseUnknown,
        recordUnknown, recordExists, recordDeleted, recordChanged, recordErased, recordOnHold,
        formUnknown,
        formInvalid, fieldUnknown, fieldType, fieldChoice, fieldTooLong,
        fieldConstraint, fieldRequired, fieldNotAsked, conflictMoved, conflictDisputed,
        conflictNone,
        candidateUnknown,
        reasonMissing, returnChanged, returnWrongState, returnNoQuery, returnSamePerson,
        approvalUnproven, approvalWrong, approvalLocked,
        blobUnknown, blobAwaited,
        blobOffset, blobMismatch, blobTooLarge, blobNoRoom, uploadVersion, rangeInvalid,
        bundleDamaged, bundleForeign, bundleRefused, alreadyExists,
        overloaded, storageFull, serverFailed, offline, certificate, notEnrolled, homeForeign,
        homeBusy, diskFull, storeDamaged, deviceFailed, formClosed,
        usage,
    ]
}
