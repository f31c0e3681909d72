import Cryptography
import Foundation
import Testing

@Suite struct `A signature is checked by everybody` {
    @Test(arguments: CryptographicSuite.allCases) func `only over what was signed, and only with its key`(suite: CryptographicSuite) throws
    {
        let key = try MasterKey.fresh(suite).signing("receipts")
        let signature = try key.sign(Array("收件凭证".utf8))
        #expect(key.isRight(signature, for: Array("收件凭证".utf8)))
        #expect(!key.isRight(signature, for: Array("收件凭证 ".utf8)))
        #expect(!key.isRight([], for: Array("收件凭证".utf8)))
        #expect(try !MasterKey.fresh(suite).signing("receipts").isRight(signature, for: Array("收件凭证".utf8)))
    }

    @Test(arguments: CryptographicSuite.allCases) func `the same master makes the same key`(suite: CryptographicSuite) throws {
        let master = MasterKey.fresh(suite)
        #expect(try master.signing("receipts").publicBytes == master.signing("receipts").publicBytes)
        #expect(try master.signing("receipts").publicBytes != master.signing("exchange").publicBytes)
    }

    @Test(arguments: CryptographicSuite.allCases) func `plain OpenSSL checks it with the public key alone`(suite: CryptographicSuite) throws
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("signature-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = try MasterKey.fresh(suite).signing("receipts")
        let text = Array("八桂收件凭证 v1\n".utf8)
        try Data(key.publicPEM.utf8).write(to: folder.appendingPathComponent("key.pem"))
        try Data(text).write(to: folder.appendingPathComponent("text"))
        try Data(try key.sign(text)).write(to: folder.appendingPathComponent("signature"))
        var arguments = ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "text", "-sigfile", "signature"]
        if suite == .commercial { arguments += ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"] }
        #expect(try run(arguments, in: folder) == 0)
        try Data(text + [10]).write(to: folder.appendingPathComponent("text"))
        #expect(try run(arguments, in: folder) != 0)
    }

    private func run(_ arguments: [String], in folder: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
