import TestBrowser
import Cryptography
import Foundation
import Testing
import WorkCalendar

@testable import Portal

@Suite struct `Receipts` {
    /// Runs `openssl` and gives its exit code and what it said.
    private func openssl(_ arguments: [String], in folder: URL) throws -> (code: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    @Test func `are checked offline with plain OpenSSL, as the documentation says, and an altered one fails`() async throws {
        let node = try `Starting a matter`.node()
        let folder = FileManager.default.temporaryDirectory.appending(path: "receipt-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await node.visit { browser in
            _ = try await `Starting a matter`.applicant("mediation", browser).fill()
            try await `Starting a matter`.signIn(browser)
            let filed = try await browser.fill("/matters/mediation/start/check", [])
            let address = try #require(filed.location)
            let text = try await browser.get(address + "/text").body
            let content = try await browser.get(address + "/content").body
            let key = try await browser.get("/receipts/key").body
            // docs/receipts.md, step by step.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
            let signed = lines.dropLast().map { $0 + "\n" }.joined()
            let last = try #require(lines.last)
            let signature = try #require(Data(base64Encoded: String(last.dropFirst("签名：".count))))
            try Data(signed.utf8).write(to: folder.appending(path: "signed.txt"))
            try signature.write(to: folder.appending(path: "signature.bin"))
            try Data(key.utf8).write(to: folder.appending(path: "key.pem"))
            try Data(content.utf8).write(to: folder.appending(path: "content.txt"))
            let verify = ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "signed.txt", "-sigfile", "signature.bin"]
            let right = try openssl(verify, in: folder)
            #expect(right.code == 0, "\(right.said)")
            // What was filed is the content whose digest was signed.
            let digest = try openssl(["dgst", "-sha256", "-r", "content.txt"], in: folder).said.prefix(64)
            #expect(signed.contains("内容：\(digest)\n"))
            #expect(content.contains("两家因排水沟堵塞发生争执。"))
            try Data(signed.replacing("青秀区", with: "西乡塘").utf8).write(to: folder.appending(path: "signed.txt"))
            #expect(try openssl(verify, in: folder).code != 0)

            // The page says the same.
            let good = try await browser.fill("/receipts/verify", [("text", text)])
            #expect(good.status == 200)
            #expect(good.body.contains("凭证是真的"))
            let bad = try await browser.fill("/receipts/verify", [("text", text.replacing("青秀区", with: "西乡塘"))])
            #expect(bad.status == 422)
            #expect(bad.body.contains("核对不通过"))
            #expect(try await browser.fill("/receipts/verify", [("text", "随便写的")]).status == 422)
        }
    }

    @Test func `are their owner's alone`() async throws {
        let node = try `Starting a matter`.node()
        try await node.visit { browser in
            _ = try await `Starting a matter`.applicant("mediation", browser).fill()
            try await `Starting a matter`.signIn(browser)
            let filed = try await browser.fill("/matters/mediation/start/check", [])
            let address = try #require(filed.location)
            let stranger = Browser(client: browser.client)
            #expect(try await stranger.get(address).location?.hasPrefix("/enter/phone") == true)
            try node.kernel.ensurePerson(id: "申请人乙", name: "申请人乙", org: "", grants: [.init(role: "citizen", org: "")], at: node.now)
            try await stranger.enter(as: "申请人乙", on: node)
            let notHis = try await stranger.get(address)
            #expect(notHis.status == 404, "\(notHis.location ?? "") \(notHis.body.text.prefix(300))")
            let content = try await stranger.get(address + "/content")
            #expect(content.status == 404)
        }
    }

    @Test(arguments: CryptographicSuite.allCases) func `read as text, whatever line ends and blanks came with pasting`(
        suite: CryptographicSuite
    ) throws {
        let key = try ReceiptKey(master: MasterKey(Array(repeating: 7, count: 32), suite))
        let body = ReceiptText.body(
            number: "1", item: "甲", organ: "乙", at: Moment("2026-03-02T09:14:05") ?? .first, content: "丙", key: key.fingerprint, suite)
        let whole = ReceiptText(signed: body, signature: try key.sign(body)).whole
        let pasted = try #require(ReceiptText(pasted: "前言\r\n" + whole.replacing("\n", with: "  \r\n\r\n") + "后语"))
        #expect(pasted.signed == body)
        #expect(key.isRight(pasted.signature, for: pasted.signed))
        #expect(pasted.line("时间") == "2026-03-02T09:14:05+08:00")
        // Another node's key does not vouch for it.
        let other = try ReceiptKey(master: MasterKey(Array(repeating: 8, count: 32), suite))
        #expect(!other.isRight(pasted.signature, for: pasted.signed))
    }

    @Test func `as codes hold the whole text`() throws {
        let code = try #require(QRCode(String(repeating: "八桂", count: 90)))
        #expect(code.width >= 57)
        #expect(QRCode(String(repeating: "长", count: 2000)) == nil)
    }
}
