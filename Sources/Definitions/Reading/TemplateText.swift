/// Texts with places to fill: `{order_no} · {title}`. `{{` and `}}` stand for the braces themselves.
public enum TemplateText {
    /// A piece of a template.
    public enum Piece: Sendable, Hashable {
        case literal(String)
        /// What stands between braces, and where it begins: Unicode scalars from the template's start.
        case place(String, offset: Int)
    }

    /// Why a template cannot be read.
    public struct Failure: Error, Sendable, Hashable {
        public let reason: String
        public let mend: String
    }

    /// Cuts a template into its pieces; empty literals are left out.
    /// - Throws: `Failure` for a brace that is not closed, not opened, or an empty place.
    public static func pieces(_ template: String) throws(Failure) -> [Piece] {
        var pieces: [Piece] = []
        var literal = String.UnicodeScalarView()
        var place: (text: String.UnicodeScalarView, start: Int)?
        let scalars = Array(template.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if var open = place {
                if scalar == "}" {
                    let text = String(open.text).trimmed
                    guard !text.isEmpty else { throw Failure(reason: "“{}”中没有内容", mend: "写上字段，或者删去它") }
                    pieces.append(.place(text, offset: open.start))
                    place = nil
                } else if scalar == "{" {
                    throw Failure(reason: "“{”之中又有“{”", mend: "先写“}”；要写出“{”本身，写成“{{”")
                } else {
                    open.text.append(scalar)
                    place = open
                }
            } else if scalar == "{" || scalar == "}" {
                if index + 1 < scalars.count, scalars[index + 1] == scalar {
                    literal.append(scalar)
                    index += 1
                } else if scalar == "{" {
                    if !literal.isEmpty { pieces.append(.literal(String(literal))) }
                    literal = .init()
                    place = (.init(), index + 1)
                } else {
                    throw Failure(reason: "多出了“}”", mend: "删去它；要写出“}”本身，写成“}}”")
                }
            } else {
                literal.append(scalar)
            }
            index += 1
        }
        if place != nil { throw Failure(reason: "“{”没有结束", mend: "补上“}”；要写出“{”本身，写成“{{”") }
        if !literal.isEmpty { pieces.append(.literal(String(literal))) }
        return pieces
    }
}
