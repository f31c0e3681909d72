import Foundation
import Identifiers

/// An index file, open for reading. Opening maps it and checks its sum; nothing is copied.
///
/// Everything is immutable, so any number of tasks may search at once. When a new file has been put in place, open it and drop this one.
public final class KnowledgeIndex: Sendable {
    let file: MappedFile
    private let name: String
    private let sections: [Range<Int>]
    public let passageCount: Int
    let groups: [GroupInfo]
    let lawNames: LawNames
    let pathCount: Int
    let termCount: Int
    public let words: WordList
    public let entries: [Entry]
    public let about: IndexAbout

    struct GroupInfo: Sendable {
        var kind: Passage.Kind
        var law: String
        var title: String
        var category: String
        var version: CivilDay?
        var status: LawStatus
        var range: Range<Int>
    }

    /// - Throws: `KnowledgeError.unreadable` or `.badIndex`.
    public convenience init(path: String) throws(KnowledgeError) { try self.init(file: MappedFile(path: path), name: path) }

    /// An index that never was a file.
    public convenience init(bytes: [UInt8]) throws(KnowledgeError) { try self.init(file: MappedFile(copying: bytes), name: "（内存）") }

    private init(file: MappedFile, name: String) throws(KnowledgeError) {
        self.file = file
        self.name = name
        let bytes = file.bytes
        func bad(_ reason: String) -> KnowledgeError { .badIndex(file: name, reason: reason) }
        guard bytes.count >= IndexLayout.headLength, bytes.prefix(8).elementsEqual(IndexLayout.mark) else { throw bad("不是索引文件") }
        func number32(_ offset: Int) -> Int { Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))) }
        func number64(_ offset: Int) -> Int {
            Int(truncatingIfNeeded: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        }
        guard number32(8) == Int(IndexLayout.version) else { throw bad("版式为\(number32(8))，本程序读\(IndexLayout.version)") }
        guard number64(16) == bytes.count else { throw bad("文件不完整，应为\(number64(16))字节，实为\(bytes.count)字节") }
        guard number32(12) == Int(IndexChecksum.of(bytes)) else { throw bad("校验和不符，文件已损坏") }
        var sections: [Range<Int>] = []
        for section in IndexLayout.Section.allCases {
            let offset = number64(IndexLayout.fixedLength + 16 * section.rawValue)
            let length = number64(IndexLayout.fixedLength + 16 * section.rawValue + 8)
            guard offset >= 0, length >= 0, offset % 8 == 0, offset <= bytes.count, length <= bytes.count - offset else {
                throw bad("第\(section)段越界")
            }
            sections.append(offset..<offset + length)
        }
        self.sections = sections
        passageCount = number32(24)
        pathCount = number32(32)
        termCount = number32(36)
        let groupCount = number32(28)
        // Whoever wrote the sum also wrote the counts; that they fit together is still looked at once, because searching trusts them.
        let expected: [(IndexLayout.Section, Int)] = [
            (.passageGroups, passageCount * 4), (.passagePaths, passageCount * 4), (.passageLengths, passageCount * 4),
            (.passageOffsets, (passageCount + 1) * 8), (.passagesByID, passageCount * 4), (.groups, groupCount * 24),
            (.groupOffsets, (groupCount + 1) * 8), (.pathOffsets, (pathCount + 1) * 8), (.termKeys, termCount * 8),
            (.termStarts, (termCount + 1) * 8),
            (.termWeights, termCount * 4), (.postings, sections[IndexLayout.Section.impacts.rawValue].count * 4),
        ]
        for (section, length) in expected where sections[section.rawValue].count != length { throw bad("第\(section)段长度不符") }

        func text(_ section: IndexLayout.Section) -> String { String(decoding: bytes[sections[section.rawValue]], as: UTF8.self) }
        let rows = Rows(
            bytes: bytes, offsets: sections[IndexLayout.Section.groupOffsets.rawValue],
            strings: sections[IndexLayout.Section.groupStrings.rawValue])
        var groups: [GroupInfo] = []
        for index in 0..<groupCount {
            let strings = rows[index]
            let offset = sections[IndexLayout.Section.groups.rawValue].lowerBound + index * 24
            let fields = (0..<6).map { Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + $0 * 4, as: Int32.self)) }
            guard strings.count == 5, let kind = Passage.Kind(rawValue: UInt8(truncatingIfNeeded: fields[2])), fields[0] >= 0,
                fields[0] <= fields[1],
                Int(fields[1]) <= passageCount
            else { throw bad("第\(index)组不成形") }
            groups.append(
                GroupInfo(
                    kind: kind, law: strings[0], title: strings[1], category: strings[2], version: CivilDay(number: fields[3]),
                    status: LawStatus(
                        from: CivilDay(number: fields[4]), until: CivilDay(number: fields[5]),
                        replacedBy: strings[3].isEmpty ? nil : strings[3],
                        note: strings[4].isEmpty ? nil : strings[4]),
                    range: Int(fields[0])..<Int(fields[1])))
        }
        self.groups = groups
        lawNames = LawNames(groups)
        words = WordList(words: text(.words).split(separator: "\n").map(String.init))
        var entries: [Entry] = []
        for line in text(.entries).split(separator: "\n") {
            guard let parsed = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let entry = try? Entry(json: parsed)
            else {
                throw bad("条目不成形")
            }
            entries.append(entry)
        }
        self.entries = entries
        guard let about = try? JSONDecoder().decode(IndexAbout.self, from: Data(text(.about).utf8)) else { throw bad("没有说明段") }
        self.about = about
    }

    // MARK: Passages

    func range(_ section: IndexLayout.Section) -> Range<Int> { sections[section.rawValue] }

    func pointer<Element>(_ section: IndexLayout.Section, as type: Element.Type) -> UnsafeBufferPointer<Element> {
        UnsafeRawBufferPointer(rebasing: file.bytes[sections[section.rawValue]]).bindMemory(to: Element.self)
    }

    private func rows(_ offsets: IndexLayout.Section, _ strings: IndexLayout.Section) -> Rows {
        Rows(bytes: file.bytes, offsets: range(offsets), strings: range(strings))
    }

    func group(of position: Int) -> Int { Int(pointer(.passageGroups, as: UInt32.self)[position]) }

    /// - Returns: nil outside the index.
    public func passage(at position: Int) -> Passage? {
        guard position >= 0, position < passageCount else { return nil }
        let strings = rows(.passageOffsets, .passageStrings)[position]
        let group = group(of: position)
        let path = Int(pointer(.passagePaths, as: UInt32.self)[position])
        guard strings.count == 4, groups.indices.contains(group), path < pathCount else { return nil }
        let info = groups[group]
        let headings = rows(.pathOffsets, .pathStrings)[path].first ?? ""
        return Passage(
            id: strings[0], kind: info.kind, law: info.law, title: info.title, article: strings[1],
            path: headings.split(separator: IndexLayout.headingSeparator).map(String.init), category: info.category,
            version: info.version.flatMap { CivilDate($0.description) }, text: strings[2], source: strings[3])
    }

    /// When the text is in force; nil outside the index.
    public func status(at position: Int) -> LawStatus? {
        guard position >= 0, position < passageCount else { return nil }
        return groups[group(of: position)].status
    }

    func id(at position: Int) -> String { rows(.passageOffsets, .passageStrings)[position].first ?? "" }

    /// Where a passage of this id lies; logarithmic.
    public func position(of id: String) -> Int? {
        let order = pointer(.passagesByID, as: UInt32.self)
        let wanted = Array(id.utf8)
        var low = 0
        var high = order.count
        let rows = rows(.passageOffsets, .passageStrings)
        while low < high {
            let middle = (low + high) / 2
            let found = rows.firstBytes(Int(order[middle]))
            if found.elementsEqual(wanted) { return Int(order[middle]) }
            if found.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}

/// Rows of strings in the file.
struct Rows {
    let bytes: UnsafeRawBufferPointer
    let offsets: Range<Int>
    let strings: Range<Int>

    private func bounds(_ row: Int) -> Range<Int> {
        func offset(_ index: Int) -> Int {
            let raw = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offsets.lowerBound + index * 8, as: UInt64.self))
            return min(strings.upperBound, strings.lowerBound + min(Int(truncatingIfNeeded: raw), strings.count))
        }
        let (start, end) = (offset(row), offset(row + 1))
        return start <= end ? start..<end : start..<start
    }

    subscript(row: Int) -> [String] {
        bytes[bounds(row)].split(separator: IndexLayout.stringSeparator, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    func firstBytes(_ row: Int) -> Slice<UnsafeRawBufferPointer> { bytes[bounds(row)].prefix { $0 != IndexLayout.stringSeparator } }
}
