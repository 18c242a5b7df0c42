// SPDX-License-Identifier: Apache-2.0
#include "util/private_keys.hpp"
#include "util/secrets.hpp"

#include <doctest/doctest.h>
#include <string>

namespace tidegate::util {
namespace {

const std::string line(64, 'M');
const std::string begin = "-----BEGIN RSA PRIVATE KEY-----";
const std::string end = "-----END RSA PRIVATE KEY-----";

// Which lines are taken: "-xx".
std::string taken(const std::vector<std::string>& lines) {
  KeyLines keys;
  std::string marks;
  for (const std::string& each : lines) {
    marks += keys.take(each) ? 'x' : '-';
  }
  return marks;
}

} // namespace

TEST_CASE("a private key is hidden to its last line, with breaks of lines in any spelling") {
  for (const std::string newline : {"\n", "\r\n", "\\n", "\\\\n", "\n  3 | "}) {
    CAPTURE(newline);
    const std::string key = begin + newline + line + newline + line + newline + "MM==" + newline;
    CHECK(without_secret_shapes("a " + key + end + "\" b") == "a ***\" b");
  }
  CHECK(without_secret_shapes(begin + "\nProc-Type: 4,ENCRYPTED\n\n" + line + "\n" + end) == "***");
}

TEST_CASE("a key that is cut off is hidden as far as it goes, and nothing behind it") {
  CHECK(without_secret_shapes(begin + "\n" + line + "\nMMM…") == "***…");
  CHECK(without_secret_shapes(begin + "\\n" + line + "\\nMM\",\"b\":1") == "***\",\"b\":1");
  CHECK(without_secret_shapes("no \\\"" + begin + "\\\" in images") == "no \\\"***\\\" in images");
  CHECK(without_secret_shapes("grep " + begin + " /key\nnext line") == "grep *** /key\nnext line");
}

TEST_CASE("the lines of a key in a log are known, behind a time too") {
  CHECK(taken({begin, line, line, "MM==", end, "done"}) == "-xxxx-");
  CHECK(taken({"0.1 " + begin, "0.1 " + line, "  3 | " + line, "0.2 " + end}) == "-xxx");
  CHECK(taken({begin, "Proc-Type: 4,ENCRYPTED", "", line, end}) == "-x-xx");
  CHECK(taken({begin, line, "MM==", "done", line}) == "-xx--");
}

TEST_CASE("who speaks of a key does not lose the lines that follow") {
  CHECK(taken({"looks for " + begin + " in layers", line, "ok"}) == "---");
  CHECK(taken({begin, "Installing dependencies", line}) == "---");
  CHECK(taken({begin, "", "Test 17 FAILED", "main.c: ok"}) == "----");
}

TEST_CASE("many beginnings of keys and of tokens take no longer than their size asks for") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) {
    text += "-eyJ";
  }
  CHECK(without_secret_shapes(text) == text);
  std::string keys;
  for (int i = 0; i < 20'000; ++i) {
    keys += "-----BEGIN PRIVATE KEY-----";
  }
  CHECK(without_secret_shapes(keys).size() == 60'000);
}

} // namespace tidegate::util
