// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_waste.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using model::FileKind;
using model::LayerFile;
using model::LayerFiles;

namespace {

LayerFile file(const std::string& path, std::uint64_t bytes) {
  return {path, bytes, FileKind::file, ""};
}

LayerFile folder(const std::string& path) {
  return {path, 0, FileKind::directory, ""};
}

LayerFile link(const std::string& path, const std::string& target) {
  return {path, 0, FileKind::hard_link, target};
}

LayerFile gone(const std::string& path) {
  return file(path, 0);
}

model::ImageContents contents(const std::vector<LayerFiles>& files, std::size_t base = 0) {
  std::vector<model::Layer> layers(files.size());
  for (std::size_t i = 0; i < base; ++i) {
    layers[i].base = true;
  }
  return analysis::image_contents(layers, files);
}

} // namespace

TEST_CASE("every copy of a path but the last is waste") {
  const auto found =
      contents({{{file("a", 100), file("b", 7)}}, {{file("a", 50)}}, {{file("a", 10)}}});
  CHECK(found.wasted_bytes == 150);
  REQUIRE(found.wasted.size() == 1);
  CHECK(found.wasted[0] == model::WastedPath{"/a", 3, 150});
}

TEST_CASE("a deleted file was wasted wholly, also with its folder") {
  CHECK(contents({{{file("d/a", 100)}}, {{gone("d/.wh.a")}}}).wasted_bytes == 100);
  CHECK(contents({{{folder("d"), file("d/a", 100), file("d/e/b", 20)}}, {{gone(".wh.d")}}})
            .wasted_bytes
        == 120);
  CHECK(contents({{{file("d/a", 100), file("da", 5)}}, {{folder("d"), gone("d/.wh..wh..opq")}}})
            .wasted_bytes
        == 100);
}

TEST_CASE("a whiteout means the layers below, wherever it stands in its own") {
  const auto found = contents({{{file("a", 1)}}, {{file("a", 30), gone(".wh.a")}}});
  CHECK(found.wasted_bytes == 1);
  const auto opaque = contents({{{file("d/a", 1)}}, {{file("d/a", 30), gone("d/.wh..wh..opq")}}});
  CHECK(opaque.wasted_bytes == 1);
}

TEST_CASE("copies in the base image are no waste of ours") {
  const auto found = contents(
      {{{file("a", 100), file("b", 9)}}, {{file("a", 50)}}, {{file("a", 10), gone(".wh.b")}}}, 1);
  CHECK(found.wasted_bytes == 50);
  CHECK(found.wasted[0] == model::WastedPath{"/a", 3, 50});
  CHECK(contents({{{file("a", 100)}}, {{gone(".wh.a")}}}, 1).wasted.empty());
}

TEST_CASE("a file is hidden by a folder and a folder by a file") {
  CHECK(contents({{{file("a", 100)}}, {{file("a/b", 1)}}}).wasted_bytes == 100);
  CHECK(contents({{{file("a/b", 70), file("a/c/d", 3)}}, {{file("a", 1)}}}).wasted_bytes == 73);
}

TEST_CASE("a folder that is written again hides nothing") {
  CHECK(contents({{{folder("a"), file("a/b", 70)}}, {{folder("a")}}}).wasted_bytes == 0);
}

TEST_CASE("a hard link keeps the bytes of a deleted name") {
  const LayerFiles lower{{file("a", 100), link("b", "a")}};
  CHECK(contents({lower, {{gone(".wh.a")}}}).wasted_bytes == 0);
  const auto both = contents({lower, {{gone(".wh.a"), gone(".wh.b")}}});
  CHECK(both.wasted_bytes == 100);
  CHECK(both.wasted[0].path == "/a");
}

TEST_CASE("the worst twenty paths are shown, the sum is of all") {
  LayerFiles lower;
  LayerFiles upper;
  for (std::uint64_t i = 1; i <= 30; ++i) {
    lower.files.push_back(file("f" + std::to_string(i), i));
    upper.files.push_back(file("f" + std::to_string(i), 1));
  }
  const auto found = contents({lower, upper});
  CHECK(found.wasted_bytes == 30 * 31 / 2);
  REQUIRE(found.wasted.size() == 20);
  CHECK(found.wasted.front().path == "/f30");
  CHECK(found.wasted.back().path == "/f11");
}

TEST_CASE("a path that would write on a terminal is made harmless") {
  const auto found = contents({{{file("\x1b[31mred\n", 5)}}, {{file("\x1b[31mred\n", 5)}}});
  REQUIRE(found.wasted.size() == 1);
  CHECK(found.wasted[0].path.find('\x1b') == std::string::npos);
  CHECK(found.wasted[0].path.find('\n') == std::string::npos);
}

// By hand: "a" 100 + 50 (smallest 50), "d/b" 20 + 0 for its whiteout (smallest 0), "c" 30.
// 80 / 200; wasted are both copies of "a" and the one of "d/b".
TEST_CASE("dive counts the kept copy too, and a deleted file as nothing") {
  const auto dive = contents({{{file("a", 100), file("d/b", 20), file("c", 30)}},
                              {{file("a", 50), gone("d/.wh.b")}}})
                        .dive;
  CHECK(dive.efficiency == 80.0 / 200.0);
  CHECK(dive.size_bytes == 200);
  CHECK(dive.wasted_bytes == 170);
}

// "d" is a folder with an entry of its own, so its whiteout counts 120 under "/d", once: no waste.
TEST_CASE("dive counts a deleted folder with all that lay in it, but as one path") {
  const LayerFiles lower{{folder("d"), file("d/a", 100), file("d/e/b", 20)}};
  const auto dive = contents({lower, {{gone(".wh.d")}}}).dive;
  CHECK(dive.efficiency == 1.0);
  CHECK(dive.size_bytes == 120);
  CHECK(dive.wasted_bytes == 0);
}

TEST_CASE("dive stops a layer at a whiteout of what is not there") {
  // In the order of names ".wh.nothing" comes before "a".
  const auto dive = contents({{{file("a", 100)}}, {{gone(".wh.nothing"), file("a", 50)}}}).dive;
  CHECK(dive.wasted_bytes == 0);
  CHECK(dive.size_bytes == 150);
}

TEST_CASE("an image without files wastes nothing") {
  const auto found = contents({});
  CHECK(found.wasted_bytes == 0);
  CHECK(found.dive == model::DiveFigures{});
}
