import Testing

@testable import Site

@Suite struct `Files` {
    /// A ZIP with one stored file of the name.
    private func zip(_ name: String) -> [UInt8] {
        let name = Array(name.utf8)
        return [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, UInt8(name.count), 0, 0, 0] + name + [
            1, 2,
        ]
    }

    @Test func `are told by their content`() {
        #expect(FileKind(of: Array("%PDF-1.7".utf8)) == .pdf)
        #expect(FileKind(of: [0xFF, 0xD8, 0xFF, 0xE0]) == .jpeg)
        #expect(FileKind(of: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]) == .png)
        #expect(FileKind(of: zip("OFD.xml")) == .ofd)
        #expect(FileKind(of: zip("a.txt") + zip("OFD.xml")) == .ofd)
    }

    @Test func `of other kinds are not taken`() {
        for bytes in [
            zip("word/document.xml"), Array("MZ".utf8), Array("<svg onload=alert(1)>".utf8), Array("<html>".utf8), [], [0x50, 0x4B, 3, 4],
        ] { #expect(FileKind(of: bytes) == nil) }
    }

    @Test func `cut anywhere never trap`() {
        let whole = zip("a.txt") + zip("OFD.xml")
        for end in 0...whole.count { _ = FileKind(of: Array(whole[..<end])) }
    }

    @Test func `with the scanners' test pattern are known`() {
        let pattern = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"
        #expect(FileKind.isTestVirus(Array(("%PDF-1.7\n" + pattern).utf8)))
        #expect(!FileKind.isTestVirus(Array("%PDF-1.7".utf8)))
    }
}
