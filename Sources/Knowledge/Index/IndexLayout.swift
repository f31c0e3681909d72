/// The index file. All numbers little endian, every section begins on a multiple of 8.
///
///     offset  size  content
///          0     8  mark `BAGUIKX1`
///          8     4  version of the layout, 1
///         12     4  CRC-32 (zlib) of everything from offset 24 to the end
///         16     8  length of the file
///         24     4  number of passages
///         28     4  number of groups (a version of a law, a collection of cases)
///         32     4  number of heading paths
///         36     4  number of terms
///         40  16·n  offset and length of each section, in the order of `Section`
enum IndexLayout {
    static let mark: [UInt8] = Array("BAGUIKX1".utf8)
    static let version: UInt32 = 1
    static let fixedLength = 40
    static var headLength: Int { fixedLength + 16 * Section.allCases.count }

    enum Section: Int, CaseIterable {
        /// UInt32 a passage: its group.
        case passageGroups
        /// UInt32 a passage: its heading path.
        case passagePaths
        /// Float a passage: logarithm of its length.
        case passageLengths
        /// UInt64 a passage and one more: where its strings begin.
        case passageOffsets
        /// id NUL article NUL text NUL source.
        case passageStrings
        /// UInt32 a passage: passages by the bytes of their ids.
        case passagesByID
        /// Six Int32 a group: first passage, end, kind, version, first day in force, first day no longer in force (0: unknown).
        case groups
        /// UInt64 a group and one more.
        case groupOffsets
        /// law NUL title NUL category NUL replaced by NUL note.
        case groupStrings
        case pathOffsets
        /// Headings with U+0001 between them.
        case pathStrings
        /// UInt64 a term, ascending.
        case termKeys
        /// UInt64 a term and one more: where its postings begin.
        case termStarts
        /// Float a term: inverse frequency times what the largest impact stands for.
        case termWeights
        /// UInt32 a posting: passage, path or group, ascending within a term.
        case postings
        /// UInt8 a posting: how much it counts, 255 the most.
        case impacts
        /// Learned words, a line each.
        case words
        /// Entries as JSON, a line each.
        case entries
        /// JSON: when, from what, by which program.
        case about
    }

    static let stringSeparator: UInt8 = 0
    static let headingSeparator: Character = "\u{1}"
}
