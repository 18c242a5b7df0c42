// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/ignore.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace tidegate::dockerfile;

namespace {

struct Case {
  std::vector<std::string> patterns;
  std::string path;
  bool ignored;
};

} // namespace

// The table of github.com/moby/patternmatcher, TestMatches.
TEST_CASE("patterns decide as BuildKit's matcher does") {
  const std::vector<Case> cases{
      {{"**"}, "file", true},
      {{"**"}, "file/", true},
      {{"**/"}, "file", true},
      {{"**"}, "dir/file", true},
      {{"**/**"}, "dir/file", true},
      {{"dir/**"}, "dir/file", true},
      {{"dir/**"}, "dir/dir2/file/", true},
      {{"**/dir"}, "dir", true},
      {{"**/dir"}, "dir/file", true},
      {{"**/dir2/*"}, "dir/dir2/file", true},
      {{"**/dir2/*"}, "dir/dir2/file/", true},
      {{"**/dir2/**"}, "dir/dir2/dir3/file", true},
      {{"**file"}, "file", true},
      {{"**file"}, "dir/file", true},
      {{"**/file"}, "dir/file", true},
      {{"**file"}, "dir/dir/file", true},
      {{"**/file*"}, "dir/dir/file.txt", true},
      {{"**/file*txt"}, "dir/dir/file.txt", true},
      {{"**/file*.txt*"}, "dir/dir/file.txt", true},
      {{"**/**/*.txt"}, "dir/dir/file.txt", true},
      {{"**/**/*.txt2"}, "dir/dir/file.txt", false},
      {{"**/*.txt"}, "file.txt", true},
      {{"**/**/*.txt"}, "file.txt", true},
      {{"a**/*.txt"}, "a/file.txt", true},
      {{"a**/*.txt"}, "a/dir/dir/file.txt", true},
      {{"a/*.txt"}, "a/dir/file.txt", false},
      {{"a/*.txt"}, "a/file.txt", true},
      {{"a/*.txt**"}, "a/file.txt", true},
      {{"a[b-d]e"}, "ae", false},
      {{"a[b-d]e"}, "ace", true},
      {{"a[b-d]e"}, "aae", false},
      {{"a[^b-d]e"}, "aze", true},
      {{".*"}, ".foo", true},
      {{".*"}, "foo", false},
      {{"abc.def"}, "abcdef", false},
      {{"abc.def"}, "abc.def", true},
      {{"abc.def"}, "abcZdef", false},
      {{"abc?def"}, "abcZdef", true},
      {{"abc?def"}, "abcdef", false},
      {{"a\\\\"}, "a\\", true},
      {{"a\\*b"}, "a*b", true},
      {{"a\\*b"}, "axb", false},
      {{"**/foo/bar"}, "foo/bar", true},
      {{"**/foo/bar"}, "dir/dir2/foo/bar", true},
      {{"abc/**"}, "abc", false},
      {{"abc/**"}, "abc/def/ghi", true},
      {{"**/.foo"}, ".foo", true},
      {{"**/.foo"}, "bar.foo", false},
      {{"a(b)c/def"}, "a(b)c/def", true},
      {{"a(b)c/def"}, "a(b)c/xyz", false},
      {{"a.|)$(}+{bc"}, "a.|)$(}+{bc", true},
      {{"dist/*.whl"}, "dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl", true},
      {{"**", "!util/docker/web"}, "util/docker/web/foo", false},
      {{"**", "!util/docker/web", "util/docker/web/foo"}, "util/docker/web/foo", true},
      {{"**", "!dist/*.whl"}, "dist/x.whl", false},
      {{"!fileutils.go", "*.go"}, "fileutils.go", true},
      {{"*.go", "!fileutils.go"}, "fileutils.go", false},
      {{"docs", "!docs/README.md"}, "docs/README.md", false},
      {{"docs/", "!docs/README.md"}, "docs/README.md", false},
      {{"docs/*", "!docs/README.md"}, "docs/README.md", false},
      {{}, "any", false},
  };
  for (const auto& [patterns, path, ignored] : cases) {
    CAPTURE(path);
    CAPTURE(patterns.empty() ? std::string() : patterns.front());
    CHECK(IgnoreRules(patterns).ignores(path) == ignored);
  }
}

// Go's own tests of path/filepath.Match.
TEST_CASE("the wildcards of COPY are Go's") {
  struct GlobCase {
    std::string_view pattern;
    std::string_view path;
    bool matches;
  };

  constexpr std::array cases{
      GlobCase{"abc", "abc", true},
      GlobCase{"*", "abc", true},
      GlobCase{"a*", "ab/c", false},
      GlobCase{"a*/b", "abc/b", true},
      GlobCase{"a*/b", "a/c/b", false},
      GlobCase{"a*b*c*d*e*/f", "axbxcxdxexxx/f", true},
      GlobCase{"a*b*c*d*e*/f", "axbxcxdxexxx/fff", false},
      GlobCase{"a*b?c*x", "abxbbxdbxebxczzx", true},
      GlobCase{"a*b?c*x", "abxbbxdbxebxczzy", false},
      GlobCase{"ab[c]", "abc", true},
      GlobCase{"ab[^e-g]", "abc", true},
      GlobCase{"a\\*b", "ab", false},
      GlobCase{"a?b", "a☺b", true},
      GlobCase{"a[^a]b", "a☺b", true},
      GlobCase{"a???b", "a☺b", false},
      GlobCase{"[a-ζ]*", "α", true},
      GlobCase{"*[a-ζ]", "A", false},
      GlobCase{"[\\]a]", "]", true},
      GlobCase{"[x\\-]", "-", true},
      GlobCase{"*x", "xxx", true},
      GlobCase{"**", "a/b", false},
      GlobCase{"**", "ab", true},
  };
  for (const auto& [pattern, path, matches] : cases) {
    CAPTURE(pattern);
    CAPTURE(path);
    const auto glob = Glob::compile(pattern, Glob::Dialect::go);
    REQUIRE(glob);
    CHECK(glob->matches(path) == matches);
  }
  for (const std::string_view wrong :
       {"[]a]", "[-]", "[x-]", "[-x]", "\\", "[a-b-c]", "[", "[^", "[^bc", "a["}) {
    CAPTURE(wrong);
    CHECK_FALSE(Glob::compile(wrong, Glob::Dialect::go).has_value());
  }
}

TEST_CASE("the lines of a .dockerignore are cleaned") {
  CHECK(read_ignore_lines("\xEF\xBB\xBFtest1\r\n/test2\n/a/file/here\n\nlastfile\n# comment\n"
                          "! /inverted/abs/path\n!\n! \n  spaces  \n./a/../b/\n  # no comment\n/")
        == std::vector<std::string>{"test1",
                                    "test2",
                                    "a/file/here",
                                    "lastfile",
                                    "!inverted/abs/path",
                                    "!",
                                    "!",
                                    "spaces",
                                    "b",
                                    "# no comment",
                                    "/"});
}

TEST_CASE("a pattern that is none is named and changes nothing") {
  const IgnoreRules rules({"!", "a[", "b"});
  CHECK(rules.wrong() == std::vector<std::string>{"!", "a["});
  CHECK(rules.ignores("b"));
  CHECK_FALSE(rules.ignores("a["));
}

TEST_CASE("an ignored folder is looked into only where something may be taken back") {
  const IgnoreRules rules({"*", "!docs/README.md", "!src/**"});
  CHECK(rules.may_take_back("docs"));
  CHECK(rules.may_take_back("src"));
  CHECK_FALSE(rules.may_take_back("docs2"));
  CHECK(IgnoreRules({"*", "!**/x"}).may_take_back("anything"));
  CHECK_FALSE(IgnoreRules(std::vector<std::string>{"*"}).may_take_back("docs"));
}

TEST_CASE("hostile patterns take no hostile time") {
  std::string stars;
  for (int i = 0; i < 500; ++i) {
    stars += "*a";
  }
  const auto glob = Glob::compile(stars + "b", Glob::Dialect::ignore);
  REQUIRE(glob);
  CHECK_FALSE(glob->matches(std::string(1000, 'a') + "cb"));
  CHECK_FALSE(Glob::compile(std::string(5000, '*'), Glob::Dialect::ignore).has_value());
}
