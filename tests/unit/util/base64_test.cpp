// SPDX-License-Identifier: Apache-2.0
#include "util/base64.hpp"
#include "util/text.hpp"

#include <doctest/doctest.h>

namespace tidegate::util {

TEST_CASE("base64 is as in RFC 4648, section 10") {
  CHECK(encode_base64("") == "");
  CHECK(encode_base64("f") == "Zg==");
  CHECK(encode_base64("fo") == "Zm8=");
  CHECK(encode_base64("foo") == "Zm9v");
  CHECK(encode_base64("foob") == "Zm9vYg==");
  CHECK(encode_base64("fooba") == "Zm9vYmE=");
  CHECK(encode_base64("foobar") == "Zm9vYmFy");
}

TEST_CASE("every byte comes back from base64") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    CHECK(decode_base64(encode_base64(bytes)) == bytes);
  }
}

} // namespace tidegate::util
