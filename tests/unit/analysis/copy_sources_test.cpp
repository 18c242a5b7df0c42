// SPDX-License-Identifier: Apache-2.0
#include "analysis/copy_sources.hpp"

#include <doctest/doctest.h>

using tidegate::analysis::copy_sources;
using tidegate::analysis::is_read_by;
using Texts = std::vector<std::string>;

TEST_CASE("the sources of a COPY are its words but for flags and target") {
  CHECK(copy_sources("COPY package.json package-lock.json ./")
        == Texts{"package.json", "package-lock.json"});
  CHECK(copy_sources("COPY --chown=1:1 --link ./src/ /app/src") == Texts{"src"});
  CHECK(copy_sources("COPY . .") == Texts{"."});
  CHECK(copy_sources("ADD [\"a b\", \"/c\", \"/x/\"]") == Texts{"a b", "c"});
}

TEST_CASE("what comes from elsewhere is none of the build context") {
  CHECK(copy_sources("COPY --from=build /o /o").empty());
  CHECK(copy_sources("COPY --chown=1 --from=build /o /o").empty());
  CHECK(copy_sources("ADD https://example.com/a /a").empty());
  CHECK(copy_sources("COPY <<EOF /a").empty());
  CHECK(copy_sources("RUN cp a b").empty());
  CHECK(copy_sources("COPY").empty());
  CHECK(copy_sources("COPY --link").empty());
  CHECK(copy_sources("COPY [\"a").empty());
}

TEST_CASE("a path is read where it is a source, matches one or lies below it") {
  CHECK(is_read_by("src/a.c", {"src"}));
  CHECK(is_read_by("src/deep/a.c", {"src"}));
  CHECK(is_read_by("a.c", {"."}));
  CHECK(is_read_by("package.json", {"*.json"}));
  CHECK(is_read_by("pkg1/a/b", {"pkg*"}));
  CHECK_FALSE(is_read_by("srcs/a.c", {"src"}));
  CHECK_FALSE(is_read_by("deep/package.json", {"*.json"}));
  CHECK_FALSE(is_read_by("a.c", {}));
}
