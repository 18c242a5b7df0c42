// SPDX-License-Identifier: Apache-2.0
#include "commands/build/repeat_arguments.hpp"
#include "util/text.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

std::string again(const std::vector<std::string>& words,
                  const commands::RepeatOptions& options = {
                      .cache = {}, .dockerfile = {}, .folder = "/t"}) {
  const auto args = commands::repeat_arguments(docker::read_build_arguments(words), words, options);
  return args ? util::join(*args, " ") : "refused: " + args.error().message;
}

} // namespace

TEST_SUITE("repeat_arguments") {
  TEST_CASE("no cache, no tag and no file of the user is left") {
    CHECK(again({"--cache-from=type=gha",
                 "--cache-to",
                 "type=gha,mode=max",
                 "-t",
                 "a:1",
                 "--tag=b",
                 "--iidfile=i",
                 "--metadata-file",
                 "m",
                 "-q",
                 "--build-arg",
                 "X=1",
                 "-f",
                 "D",
                 "."})
          == "--build-arg X=1 -f D .");
  }

  TEST_CASE("what may come from the cache is decided by what was executed") {
    CHECK(again({"--no-cache", "--no-cache-filter", "x", "--file=D", "."},
                {.cache = {"--no-cache-filter=y"}, .dockerfile = "/t/Dockerfile", .folder = "/t"})
          == "--no-cache-filter=y --file=/t/Dockerfile .");
  }

  TEST_CASE("nothing is pushed, and it is packed as before") {
    CHECK(again({"--push", "-t", "r/a:1", "."}) == "--output=type=image,push=false .");
    CHECK(again({"-o", "type=registry,name=r/a,compression=zstd", "."})
          == "--output=type=image,push=false,compression=zstd .");
    CHECK(again({"-o", "type=image,\"name=r/a,r/b\",push=true,oci-mediatypes=true", "."})
          == "--output=type=image,push=false,oci-mediatypes=true .");
  }

  TEST_CASE("an image is loaded without a name") {
    CHECK(again({"--load", "-t", "a", "."}) == "--load .");
    CHECK(again({"-o", "type=docker,name=a:1", "."}) == "--output=type=docker .");
  }

  TEST_CASE("files go into the temporary folder") {
    CHECK(again({"-o",
                 "out",
                 "-o",
                 "type=oci,dest=a.tar,tar=false",
                 "-o",
                 "type=docker,dest=b.tar",
                 "."})
          == "--output=type=local,dest=/t/output-1 --output=type=oci,dest=/t/output-2,tar=false "
             "--output=type=docker,dest=/t/output-3 .");
  }

  TEST_CASE("an output that nobody knows is not made twice") {
    CHECK(again({"-o", "type=new,dest=x", "."})
          == "refused: nobody knows how to make an output of type \"new\" twice");
  }
}
