// SPDX-License-Identifier: Apache-2.0
#include "unit/commands/action/action_rig.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using namespace tidegate::test;

TEST_CASE("provenance and sbom are written as buildx wants them") {
  const auto attest = [](const Map& variables) { return values_of(good(variables), "--attest"); };
  CHECK(attest({{"INPUT_PROVENANCE", "true"}}) == Strings{"type=provenance," + builder_id});
  CHECK(attest({{"INPUT_PROVENANCE", "mode=max"}})
        == Strings{"type=provenance,mode=max," + builder_id});
  CHECK(attest({{"INPUT_PROVENANCE", "mode=max,builder-id=me"}})
        == Strings{"type=provenance,mode=max,builder-id=me"});
  CHECK(attest({{"INPUT_SBOM", "true"}, {"INPUT_PROVENANCE", ""}})
        == Strings{"type=sbom,disabled=false"});
  CHECK(attest({{"INPUT_SBOM", "generator=image"}, {"INPUT_PROVENANCE", ""}})
        == Strings{"type=sbom,generator=image"});
}

TEST_CASE("provenance and sbom win over attests") {
  const auto inputs =
      good({{"INPUT_PROVENANCE", "mode=min"},
            {"INPUT_SBOM", "false"},
            {"INPUT_ATTESTS", "type=provenance,mode=max\ntype=sbom,generator=x\ntype=other,1"}});
  CHECK(values_of(inputs, "--attest")
        == Strings{"type=provenance,mode=min," + builder_id,
                   "type=sbom,disabled=true",
                   "type=other,disabled=false"});
}

TEST_CASE("attests alone are handed on, provenance with its builder") {
  const auto inputs = good({{"INPUT_PROVENANCE", ""},
                            {"INPUT_ATTESTS", "type=provenance,mode=max\ntype=sbom,generator=x"}});
  CHECK(values_of(inputs, "--attest")
        == Strings{"type=provenance,mode=max," + builder_id, "type=sbom,generator=x"});
  CHECK(inputs.default_attest.empty());
}

TEST_CASE("provenance that nobody mentioned is full for a public repository and small for a "
          "private one") {
  CHECK(good({{"INPUT_PROVENANCE", ""}}).default_attest
        == "type=provenance,mode=max," + builder_id);
  CHECK(good({{"INPUT_PROVENANCE", ""}, {"TIDEGATE_REPOSITORY_PRIVATE", "true"}}).default_attest
        == "type=provenance,mode=min,inline-only=true," + builder_id);
  CHECK(values_of(good({{"INPUT_PROVENANCE", ""}}), "--attest").empty());
}

TEST_CASE("no default provenance where it was refused or where the image goes to docker") {
  for (const Map& variables :
       {Map{{"BUILDX_NO_DEFAULT_ATTESTATIONS", "1"}},
        Map{{"INPUT_LOAD", "true"}},
        Map{{"INPUT_OUTPUTS", "type=local,dest=x\ndest=y, type = docker"}}}) {
    Map unset = variables;
    unset["INPUT_PROVENANCE"] = "";
    CHECK(good(unset).default_attest.empty());
  }
  CHECK_FALSE(
      good({{"INPUT_PROVENANCE", ""}, {"INPUT_OUTPUTS", "type=image"}}).default_attest.empty());
}
