// SPDX-License-Identifier: Apache-2.0
#include "analysis/job_phase.hpp"

#include <doctest/doctest.h>
#include <string>

namespace tidegate::analysis {

using model::JobPhase;

TEST_CASE("steps of the runner and of the actions that bring sources and tools are set-up") {
  for (const char* name : {"Set up job",
                           "Set up runner",
                           "Initialize containers",
                           "Pre Run docker/build-push-action@v6",
                           "Run actions/checkout@v4",
                           "Run actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683",
                           "Run docker/setup-buildx-action@v3",
                           "Run owner/actions/setup-tools@v1",
                           "Run ./.github/actions/setup-tools",
                           "Run /./.github/actions/checkout",
                           "Run actions/cache@v4",
                           "Run actions/cache/restore@v4",
                           "Checkout",
                           "Checkout code",
                           "check out sources",
                           "SET UP Python",
                           "Setup Go",
                           "Cache go modules"}) {
    CAPTURE(std::string(name));
    CHECK(job_phase(name) == JobPhase::set_up);
  }
}

TEST_CASE("what comes after the work is tear-down") {
  for (const char* name : {"Post Run actions/checkout@v4",
                           "Post Set up Python",
                           "Complete job",
                           "Complete runner",
                           "Stop containers"}) {
    CAPTURE(std::string(name));
    CHECK(job_phase(name) == JobPhase::tear_down);
  }
}

TEST_CASE("everything else is build") {
  for (const char* name : {"",
                           "Run make",
                           "Run ./.github/actions/check",
                           "Run cat a/checkout",
                           "Run make x/setup-y@z -j",
                           "Run npm run setup/all",
                           "Run actions/cache/save@v4",
                           "Run owner/checkout-and-build@v1",
                           "Checkouts of the day",
                           "Setuptools release",
                           "Cached build",
                           "Prepare",
                           "Postgres tests",
                           "Run docker/build-push-action@v6"}) {
    CAPTURE(std::string(name));
    CHECK(job_phase(name) == JobPhase::build);
  }
}

} // namespace tidegate::analysis
