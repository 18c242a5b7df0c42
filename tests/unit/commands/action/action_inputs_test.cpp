// SPDX-License-Identifier: Apache-2.0
#include "unit/commands/action/action_rig.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using namespace tidegate::test;

TEST_CASE("without inputs the repository of the run is built at its commit") {
  const auto inputs = good({});
  CHECK(inputs.buildx_args == Strings{"--attest", "type=provenance,disabled=true", own_context});
  CHECK(inputs.summary);
  CHECK(inputs.secret_files.empty());
  CHECK(inputs.warnings.empty());
  CHECK(inputs.settings.config.empty());
  CHECK_FALSE(inputs.settings.max_build_time.has_value());
  CHECK_FALSE(inputs.settings.gate_mode.has_value());
}

TEST_CASE("the context of an Enterprise Server names that server") {
  CHECK(good({{"GITHUB_SERVER_URL", "https://git.example:8443"}}).buildx_args.back()
        == "https://git.example:8443/octo/app.git#0123abc");
}

TEST_CASE("a pull request is built at its merge commit, or at its head where that is asked for") {
  Map variables{{"GITHUB_REF", "refs/pull/5/merge"}, {"TIDEGATE_PULL_REQUEST_HEAD", "feed"}};
  CHECK(good(variables).buildx_args.back() == own_context);
  variables["DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF"] = "1";
  CHECK(good(variables).buildx_args.back() == "https://github.com/octo/app.git#feed");
  variables["TIDEGATE_PULL_REQUEST_HEAD"] = "";
  CHECK(good(variables).buildx_args.back() == "https://github.com/octo/app.git#refs/pull/5/head");
}

TEST_CASE("where the commit is unknown the ref is built") {
  CHECK(good({{"GITHUB_SHA", ""}}).buildx_args.back()
        == "https://github.com/octo/app.git#refs/heads/main");
}

TEST_CASE("a context that was given stays as it is") {
  CHECK(good({{"INPUT_CONTEXT", " ./app "}}).buildx_args.back() == "./app");
  CHECK(good({{"INPUT_CONTEXT", "-"}}).buildx_args.back() == "-");
}

TEST_CASE("templates in contexts stand for the repository") {
  const auto inputs = good(
      {{"INPUT_CONTEXT", "{{defaultContext}}:docker"},
       {"INPUT_BUILD_CONTEXTS", "src={{ defaultContext }}:src\nalpine=docker-image://alpine"}});
  CHECK(inputs.buildx_args.back() == own_context + ":docker");
  CHECK(values_of(inputs, "--build-context")
        == Strings{"src=" + own_context + ":src", "alpine=docker-image://alpine"});
}

TEST_CASE("an unknown or cut template is an error that shows it") {
  CHECK(complaint({{"INPUT_CONTEXT", "{{branch}}"}})
        == "input \"context\": unknown template in \"{{branch}}\"");
  CHECK(complaint({{"INPUT_BUILD_CONTEXTS", "a={{defaultContext"}})
        == "input \"build-contexts\": unknown template in \"a={{defaultContext\"");
}

TEST_CASE("a context that would be read as an option is an error") {
  CHECK(complaint({{"INPUT_CONTEXT", "--push"}})
        == "input \"context\": \"--push\" looks like an option");
}

TEST_CASE("without a repository the context must be given") {
  CHECK(complaint({{"GITHUB_REPOSITORY", ""}}) == "input \"context\": no repository to build from");
  CHECK(good({{"GITHUB_REPOSITORY", ""}, {"INPUT_CONTEXT", "."}, {"INPUT_GITHUB_TOKEN", "t0ken"}})
            .secret_files.empty());
}

TEST_CASE("list inputs become one option for each item") {
  struct Case {
    const char* variable;
    const char* option;
    bool commas;
  };

  for (const Case& one : {Case{"INPUT_ADD_HOSTS", "--add-host", true},
                          Case{"INPUT_ALLOW", "--allow", true},
                          Case{"INPUT_ANNOTATIONS", "--annotation", false},
                          Case{"INPUT_BUILD_ARGS", "--build-arg", false},
                          Case{"INPUT_BUILD_CONTEXTS", "--build-context", false},
                          Case{"INPUT_CACHE_FROM", "--cache-from", false},
                          Case{"INPUT_CACHE_TO", "--cache-to", false},
                          Case{"INPUT_LABELS", "--label", false},
                          Case{"INPUT_NO_CACHE_FILTERS", "--no-cache-filter", true},
                          Case{"INPUT_OUTPUTS", "--output", false},
                          Case{"INPUT_SSH", "--ssh", true},
                          Case{"INPUT_TAGS", "--tag", true},
                          Case{"INPUT_ULIMIT", "--ulimit", false}}) {
    CAPTURE(one.variable);
    const auto inputs = good({{one.variable, "a=1,b=2\n\n  c=3  \r\n"}});
    const Strings expected = one.commas ? Strings{"a=1", "b=2", "c=3"} : Strings{"a=1,b=2", "c=3"};
    CHECK(values_of(inputs, one.option) == expected);
  }
}

TEST_CASE("platforms are one option") {
  CHECK(values_of(good({{"INPUT_PLATFORMS", "linux/amd64\n\"linux/arm64,linux/arm/v7\""}}),
                  "--platform")
        == Strings{"linux/amd64,linux/arm64,linux/arm/v7"});
}

TEST_CASE("single inputs become one option and are left out when empty") {
  struct Case {
    const char* variable;
    const char* option;
  };

  for (const Case& one : {Case{"INPUT_BUILDER", "--builder"},
                          Case{"INPUT_CALL", "--call"},
                          Case{"INPUT_CGROUP_PARENT", "--cgroup-parent"},
                          Case{"INPUT_FILE", "--file"},
                          Case{"INPUT_NETWORK", "--network"},
                          Case{"INPUT_SHM_SIZE", "--shm-size"},
                          Case{"INPUT_TARGET", "--target"}}) {
    CAPTURE(one.variable);
    CHECK(values_of(good({{one.variable, " some value\n"}}), one.option) == Strings{"some value"});
    CHECK(values_of(good({{one.variable, " \n"}}), one.option).empty());
  }
}

TEST_CASE("flags are given where they are true, in any YAML spelling") {
  struct Case {
    const char* variable;
    const char* option;
  };

  for (const Case& one : {Case{"INPUT_LOAD", "--load"},
                          Case{"INPUT_NO_CACHE", "--no-cache"},
                          Case{"INPUT_PULL", "--pull"},
                          Case{"INPUT_PUSH", "--push"}}) {
    CAPTURE(one.variable);
    const auto has = [&one](const char* value) {
      const auto args = good({{one.variable, value}}).buildx_args;
      return std::ranges::count(args, one.option) == 1;
    };
    CHECK(has("true"));
    CHECK(has("True"));
    CHECK(has("TRUE"));
    CHECK_FALSE(has("false"));
    CHECK_FALSE(has(""));
  }
}

TEST_CASE("a boolean that is none is an error that names the input") {
  CHECK(complaint({{"INPUT_PUSH", "yes"}}) == "input \"push\": \"yes\" is no boolean");
  CHECK(complaint({{"INPUT_NO_CACHE", "1"}}) == "input \"no-cache\": \"1\" is no boolean");
  CHECK(complaint({{"INPUT_SUMMARY", "off"}}) == "input \"summary\": \"off\" is no boolean");
}

TEST_CASE("quotes around an item keep its commas and newlines together") {
  CHECK(values_of(good({{"INPUT_BUILD_ARGS", "\"NOTE=two\nlines\"\nLIST=a,b\nSAY=\"hi\""}}),
                  "--build-arg")
        == Strings{"NOTE=two\nlines", "LIST=a,b", "SAY=\"hi\""});
}

TEST_CASE("outputs keep their quotes, which buildx reads itself") {
  const std::string output = "type=image,\"name=a/b,c/d\",push=true";
  CHECK(values_of(good({{"INPUT_OUTPUTS", output}}), "--output") == Strings{output});
}

TEST_CASE("a quote that stays open is an error that names the input") {
  CHECK(complaint({{"INPUT_TAGS", "\"app:1"}})
        == "input \"tags\": a quote is opened and not closed");
}

TEST_CASE("tidegate's own inputs are handed on as they are") {
  const auto inputs = good({{"INPUT_CONFIG", "ci/gate.yml"},
                            {"INPUT_MAX_BUILD_TIME", "90s"},
                            {"INPUT_MAX_IMAGE_SIZE", "250MB"},
                            {"INPUT_MIN_CACHE_HIT_RATIO", "60%"},
                            {"INPUT_GATE", "off"},
                            {"INPUT_ON_FAIL", "warn"},
                            {"INPUT_EVENTS_DIR", "events"},
                            {"INPUT_SUMMARY", "false"},
                            {"INPUT_WORKING_DIRECTORY", "app"}});
  CHECK(inputs.settings.config == "ci/gate.yml");
  CHECK(inputs.settings.max_build_time == "90s");
  CHECK(inputs.settings.max_image_size == "250MB");
  CHECK(inputs.settings.min_cache_hit_ratio == "60%");
  CHECK(inputs.settings.gate_mode == "off");
  CHECK(inputs.settings.on_fail == "warn");
  CHECK(inputs.settings.events_dir == "events");
  CHECK_FALSE(inputs.summary);
  CHECK(inputs.working_directory == "app");
}

TEST_CASE("of several errors the first one is told") {
  CHECK(complaint({{"INPUT_SUMMARY", "?"}, {"INPUT_PUSH", "?"}})
        == "input \"summary\": \"?\" is no boolean");
}
