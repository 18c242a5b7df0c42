// SPDX-License-Identifier: Apache-2.0
#include "codec/clean_json.hpp"

#include <doctest/doctest.h>

namespace tidegate::codec {
namespace {

util::Redactor hiding(std::string_view secret) {
  util::Redactor redactor;
  redactor.hide(secret);
  return redactor;
}

} // namespace

TEST_CASE("JSON without its secrets is JSON, whatever they look like") {
  CHECK(clean_json(R"({"n":123456789012,"s":"123456789012"})", hiding("123456789012"))
        == R"({"n":123456789012,"s":"***"})");
  CHECK(clean_json(R"(["\"quoted-1\"", "a\"quoted-1\"b"])", hiding("\"quoted-1\""))
        == R"(["***", "a***b"])");
  CHECK(clean_json(R"({"a":"grep \"-----BEGIN RSA PRIVATE KEY-----\" /key"})", {})
        == R"({"a":"grep \"***\" /key"})");
  CHECK(clean_json(R"({"https://u:pass\"word@h":[]})", {}) == R"({"https://u:pass\"word@h":[]})");
}

TEST_CASE("what holds no secret stays as it is written, and what is no JSON is cleaned as a text") {
  const std::string text = "{ \"a\\u0041\" : [1.50, \"\\/\", \"\", null] }\n";
  CHECK(clean_json(text, hiding("secret-1")) == text);
  CHECK(clean_json("a \"secret-1\" b", hiding("secret-1")) == "a \"***\" b");
  CHECK(clean_json("", hiding("secret-1")).empty());
}

} // namespace tidegate::codec
