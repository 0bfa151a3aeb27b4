// SPDX-License-Identifier: Apache-2.0

extension Identifier: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.plain { json in
            json.hex(high >> 32, digits: 8)
            json.ascii("-")
            json.hex(high >> 16 & 0xFFFF, digits: 4)
            json.ascii("-")
            json.hex(high & 0xFFFF, digits: 4)
            json.ascii("-")
            json.hex(low >> 48, digits: 4)
            json.ascii("-")
            json.hex(low & 0xFFFF_FFFF_FFFF, digits: 12)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        if let id = json.plain(upTo: 36, Self.init(ascii:)) {
            self = id
            return
        }
        guard let value = Self(try json.string()) else { throw .invalid }
        self = value
    }
}

extension Key: CanonicalJSON {
    package func write(to json: inout JSONWriter) { json.string(text) }

    package init(from json: inout JSONReader) throws(JSONFault) {
        guard let value = Self(try json.string()) else { throw .invalid }
        self = value
    }
}

extension PlainDate: CanonicalJSON {
    package func write(to json: inout JSONWriter) { json.string(description) }

    package init(from json: inout JSONReader) throws(JSONFault) {
        guard let value = Self(try json.string()) else { throw .invalid }
        self = value
    }
}

extension Hash {
    package init(from json: inout JSONReader) throws(JSONFault) {
        if let hash = json.plain(upTo: 64, Self.init(ascii:)) {
            self = hash
            return
        }
        guard let value = Self(try json.string()) else { throw .invalid }
        self = value
    }

    package func write(to json: inout JSONWriter) {
        json.plain { json in for byte in bytes { json.hex(UInt64(byte), digits: 2) } }
    }
}

extension HybridTime {
    package func write(to json: inout JSONWriter) {
        let date = instant.date
        let inDay = UInt64(
            instant.milliseconds - floorDivide(instant.milliseconds, 86_400_000) * 86_400_000
        )
        json.plain { json in
            json.digits(UInt64(date.year), atLeast: 4)
            json.ascii("-")
            json.digits(UInt64(date.month), atLeast: 2)
            json.ascii("-")
            json.digits(UInt64(date.day), atLeast: 2)
            json.ascii("T")
            json.digits(inDay / 3_600_000, atLeast: 2)
            json.ascii(":")
            json.digits(inDay / 60_000 % 60, atLeast: 2)
            json.ascii(":")
            json.digits(inDay / 1000 % 60, atLeast: 2)
            json.ascii(".")
            json.digits(inDay % 1000, atLeast: 3)
            json.ascii("Z")
            guard counter > 0 else { return }
            json.ascii("+")
            json.digits(UInt64(counter), atLeast: 1)
        }
    }
}
