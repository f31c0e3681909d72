import HTML

/// 上一页 and 下一页 of a list paged by keys: there are no page numbers, because nobody counts ten thousand rows to show fifty.
/// - Parameters:
///   - note: What is shown: `每页50条`, `至少10,000条`.
///   - isFirst: `previous` leads to the first page: keys lead forward only, and the browser's own 后退 one page back.
public func pager(
    previous: String?, next: String?, note: String? = nil, labels: (previous: String, next: String)? = nil, isFirst: Bool = false
) -> HTML {
    let words = ComponentWords.current
    let labels = labels ?? (isFirst ? words.firstPage : words.previousPage, words.nextPage)
    func end(_ label: String, _ address: String?, _ rel: StaticString, _ content: HTML) -> HTML {
        guard let address else { return "<span class='button secondary' aria-disabled='true'>\(content)</span>" }
        return "<a class='button secondary' rel='\(raw: rel.description)' href='\(url: address)'>\(content)</a>"
    }
    guard previous != nil || next != nil || note != nil else { return .empty }
    return """
        <nav class="pager" aria-label="\(words.pages)">\(end(labels.previous, previous, "prev", "\(icon(.chevronLeft))\(labels.previous)"))\(note.map { "<span class='pager-note'>\($0)</span>" as HTML })\(end(labels.next, next, "next", "\(labels.next)\(icon(.chevronRight))"))</nav>
        """
}
