import Cryptography
import Foundation
import Testing

@testable import Cryptography

private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal.filter { !$0.isWhitespace }.utf8)
    return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16) }
}

@Suite struct `The algorithms give what their standards print` {
    @Test func `SM3 of abc and of 64 bytes (GB/T 32905-2016, A.1 and A.2)`() {
        #expect(
            Digest.of(Array("abc".utf8), .commercial)
                == bytes("66c7f0f4 62eeedd9 d1f2d46b dc10e4e2 4167c487 5cf2f7a2 297da02b 8f4ba8e0"))
        #expect(
            Digest.of(Array(String(repeating: "abcd", count: 16).utf8), .commercial)
                == bytes("debe9ff9 2275b8a1 38604889 c18e5a4d 6fdb70e5 387e5765 293dcba3 9c0c5732"))
    }

    @Test func `SM4 of one block (GB/T 32907-2016, A.1), as the first block of counter mode over zeros`() throws {
        let key = bytes("01234567 89abcdef fedcba98 76543210")
        #expect(try SM4.apply([UInt8](repeating: 0, count: 16), key: key, counter: key) == bytes("681edf34 d206965e 86b3e94f 536e4246"))
    }

    @Test func `SHA-256 of abc (FIPS 180-4)`() {
        #expect(
            Digest.of(Array("abc".utf8), .international)
                == bytes("ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad"))
    }

    @Test(arguments: CryptographicSuite.allCases) func `a digest fed in pieces is the digest of the whole`(suite: CryptographicSuite) {
        let whole = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var digest = Digest(suite)
        for start in stride(from: 0, to: 1000, by: 37) { digest.update(Array(whole[start..<min(start + 37, 1000)])) }
        #expect(digest.finalize() == Digest.of(whole, suite))
    }

    @Test func `HMAC with a key longer than a block is HMAC with the key's digest`() {
        let long = [UInt8](repeating: 0xAA, count: 131)
        #expect(SM3.authenticationCode(long, [[1, 2, 3]]) == SM3.authenticationCode(SM3.digest([long]), [[1], [2, 3]]))
    }
}

@Suite struct `What is sealed opens only with its key and unaltered` {
    @Test(arguments: CryptographicSuite.allCases) func `what was sealed opens, of every length`(suite: CryptographicSuite) throws {
        let key = SealingKey.fresh(suite)
        for count in [0, 1, 15, 16, 17, 4096, 100_003] {
            let clear = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            #expect(try key.open(key.seal(clear)) == clear)
        }
    }

    @Test(arguments: CryptographicSuite.allCases) func `no byte can be altered, none taken away`(suite: CryptographicSuite) throws {
        let key = SealingKey.fresh(suite)
        let sealed = try key.seal(Array("申请人甲".utf8))
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 1
            #expect(throws: CryptographyProblem.cannotOpen) { try key.open(altered) }
            #expect(throws: CryptographyProblem.cannotOpen) { try key.open(Array(sealed.prefix(index))) }
        }
        #expect(throws: CryptographyProblem.cannotOpen) { try SealingKey.fresh(suite).open(sealed) }
    }

    @Test(arguments: CryptographicSuite.allCases) func `the same text is sealed differently each time`(suite: CryptographicSuite) throws {
        let key = SealingKey.fresh(suite)
        #expect(try key.seal([1, 2, 3]) != key.seal([1, 2, 3]))
    }
}

@Suite struct `A node's master key carries its suite` {
    @Test(arguments: CryptographicSuite.allCases) func `its file reads back`(suite: CryptographicSuite) throws {
        let key = MasterKey.fresh(suite)
        #expect(try MasterKey(file: key.file) == key)
    }

    @Test func `a file of 32 bytes is a key of the international suite; cut files are refused`() throws {
        let key = try MasterKey(file: [UInt8](repeating: 7, count: 32))
        #expect(key.suite == .international)
        #expect(throws: CryptographyProblem.badMasterKey) { try MasterKey(file: [UInt8](repeating: 7, count: 31)) }
        #expect(throws: CryptographyProblem.badMasterKey) { try MasterKey(file: Array(MasterKey.fresh(.commercial).file.dropLast())) }
    }

    @Test(arguments: CryptographicSuite.allCases) func `keys of different purposes and salts are different`(suite: CryptographicSuite)
        throws
    {
        let key = MasterKey.fresh(suite)
        #expect(key.derived("one", salt: []) == key.derived("one", salt: []))
        #expect(key.derived("one", salt: []) != key.derived("two", salt: []))
        #expect(key.derived("one", salt: [1]) != key.derived("one", salt: [2]))
        #expect(key.authenticating("one").code(for: [1]) != key.authenticating("two").code(for: [1]))
    }

    @Test func `what one suite sealed the other does not open`() throws {
        let bytes = MasterKey.fresh().bytes
        let sealed = try MasterKey(bytes, .international).sealing("one").seal(Array("文".utf8))
        #expect(throws: CryptographyProblem.cannotOpen) { try MasterKey(bytes, .commercial).sealing("one").open(sealed) }
    }
}
