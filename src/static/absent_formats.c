// SPDX-License-Identifier: Apache-2.0
// Debian's libarchive.a reads zip archives by more methods than those that artifacts have, stored
// and deflated. The others fail here, as for an archive that is damaged: their decoders report an
// error, and decryption is never reached without a password.
#pragma GCC diagnostic ignored "-Wbuiltin-declaration-mismatch"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

#define ABSENT(name)                                                                               \
  long name(void);                                                                                 \
  long name(void) {                                                                                \
    return -1;                                                                                     \
  }

ABSENT(BZ2_bzDecompress)
ABSENT(BZ2_bzDecompressEnd)
ABSENT(BZ2_bzDecompressInit)
ABSENT(lzma_alone_decoder)
ABSENT(lzma_code)
ABSENT(lzma_end)
ABSENT(lzma_stream_decoder)
ABSENT(nettle_aes128_encrypt)
ABSENT(nettle_aes128_set_encrypt_key)
ABSENT(nettle_aes192_encrypt)
ABSENT(nettle_aes192_set_encrypt_key)
ABSENT(nettle_aes256_encrypt)
ABSENT(nettle_aes256_set_encrypt_key)
ABSENT(nettle_hmac_sha1_digest)
ABSENT(nettle_hmac_sha1_set_key)
ABSENT(nettle_hmac_sha1_update)
ABSENT(nettle_pbkdf2_hmac_sha1)
