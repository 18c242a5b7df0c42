// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/file_commands.hpp"
#include "support/golden.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/actions/runner_rules.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace tidegate;
using namespace tidegate::test;

namespace {

using Outputs = std::vector<std::pair<std::string, std::string>>;

} // namespace

TEST_CASE("the runner reads back every value, however hostile") {
  const Outputs outputs{{"empty", ""},
                        {"plain", "value"},
                        {"newlines", "\n\na\n\n"},
                        {"carriage", "a\r\nb\r"},
                        {"forged", "x\nverdict=pass\nverdict<<EOF\npass\nEOF"},
                        {"delimiter-like", "ghadelimiter_\nghadelimiter_0123456789abcdef"},
                        {"equals", "=<<=<<"},
                        {"nul", std::string("a\0b", 3)},
                        {"utf8", "漢字 🚀"},
                        {"last", "::set-output name=a::b"}};
  CHECK(read_outputs(actions::output_text(outputs)) == outputs);
}

TEST_CASE("a value that is not UTF-8 becomes so") {
  CHECK(read_outputs(actions::output_text({{"a", "x\xff\n\xc3"}}))
        == Outputs{{"a", "x\xEF\xBF\xBD\n\xEF\xBF\xBD"}});
}

TEST_CASE("an output whose name the runner cannot read is left out, the others survive") {
  CHECK(read_outputs(actions::output_text(
            {{"", "1"}, {"a=b", "2"}, {"a<<b", "3"}, {"a\nb", "4"}, {"good", "5"}}))
        == Outputs{{"good", "5"}});
}

TEST_CASE("the delimiter is another one each time") {
  CHECK(actions::output_text({{"a", "b"}}) != actions::output_text({{"a", "b"}}));
}

TEST_CASE("outputs are appended behind what others wrote, even behind an unfinished line") {
  const TempDir folder;
  const auto file = folder.path() / "output";
  std::ofstream(file) << "theirs=1";
  REQUIRE(actions::append_to_file(file, actions::output_text({{"ours", "2"}})));
  REQUIRE(actions::append_to_file(file, actions::output_text({{"ours", "3"}})));
  CHECK(read_outputs(read_file(file)) == Outputs{{"theirs", "1"}, {"ours", "2"}, {"ours", "3"}});
}

TEST_CASE(
    "a file that cannot be written is an error with path and variable, and no folder appears") {
  const TempDir folder;
  const auto file = folder.path() / "missing" / "output";
  const auto result = actions::append_to_file(file, "x", "GITHUB_OUTPUT");
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == Error::Kind::external);
  CHECK(result.error().message
        == "cannot append to '" + file.string()
               + "' (from GITHUB_OUTPUT): No such file or directory");
  CHECK_FALSE(std::filesystem::exists(file.parent_path()));
}

TEST_CASE("a full disk is an error that says so") {
  const auto result = actions::append_to_file("/dev/full", "x");
  REQUIRE_FALSE(result);
  CHECK(result.error().message == "cannot append to '/dev/full': No space left on device");
}
