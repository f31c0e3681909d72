import HTML

/// Something a page shows, made of its values. What takes one or two values is a function instead (`badge`, `icon`, `button`).
///
/// Components know nothing of records, requests or databases: pages turn those into words, addresses and other components.
/// The markup keeps to `Content-Security-Policy: default-src 'self'`: no inline script, no `style` attribute, no event attribute.
public protocol Component: Sendable {
    /// The markup.
    var html: HTML { get }
}

extension HTML.Interpolation {
    /// The markup of a component: `"<main>\(DataTable(columns: columns, rows: rows))</main>"`.
    public mutating func appendInterpolation(_ component: some Component) { appendInterpolation(component.html) }

    /// The markup of a component; nothing when there is none.
    public mutating func appendInterpolation(_ component: (some Component)?) {
        if let component { appendInterpolation(component.html) }
    }

    /// Components, one after the other.
    public mutating func appendInterpolation(_ components: some Sequence<some Component>) {
        for component in components { appendInterpolation(component.html) }
    }
}
