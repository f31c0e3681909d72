import CZlib
import Foundation

/// Puts the sections of an index file together.
struct IndexWriter {
    private var sections: [IndexLayout.Section: [UInt8]] = [:]
    private var termCount = 0

    mutating func add(_ section: IndexLayout.Section, _ bytes: [UInt8]) { sections[section] = bytes }
    mutating func add(_ section: IndexLayout.Section, _ numbers: [UInt32]) { sections[section] = Self.bytes(numbers) }
    mutating func add(_ section: IndexLayout.Section, _ numbers: [Int32]) { sections[section] = Self.bytes(numbers) }
    mutating func add(_ section: IndexLayout.Section, _ numbers: [UInt64]) { sections[section] = Self.bytes(numbers) }
    mutating func add(_ section: IndexLayout.Section, _ numbers: [Float]) { sections[section] = Self.bytes(numbers) }

    /// One row of strings a record, with NUL between; a NUL within a text would split it and is left out.
    mutating func addStrings(_ offsets: IndexLayout.Section, _ strings: IndexLayout.Section, _ rows: [[String]]) {
        var starts: [UInt64] = [0]
        var blob: [UInt8] = []
        for row in rows {
            for (index, text) in row.enumerated() {
                if index > 0 { blob.append(IndexLayout.stringSeparator) }
                if text.utf8.contains(IndexLayout.stringSeparator) {
                    blob.append(contentsOf: text.utf8.filter { $0 != IndexLayout.stringSeparator })
                } else {
                    blob.append(contentsOf: text.utf8)
                }
            }
            starts.append(UInt64(blob.count))
        }
        add(offsets, starts)
        add(strings, blob)
    }

    /// Fields follow one another by their number, so that keys ascend over all of them.
    mutating func addTerms(_ fields: [PostingCollector.Filed]) {
        var keys: [UInt64] = []
        var starts: [UInt64] = [0]
        var weights: [Float] = []
        var documents: [UInt32] = []
        var impacts: [UInt8] = []
        for field in fields {
            let base = UInt64(documents.count)
            keys += field.keys
            starts += field.starts.dropFirst().map { base + $0 }
            weights += field.weights
            documents += field.documents
            impacts += field.impacts
        }
        termCount = keys.count
        add(.termKeys, keys)
        add(.termStarts, starts)
        add(.termWeights, weights)
        add(.postings, documents)
        add(.impacts, impacts)
    }

    func finished(passages: Int, groups: Int, paths: Int) -> [UInt8] {
        var offsets: [UInt64] = []
        var position = (IndexLayout.headLength + 7) & ~7
        for section in IndexLayout.Section.allCases {
            let length = sections[section]?.count ?? 0
            offsets += [UInt64(position), UInt64(length)]
            position = (position + length + 7) & ~7
        }
        var file: [UInt8] = []
        file.reserveCapacity(position)
        file += IndexLayout.mark
        file += Self.bytes([IndexLayout.version, 0])
        file += Self.bytes([UInt64(position)])
        file += Self.bytes([passages, groups, paths, termCount].map { UInt32(truncatingIfNeeded: $0) })
        file += Self.bytes(offsets)
        for section in IndexLayout.Section.allCases {
            while file.count % 8 != 0 { file.append(0) }
            file += sections[section] ?? []
        }
        while file.count < position { file.append(0) }
        let sum = Self.bytes([IndexChecksum.of(file)])
        file.replaceSubrange(12..<16, with: sum)
        return file
    }

    private static func bytes<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
        numbers.map(\.littleEndian).withUnsafeBytes { Array($0) }
    }
    private static func bytes(_ numbers: [Float]) -> [UInt8] { bytes(numbers.map(\.bitPattern)) }
}

enum IndexChecksum {
    static func of(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { of($0) } }

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var sum = crc32(0, nil, 0)
        var offset = 24
        while offset < bytes.count {
            let count = min(1 << 28, bytes.count - offset)
            sum = crc32(sum, bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: UInt8.self), UInt32(count))
            offset += count
        }
        return UInt32(truncatingIfNeeded: sum)
    }
}
