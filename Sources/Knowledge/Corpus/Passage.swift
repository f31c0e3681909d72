import Identifiers

/// One piece of text that can be found and cited: an article of a law, a typical case, a guide.
public struct Passage: Sendable, Hashable {
    /// What sort of text it is. The numbers stand in index files.
    public enum Kind: UInt8, Sendable, Hashable, CaseIterable, Codable {
        case statute = 0
        case typicalCase = 1
        case guide = 2

        /// As shown.
        public var label: String {
            switch self {
            case .statute: "法律法规"
            case .typicalCase: "典型案例"
            case .guide: "办事指南"
            }
        }
    }

    /// `民法典#1079`: short title and article number; of an older version `仲裁法@2017-09-01#24`.
    public var id: String
    public var kind: Kind
    /// Short title of the law, or the collection of the case.
    public var law: String
    /// Full title: 中华人民共和国民法典.
    public var title: String
    /// 第一千零七十九条; for a case or guide its heading.
    public var article: String
    /// Book, chapter and section headings above it.
    public var path: [String]
    public var category: String
    /// Date of the last change to this version's text, where known.
    public var version: CivilDate?
    public var text: String
    public var source: String
    /// When this text is in force, if the corpus says so itself; else it is worked out (`LawStatus`).
    public var inForceFrom: CivilDate?
    public var inForceUntil: CivilDate?

    public init(
        id: String, kind: Kind, law: String, title: String, article: String, path: [String] = [], category: String = "",
        version: CivilDate? = nil,
        text: String, source: String = "", inForceFrom: CivilDate? = nil, inForceUntil: CivilDate? = nil
    ) {
        self.id = id
        self.kind = kind
        self.law = law
        self.title = title
        self.article = article
        self.path = path
        self.category = category
        self.version = version
        self.text = text
        self.source = source
        self.inForceFrom = inForceFrom
        self.inForceUntil = inForceUntil
    }
}
