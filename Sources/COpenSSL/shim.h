// OpenSSL 3's libcrypto: SM2, SM3 and SM4, which swift-crypto does not have.
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

// Which parts of a key are meant: as macros, Swift does not see them.
static const int bagui_public_key = EVP_PKEY_PUBLIC_KEY;
static const int bagui_key_pair = EVP_PKEY_KEYPAIR;
