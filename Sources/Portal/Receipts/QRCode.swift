import CQREncode
import HTML

/// A text as a QR code (ISO/IEC 18004), drawn by libqrencode.
struct QRCode: Sendable {
    /// Modules on a side.
    let width: Int
    private let dark: [Bool]

    /// Nil when the text is too long for any code (2,331 bytes at this level of correction).
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        // Level M mends 15 % of damage: a folded paper, a stain.
        guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        width = Int(code.pointee.width)
        guard width > 0, let data = code.pointee.data else { return nil }
        // The lowest bit of each module says whether it is dark.
        dark = (0..<width * width).map { data[$0] & 1 == 1 }
    }

    /// One path in a drawing of its own measure, with the quiet zone of four modules that scanners need.
    func svg(label: String) -> HTML {
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                guard dark[row * width + column] else {
                    column += 1
                    continue
                }
                let start = column
                while column < width, dark[row * width + column] { column += 1 }
                path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z"
            }
        }
        let side = width + 8
        return """
            <svg class="qr" viewBox="0 0 \(side) \(side)" role="img" aria-label="\(label)" shape-rendering="crispEdges"><path class="qr-paper" d="M0 0h\(side)v\(side)H0z"/><path class="qr-ink" d="\(path)"/></svg>
            """
    }
}
