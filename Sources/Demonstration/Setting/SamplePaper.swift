import Crypto
import Foundation

/// Blank forms and filled-in samples that guides of licences must show (行政许可法 30), as PDF files made here: a page of lines to fill in.
///
/// The composition root puts their contents into the attachments' folder; the province's records name them by their digests.
public struct SamplePaper: Sendable {
    public var name: String
    public var bytes: [UInt8]
    /// SHA-256, as attachments are named.
    public var hash: String {
        SHA256.hash(data: Data(bytes)).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }

    static let blank = SamplePaper(
        name: "律师执业许可申请表（空白）.pdf",
        title: "律师执业许可申请表", lines: ["姓名：", "身份证件号码：", "法律职业资格证书编号：", "实习律师事务所：", "拟执业律师事务所：", "本人承诺以上内容真实。", "签名：            年  月  日"])
    static let sample = SamplePaper(
        name: "律师执业许可申请表（示范）.pdf",
        title: "律师执业许可申请表（示范文本）",
        lines: [
            "姓名：申请人甲", "身份证件号码：（按身份证填写18位）", "法律职业资格证书编号：（按证书填写）", "实习律师事务所：甲律师事务所", "拟执业律师事务所：甲律师事务所", "本人承诺以上内容真实。", "签名：申请人甲    某年某月某日",
        ])

    public static let all = [blank, sample]

    private init(name: String, title: String, lines: [String]) {
        self.name = name
        bytes = Self.pdf(title: title, lines: lines)
    }

    /// One page of A4 (ISO 32000-1): text in the font for simplified Chinese that every reader has by name (Adobe-GB1).
    private static func pdf(title: String, lines: [String]) -> [UInt8] {
        func hex(_ text: String) -> String {
            text.utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: true)
                return String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
        var content = "BT /F1 20 Tf 160 760 Td <\(hex(title))> Tj ET\n"
        for (index, line) in lines.enumerated() { content += "BT /F1 13 Tf 72 \(700 - index * 42) Td <\(hex(line))> Tj ET\n" }
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)endstream",
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 7 0 R >>",
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        ]
        var file = "%PDF-1.4\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places {
            let digits = String(place)
            file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }
}
