// SPDX-License-Identifier: Apache-2.0
#include "util/secrets.hpp"
#include "util/text.hpp"

#include <doctest/doctest.h>

namespace tidegate::util {

TEST_CASE("hidden values are replaced wherever they stand") {
  Redactor redactor;
  CHECK(redactor.empty());
  redactor.hide("hunter22");
  redactor.hide("s3cr3t", "$TOKEN");
  CHECK_FALSE(redactor.empty());
  CHECK(redactor.clean("hunter22 and hunter22s3cr3t.") == "*** and ***$TOKEN.");
  CHECK(redactor.clean("nothing here") == "nothing here");
  CHECK(redactor.clean("").empty());
}

TEST_CASE("a value of fewer than four bytes is not hidden") {
  Redactor redactor;
  redactor.hide("abc");
  redactor.hide("  ab \n");
  redactor.hide("");
  CHECK(redactor.empty());
  CHECK(redactor.clean("abc ab") == "abc ab");
}

TEST_CASE("a value inside a longer one leaves nothing of the longer one") {
  for (const bool short_first : {true, false}) {
    Redactor redactor;
    redactor.hide(short_first ? "pass" : "mypassword!", short_first ? "S" : "L");
    redactor.hide(short_first ? "mypassword!" : "pass", short_first ? "L" : "S");
    CHECK(redactor.clean("x mypassword! y pass z") == "x L y S z");
  }
}

TEST_CASE("a value that a message has cut short is hidden as far as it goes") {
  Redactor redactor;
  redactor.hide("abcdefghijklmnop");
  CHECK(redactor.clean(shorten("key: abcdefghijklmnop", 16)) == "key: ***…");
  CHECK(redactor.clean("abcdefgh and abc…") == "abcdefgh and abc…");
}

TEST_CASE("values that overlap in the text are hidden as one, with no piece left") {
  Redactor redactor;
  redactor.hide("abcdef");
  redactor.hide("defghi");
  CHECK(redactor.clean("-abcdefghi-") == "-***-");
  CHECK(redactor.clean("-abcdefabcdef-") == "-******-");
  Redactor repeated;
  repeated.hide("aaaa");
  CHECK(repeated.clean("<aaaaaa>") == "<***>");
}

TEST_CASE("a replacement is not searched again") {
  Redactor redactor;
  redactor.hide("first-value", "second-value");
  redactor.hide("second-value", "third");
  CHECK(redactor.clean("first-value") == "second-value");
}

TEST_CASE("a value is also hidden as JSON, a shell, a URL or base64 spell it") {
  Redactor redactor;
  redactor.hide("pa\"ss'w<rd &/\\");
  CHECK(redactor.clean(R"({"x":"pa\"ss'w<rd &/\\"})") == R"({"x":"***"})");
  CHECK(redactor.clean(R"({"x":"pa\"ss'w\u003crd \u0026/\\"})") == R"({"x":"***"})");
  CHECK(redactor.clean(R"('pa"ss'\''w<rd &/\')") == "'***'");
  CHECK(redactor.clean("?q=pa%22ss%27w%3Crd%20%26%2F%5C") == "?q=***");
}

TEST_CASE("a value is hidden in base64 wherever it begins in what was encoded") {
  Redactor redactor;
  redactor.hide("correct-horse");
  CHECK(redactor.clean("Y29ycmVjdC1ob3JzZQ==") == "***Q==");         // correct-horse
  CHECK(redactor.clean("YTpjb3JyZWN0LWhvcnNl") == "YTp***");         // a:correct-horse
  CHECK(redactor.clean("dTpjb3JyZWN0LWhvcnNlCg==") == "dTp***Cg=="); // u:correct-horse\n
  CHECK(redactor.clean("dXNlcjpjb3JyZWN0LWhvcnNl").find("b3JyZWN0")
        == std::string::npos); // user:...
}

TEST_CASE("each long line of a value with several lines is hidden") {
  Redactor redactor;
  redactor.hide("-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nabc\n-----END KEY-----\n");
  CHECK(redactor.clean("#7 0.1 MIIEvQIBADANBgkq") == "#7 0.1 ***");
  CHECK(redactor.clean("abc stays") == "abc stays");
}

TEST_CASE("the newline at the end of a token file does not protect the token from being hidden") {
  Redactor redactor;
  redactor.hide("my-token-value\n");
  CHECK(redactor.clean("got my-token-value!") == "got ***!");
}

TEST_CASE("binary text with zero bytes is cleaned too") {
  Redactor redactor;
  redactor.hide("hunter22");
  CHECK(redactor.clean(std::string_view("a\0hunter22\0b", 12)) == std::string("a\0***\0b", 7));
}

TEST_CASE("names of credentials look secret") {
  for (const char* name :
       {"TOKEN",     "GITHUB_TOKEN",   "githubToken", "npm-token", "NPMTOKEN",    "TOKEN2",
        "SECRET",    "CLIENT_SECRETS", "password",    "DB_PASSWD", "PGPASSWORD",  "passwordFile",
        "DB_PASS",   "DBPASS",         "PWD",         "MYSQL_PWD", "CREDENTIALS", "aws_credentials",
        "API_KEY",   "apikey",         "apiKey",      "APIKey",    "SSH_KEY",     "SSHKEY",
        "KEY",       "PRIVATE",        "PRIVATE_PEM", "AUTH",      "NPM_AUTH",    "OAUTH",
        "BASICAUTH", "TLS_CERT",       "certificate", "GH_PAT",    "PASSPHRASE",  "SIGNING_KEY"}) {
    CAPTURE(name);
    CHECK(looks_secret(name, "x"));
  }
}

TEST_CASE("names that merely contain such letters do not look secret") {
  for (const char* name : {"KEYBOARD", "MONKEY",           "MONKEY_COUNT", "AUTHOR",    "AUTHORS",
                           "TURKEY",   "KEYSTONE_VERSION", "TOKENIZER",    "SECRETARY", "COMPASS",
                           "BYPASS",   "PASSENGER",        "PATH",         "PATTERN",   "CONCERT",
                           "VERSION",  "BASE_IMAGE",       "NODE_ENV",     "",          "_",
                           "1"}) {
    CAPTURE(name);
    CHECK_FALSE(looks_secret(name, "1.2.3"));
  }
}

TEST_CASE("values in the shape of a credential look secret") {
  // Put together here so that scanners of the repository do not take them for real ones.
  const std::string body = "abcdefghijklmnopqrst";
  for (const std::string& value :
       {"ghp_" + body,
        "gho_" + body,
        "ghu_" + body,
        "ghs_" + body,
        "ghr_" + body,
        "github_pat_" + body,
        "x=ghp_" + body,
        "glpat-" + body,
        "xoxb-" + body,
        "xoxa-" + body,
        "xoxp-" + body,
        "AKIA" + std::string("ABCDEFGHIJKLMNOP"),
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx" + std::string("MjM0In0.c2ln"),
        "-----BEGIN RSA " + std::string("PRIVATE KEY-----\nMIIE"),
        std::string("https://user:pw@host.example/x"),
        std::string("postgres://app:pw@db:5432/app"),
        std::string("q7Rk2LmX9vTz4WbN8sHd"),
        std::string("--opt q7Rk2LmX9vTz4WbN8sHd,other")}) {
    CAPTURE(value);
    CHECK(looks_secret("VALUE", value));
  }
}

TEST_CASE("versions, paths, hashes, references and plain words do not look secret") {
  for (const char* value :
       {"",
        "1.2.3",
        "debian:bookworm-slim",
        "ghcr.io/owner/app:1.2.3-SNAPSHOT",
        "/usr/local/lib/MyApp/Config2",
        "8f4e0c1a9b7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f",
        "sha256:8f4e0c1a9b7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f8f4e0c1a9b7d6e5f4a3b2c1d",
        "123e4567-e89b-12d3-a456-426614174000",
        "2026-11-21T00:18:45.624123456Z",
        "RelWithDebInfo",
        "Ubuntu-22-04-LTS-Server-amd64",
        "https://mirror.example:8080/debian",
        "git@github.com:owner/app.git",
        "AVeryLongCamelCaseIdentifierName",
        "ghp_short",
        "AKIA",
        "-----BEGIN CERTIFICATE-----",
        "eyJ",
        "eyJ.eyJ."}) {
    CAPTURE(value);
    CHECK_FALSE(looks_secret("VALUE", value));
  }
}

} // namespace tidegate::util

TEST_CASE("what has the shape of a credential is hidden without being told") {
  const tidegate::util::Redactor redactor;
  CHECK(redactor.clean("a ghp_0123456789abcdefghij b") == "a *** b");
  CHECK(redactor.clean("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl.") == "***.");
  CHECK(redactor.clean("git clone https://me:hunter2@example.com/x")
        == "git clone https://***@example.com/x");
  CHECK(redactor.clean("id=AKIAIOSFODNN7EXAMPLE;") == "id=***;");
  CHECK(redactor.clean("x -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- y")
        == "x *** y");
  CHECK(redactor.clean("https://example.com/a@b:c ghp_short sha256:0123 eyJ.eyJ.")
        == "https://example.com/a@b:c ghp_short sha256:0123 eyJ.eyJ.");
}
