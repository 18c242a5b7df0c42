// SPDX-License-Identifier: Apache-2.0
#include "unit/adapters/actions/runner_rules.hpp"

#include <doctest/doctest.h>

using namespace tidegate::test;

namespace {

using Outputs = std::vector<std::pair<std::string, std::string>>;

} // namespace

// The vectors of the runner's own SetOutputFileCommandL0.cs: the reader that judges our text is
// right.
TEST_CASE("the reader of step outputs behaves as the runner's tests say") {
  CHECK(read_outputs("") == Outputs{});
  CHECK(read_outputs("\xEF\xBB\xBFMY_OUTPUT=MY VALUE") == Outputs{{"MY_OUTPUT", "MY VALUE"}});
  CHECK(read_outputs("\nA=my value\n\nB=my second value\n")
        == Outputs{{"A", "my value"}, {"B", "my second value"}});
  CHECK(read_outputs("A=") == Outputs{{"A", ""}});
  CHECK(read_outputs("A==abc\nB=def=ghi\nC=jkl=")
        == Outputs{{"A", "=abc"}, {"B", "def=ghi"}, {"C", "jkl="}});
  CHECK(read_outputs("A<<EOF\nline one\nline two\nline three\nEOF")
        == Outputs{{"A", "line one\nline two\nline three"}});
  CHECK(read_outputs("A<<EOF\nEOF") == Outputs{{"A", ""}});
  CHECK(read_outputs("\nA<<EOF\nhello\nworld\nEOF\n\nB<<EOF\nHELLO\nAGAIN\nEOF\n")
        == Outputs{{"A", "hello\nworld"}, {"B", "HELLO\nAGAIN"}});
  CHECK(read_outputs(
            "A<<=EOF\nhello\none\n=EOF\nB<<<EOF\nhello\ntwo\n<EOF\nC<<EOF\nhello\n\nthree\n\nEOF\n"
            "D<<EOF\nhello=four\nEOF\nE<<EOF\n EOF\nEOF")
        == Outputs{{"A", "hello\none"},
                   {"B", "hello\ntwo"},
                   {"C", "hello\n\nthree\n"},
                   {"D", "hello=four"},
                   {"E", " EOF"}});
  CHECK(read_outputs("A<<EOF line one line two line three EOF") == std::nullopt);
  CHECK(read_outputs("A<<EOF\nline one\nline two EOF") == std::nullopt);
  CHECK(read_outputs("no separator") == std::nullopt);
}

TEST_CASE("the reader of the log obeys both spellings of a command until it is stopped") {
  CHECK(obeyed_commands("x ##[set-output name=v]p\n  ::ERROR file=a::m\n")
        == std::vector<std::string>{"set-output|name=v|p", "error|file=a|m"});
  CHECK(obeyed_commands("x\r::error::m").size() == 1);
  CHECK(obeyed_commands("::stop-commands::T0K\n::error::m\n::t0k::\n::notice::n\n")
        == std::vector<std::string>{"notice||n"});
}
