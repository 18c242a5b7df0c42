// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/context.hpp"
#include "unit/adapters/dockerfile/scratch_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <sys/stat.h>

using namespace tidegate;
using namespace tidegate::dockerfile;

namespace {

const GiveUp never = [] { return false; };

std::vector<std::string> paths(const ContextTree& tree) {
  std::vector<std::string> all;
  for (std::size_t node = 1; node < tree.nodes().size(); ++node) {
    all.push_back(tree.path_of(node));
  }
  std::ranges::sort(all);
  return all;
}

using Paths = std::vector<std::string>;

} // namespace

TEST_CASE("a context is what is not ignored, and what was saved is counted") {
  const tests::ScratchFolder folder;
  folder.write("a.txt", "12345");
  folder.write("src/main.c", "123");
  folder.write("src/main.o", "1234567");
  folder.write("node_modules/m/index.js", "1234567890");
  folder.write("node_modules/keep.js", "12");
  folder.write(".dockerignore", "**/*.o\nnode_modules\n!node_modules/keep.js\n.dockerignore\n");
  std::filesystem::create_symlink("/etc/passwd", folder.path() / "link");
  REQUIRE(mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);

  const auto rules = read_ignore_rules(folder.path(), folder.path() / "Dockerfile");
  const auto tree = ContextTree::read(folder.path(), rules, never);
  REQUIRE(tree);
  CHECK(paths(*tree)
        == Paths{"a.txt", "link", "node_modules", "node_modules/keep.js", "src", "src/main.c"});
  const auto context = describe_context(*tree, never);
  CHECK(context.files == 4);
  CHECK(context.bytes == 10);
  CHECK(context.ignored_files == 3);
  CHECK(context.ignored_bytes
        == 7 + 10 + std::filesystem::file_size(folder.path() / ".dockerignore"));
  CHECK_FALSE(context.sent_bytes.has_value());
}

TEST_CASE("the .dockerignore of the Dockerfile comes before that of the context") {
  const tests::ScratchFolder folder;
  folder.write(".dockerignore", "a\n");
  folder.write("docker/app.Dockerfile.dockerignore", "b\n");
  const auto own = read_ignore_rules(folder.path(), folder.path() / "docker/app.Dockerfile");
  CHECK(own.ignores("b"));
  CHECK_FALSE(own.ignores("a"));
  CHECK(read_ignore_rules(folder.path(), folder.path() / "Dockerfile").ignores("a"));
}

TEST_CASE("the largest entries are named by the folder that makes them large") {
  const tests::ScratchFolder folder;
  folder.write("web/fonts/a.woff", std::string(4000, 'x'));
  folder.write("web/fonts/b.woff", std::string(4000, 'x'));
  folder.write("web/index.html", std::string(10, 'x'));
  folder.write("video.mp4", std::string(5000, 'x'));
  folder.write("empty", "");
  const auto tree = ContextTree::read(folder.path(), {}, never);
  REQUIRE(tree);
  const auto context = describe_context(*tree, never);
  CHECK(context.largest
        == std::vector<model::ContextEntry>{
            {"web/fonts/", 8000}, {"video.mp4", 5000}, {"web/index.html", 10}});
}

TEST_CASE("links are followed inside the context only") {
  const tests::ScratchFolder folder;
  folder.write("real/file", "x");
  std::filesystem::create_symlink("real", folder.path() / "relative");
  std::filesystem::create_symlink("/real/file", folder.path() / "absolute");
  std::filesystem::create_symlink("../../../../etc", folder.path() / "out");
  std::filesystem::create_symlink("loop", folder.path() / "loop");
  const auto tree = ContextTree::read(folder.path(), {}, never);
  REQUIRE(tree);
  const auto found = [&](std::string_view path) {
    const auto node = tree->find(path);
    return node ? tree->path_of(*node) : "nothing";
  };
  CHECK(found("relative/file") == "real/file");
  CHECK(found("absolute") == "real/file");
  CHECK(found("real/../real/./file") == "real/file");
  CHECK(found("../..").empty());
  CHECK(found("out/passwd") == "nothing");
  CHECK(found("loop") == "nothing");
  CHECK(found("missing") == "nothing");
}

TEST_CASE("what cannot be counted to its end is absent") {
  const tests::ScratchFolder folder;
  for (int i = 0; i < 20; ++i) {
    folder.write("many/" + std::to_string(i), "x");
  }
  folder.write("one", "x");
  const TreeLimits few{.entries = 10};
  const auto cut = ContextTree::read(folder.path(), {}, never, few);
  REQUIRE(cut);
  CHECK_FALSE(cut->complete());
  CHECK(describe_context(*cut, never) == model::BuildContext{});

  const IgnoreRules rules(std::vector<std::string>{"many"});
  const auto tree = ContextTree::read(folder.path(), rules, never);
  REQUIRE(tree);
  CHECK(describe_context(*tree, never).ignored_files == 20);
  const auto context = describe_context(*tree, never, few);
  CHECK(context.files == 1);
  CHECK_FALSE(context.ignored_files.has_value());

  const auto given_up = ContextTree::read(folder.path(), {}, [] { return true; });
  CHECK_FALSE(given_up->complete());
  CHECK_FALSE(ContextTree::read(folder.path() / "missing", {}, never).has_value());
  CHECK_FALSE(ContextTree::read(folder.path() / "one", {}, never).has_value());
}

TEST_CASE("folders deeper than any project's end the walk") {
  const tests::ScratchFolder folder;
  std::string deep;
  for (int i = 0; i < 200; ++i) {
    deep += "d/";
  }
  folder.write(deep + "file", "x");
  const auto tree = ContextTree::read(folder.path(), {}, never);
  REQUIRE(tree);
  CHECK_FALSE(tree->complete());
}
