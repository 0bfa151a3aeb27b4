// SPDX-License-Identifier: Apache-2.0

import CXML

/// Reads the elements and texts of an XML document one after the other.
///
/// A document type is refused before anything in it is read, so that no entity is ever expanded;
/// nothing is fetched, from disk or network; libxml2's own bounds on sizes stay on.
final class XMLPart {
    enum Event: Equatable {
        /// The name without its prefix.
        case start(String)
        case text(String)
        case end(String)
    }

    private let name: String
    // libxml2 reads from these bytes for as long as the reader lives.
    private let bytes: UnsafeMutableBufferPointer<CChar>
    private let reader: xmlTextReaderPtr
    private var pendingEnd: String?

    /// - Throws: `WorkbookError` where there is no memory left.
    init(_ contents: [UInt8], name: String) throws {
        self.name = name
        bytes = .allocate(capacity: max(contents.count, 1))
        _ = bytes.initialize(from: contents.lazy.map { CChar(bitPattern: $0) })
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        guard
            let reader = xmlReaderForMemory(
                bytes.baseAddress,
                Int32(contents.count),
                nil,
                nil,
                Int32(options)
            )
        else {
            bytes.deallocate()
            throw WorkbookError(name, "There is no memory left to read the file with.")
        }
        self.reader = reader
    }

    deinit {
        xmlFreeTextReader(reader)
        bytes.deallocate()
    }

    /// Nil after the last.
    ///
    /// - Throws: `WorkbookError` for what is no XML, has a document type or is nested too deeply.
    func next() throws -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while true {
            let status = xmlTextReaderRead(reader)
            guard status >= 0 else { throw damaged }
            if status == 0 { return nil }
            if let event = try event() { return event }
        }
    }

    /// Of the element that began last, by its name without a prefix.
    func attribute(_ wanted: String) -> String? {
        defer { xmlTextReaderMoveToElement(reader) }
        while xmlTextReaderMoveToNextAttribute(reader) == 1 {
            if text(xmlTextReaderConstLocalName(reader)) == wanted {
                return text(xmlTextReaderConstValue(reader))
            }
        }
        return nil
    }

    private func event() throws -> Event? {
        switch UInt32(max(xmlTextReaderNodeType(reader), 0)) {
        case XML_READER_TYPE_ELEMENT.rawValue:
            guard xmlTextReaderDepth(reader) <= WorkbookBounds.depthMax else { throw damaged }
            let name = text(xmlTextReaderConstLocalName(reader))
            if xmlTextReaderIsEmptyElement(reader) == 1 { pendingEnd = name }
            return .start(name)
        case XML_READER_TYPE_END_ELEMENT.rawValue:
            return .end(text(xmlTextReaderConstLocalName(reader)))
        case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue,
            XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue:
            return .text(text(xmlTextReaderConstValue(reader)))
        case XML_READER_TYPE_DOCUMENT_TYPE.rawValue, XML_READER_TYPE_ENTITY_REFERENCE.rawValue:
            throw damaged
        default: return nil
        }
    }

    private func text(_ bytes: UnsafePointer<xmlChar>?) -> String {
        bytes.map { String(cString: $0) } ?? ""
    }

    private var damaged: WorkbookError {
        WorkbookError(
            name,
            "This part of the workbook is damaged, or holds what no spreadsheet program writes."
                + " Open the workbook in one, save it anew, and import that file."
        )
    }
}
