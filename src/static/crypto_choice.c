// SPDX-License-Identifier: Apache-2.0
// OpenSSL keeps two lists of algorithms. TLS takes its ciphers from the provider's, which stays as
// it is. The older list of names is only asked for the digest of a certificate's signature, so it
// holds digests; the ciphers that it would link are those of encrypted key files, which tidegate
// never reads. The texts of OpenSSL's errors are not shown either: libcurl's own are.
#include <openssl/evp.h>
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

void openssl_add_all_ciphers_int(void);

void openssl_add_all_ciphers_int(void) {}

void openssl_add_all_digests_int(void);

void openssl_add_all_digests_int(void) {
  EVP_add_digest(EVP_md5());
  EVP_add_digest(EVP_sha1());
  EVP_add_digest(EVP_md5_sha1());
  EVP_add_digest(EVP_sha224());
  EVP_add_digest(EVP_sha256());
  EVP_add_digest(EVP_sha384());
  EVP_add_digest(EVP_sha512());
}

int ossl_err_load_crypto_strings(void);

int ossl_err_load_crypto_strings(void) {
  return 1;
}

int ossl_err_load_SSL_strings(void);

int ossl_err_load_SSL_strings(void) {
  return 1;
}
