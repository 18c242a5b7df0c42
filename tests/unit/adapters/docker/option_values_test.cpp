// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/option_values.hpp"

#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

using namespace tidegate;

namespace {

using Fields = std::vector<std::string>;
using Attributes = std::vector<std::pair<std::string, std::string>>;

} // namespace

TEST_CASE("fields are cut at commas outside of quotes") {
  CHECK(docker::csv_fields("a,b") == Fields{"a", "b"});
  CHECK(docker::csv_fields("a,") == Fields{"a", ""});
  CHECK(docker::csv_fields(",") == Fields{"", ""});
  CHECK(docker::csv_fields(R"("a,b",c)") == Fields{"a,b", "c"});
  CHECK(docker::csv_fields(R"("a",)") == Fields{"a", ""});
  CHECK(docker::csv_fields(R"("say ""hi""",x)") == Fields{R"(say "hi")", "x"});
  CHECK(docker::csv_fields("a\r\n") == Fields{"a"});
}

TEST_CASE("what Go's csv reader refuses gives no fields") {
  CHECK_FALSE(docker::csv_fields(""));
  CHECK_FALSE(docker::csv_fields("\n"));
  CHECK_FALSE(docker::csv_fields(R"(a"b)"));
  CHECK_FALSE(docker::csv_fields(R"("a)"));
  CHECK_FALSE(docker::csv_fields(R"("a"b,c)"));
  CHECK_FALSE(docker::csv_fields(R"(")"));
}

TEST_CASE("a cache option has a type and attributes with lower-case keys") {
  const auto options = docker::parse_cache_options(R"(Type=gha,Scope=My,"ref=a,b",mode=max)");
  REQUIRE(options.size() == 1);
  CHECK(options[0].type == "gha");
  CHECK(options[0].attributes == Attributes{{"scope", "My"}, {"ref", "a,b"}, {"mode", "max"}});
  CHECK(options[0].text == R"(Type=gha,Scope=My,"ref=a,b",mode=max)");
}

TEST_CASE("cache references without a type are for the registry") {
  const auto options = docker::parse_cache_options("user/app:cache,user/app:main");
  REQUIRE(options.size() == 2);
  CHECK(options[0].type == "registry");
  CHECK(options[0].attribute("ref") == "user/app:cache");
  CHECK(options[1].attribute("ref") == "user/app:main");
  CHECK(options[1].text == "user/app:main");
}

TEST_CASE("a cache option that buildx refuses is none") {
  CHECK(docker::parse_cache_options("").empty());
  CHECK(docker::parse_cache_options("scope=x").empty());
  CHECK(docker::parse_cache_options("type=gha,oops").empty());
  CHECK(docker::parse_cache_options("\"type=gha").empty());
}

TEST_CASE("an output goes to stdout where it is an archive without a file") {
  CHECK(docker::writes_to_stdout("-"));
  CHECK(docker::writes_to_stdout("type=tar,dest=-"));
  CHECK(docker::writes_to_stdout("type=tar"));
  CHECK(docker::writes_to_stdout("type=oci"));
  CHECK(docker::writes_to_stdout("dest=-, type=oci"));
  CHECK(docker::writes_to_stdout("type=docker,dest=-"));
}

TEST_CASE("an output with a file, a folder or the engine behind it leaves stdout alone") {
  CHECK_FALSE(docker::writes_to_stdout("out"));
  CHECK_FALSE(docker::writes_to_stdout("type=tar,dest=out.tar"));
  CHECK_FALSE(docker::writes_to_stdout("type=docker"));
  CHECK_FALSE(docker::writes_to_stdout("type=oci,tar=false,dest=x"));
  CHECK_FALSE(docker::writes_to_stdout("type=local,dest=-"));
  CHECK_FALSE(docker::writes_to_stdout("type=registry"));
  CHECK_FALSE(docker::writes_to_stdout(""));
}
