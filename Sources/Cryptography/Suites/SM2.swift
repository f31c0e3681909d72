import COpenSSL

/// SM2 signatures (GB/T 32918.2-2016) over SM3, by OpenSSL. A key is made anew for each use from its bytes: the library's objects are not shared between threads.
struct SM2: Sendable {
    /// The private number, 32 bytes.
    private let scalar: [UInt8]
    /// The public point: 04, x, y.
    let point: [UInt8]

    private static let identity = Array("1234567812345678".utf8)

    /// - Parameter seed: 32 bytes; taken modulo the curve's order less two, so that every seed makes a key.
    init(seed: [UInt8]) throws(CryptographyProblem) {
        guard let group = EC_GROUP_new_by_curve_name(NID_sm2) else { throw .unavailable("SM2") }
        defer { EC_GROUP_free(group) }
        guard let order = EC_GROUP_get0_order(group), let context = BN_CTX_new(), let number = BN_bin2bn(seed, Int32(seed.count), nil),
            let limit = BN_dup(order), let point = EC_POINT_new(group)
        else { throw .unavailable("SM2") }
        defer {
            BN_CTX_free(context)
            BN_clear_free(number)
            BN_free(limit)
            EC_POINT_free(point)
        }
        // A private key lies in 1…n−2 (GB/T 32918.1, 6.1).
        guard BN_sub_word(limit, 2) == 1, BN_nnmod(number, number, limit, context) == 1, BN_add_word(number, 1) == 1,
            EC_POINT_mul(group, point, number, nil, nil, context) == 1
        else { throw .unavailable("SM2") }
        var scalar = [UInt8](repeating: 0, count: 32)
        var bytes = [UInt8](repeating: 0, count: 65)
        guard BN_bn2binpad(number, &scalar, 32) == 32,
            EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, &bytes, 65, context) == 65
        else { throw .unavailable("SM2") }
        self.scalar = scalar
        self.point = bytes
    }

    func sign(_ content: [UInt8]) throws(CryptographyProblem) -> [UInt8] {
        guard
            let signature = withContexts(
                isPrivate: true,
                { digest, key -> [UInt8]? in
                    guard EVP_DigestSignInit(digest, nil, SM3.algorithm, nil, key) == 1 else { return nil }
                    var count = 0
                    guard EVP_DigestSign(digest, nil, &count, content, content.count) == 1 else { return nil }
                    var bytes = [UInt8](repeating: 0, count: count)
                    guard EVP_DigestSign(digest, &bytes, &count, content, content.count) == 1 else { return nil }
                    return Array(bytes.prefix(count))
                })
        else { throw .unavailable("SM2") }
        return signature
    }

    func isRight(_ signature: [UInt8], for content: [UInt8]) -> Bool {
        withContexts(isPrivate: false) { digest, key -> Bool? in
            guard EVP_DigestVerifyInit(digest, nil, SM3.algorithm, nil, key) == 1 else { return nil }
            return EVP_DigestVerify(digest, signature, signature.count, content, content.count) == 1
        } ?? false
    }

    private func withContexts<Result>(isPrivate: Bool, _ use: (OpaquePointer, OpaquePointer) -> Result?) -> Result? {
        guard let key = makeKey(isPrivate: isPrivate) else { return nil }
        defer { EVP_PKEY_free(key) }
        guard let keyContext = EVP_PKEY_CTX_new(key, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(keyContext) }
        guard let digest = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(digest) }
        guard EVP_PKEY_CTX_set1_id(keyContext, Self.identity, Int32(Self.identity.count)) == 1 else { return nil }
        EVP_MD_CTX_set_pkey_ctx(digest, keyContext)
        return use(digest, key)
    }

    private func makeKey(isPrivate: Bool) -> OpaquePointer? {
        // The library keeps the addresses of names, not copies: they must stand until the key is made.
        "group".withCString { group in
            "SM2".withCString { curve in
                "pub".withCString { pub in
                    "priv".withCString { priv in
                        point.withUnsafeBytes { makeKey(isPrivate, Names(group: group, curve: curve, pub: pub, priv: priv), $0) }
                    }
                }
            }
        }
    }

    private struct Names {
        var group, curve, pub, priv: UnsafePointer<CChar>
    }

    private func makeKey(_ isPrivate: Bool, _ names: Names, _ point: UnsafeRawBufferPointer) -> OpaquePointer? {
        guard let builder = OSSL_PARAM_BLD_new() else { return nil }
        defer { OSSL_PARAM_BLD_free(builder) }
        guard let number = BN_bin2bn(scalar, Int32(scalar.count), nil) else { return nil }
        defer { BN_clear_free(number) }
        guard OSSL_PARAM_BLD_push_utf8_string(builder, names.group, names.curve, 0) == 1,
            OSSL_PARAM_BLD_push_octet_string(builder, names.pub, point.baseAddress, point.count) == 1,
            !isPrivate || OSSL_PARAM_BLD_push_BN(builder, names.priv, number) == 1,
            let parameters = OSSL_PARAM_BLD_to_param(builder)
        else { return nil }
        defer { OSSL_PARAM_free(parameters) }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "SM2", nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        let parts = isPrivate ? bagui_key_pair : bagui_public_key
        guard EVP_PKEY_fromdata_init(context) == 1, EVP_PKEY_fromdata(context, &key, parts, parameters) == 1 else { return nil }
        return key
    }
}
