// SPDX-License-Identifier: Apache-2.0
#include "github/json_fields.hpp"
#include "github/test_rig.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;

namespace {

const json entry{{"key", "k"}, {"version", "v1"}};

} // namespace

TEST_CASE("a fault comes as often as it was ordered") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.plan(R"([{"kind":"status","status":429,"retry_after":7,"count":3}])");
  for (int i = 0; i < 3; ++i) {
    const Answer answer = rig.call("CreateCacheEntry", entry, token);
    CHECK(answer.status == 429);
    CHECK(answer.header("Retry-After") == "7");
    CHECK(text_of(parse_object(answer.body), "code") == "resource_exhausted");
  }
  CHECK(rig.call("CreateCacheEntry", entry, token).status == 200);
}

TEST_CASE("a fault without a count stays until the faults are replaced") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.plan(R"([{"kind":"status","status":500}])");
  for (int i = 0; i < 5; ++i) {
    CHECK(rig.call("CreateCacheEntry", entry, token).status == 500);
  }
  rig.plan("[]");
  CHECK(rig.call("CreateCacheEntry", entry, token).status == 200);
}

TEST_CASE("a fault meets only the method, route and key that it names") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.plan(R"([{"kind":"status","match":{"route":"CreateCacheEntry","key_prefix":"bad"}}])");
  CHECK(rig.call("GetCacheEntryDownloadURL", {{"key", "bad"}, {"version", "v1"}}, token).status
        == 200);
  CHECK(rig.call("CreateCacheEntry", entry, token).status == 200);
  CHECK(rig.call("CreateCacheEntry", {{"key", "bad-1"}, {"version", "v1"}}, token).status == 500);
  rig.plan(R"([{"kind":"status","match":{"method":"PUT"}}])");
  const std::string url = rig.reserve("other", token);
  CHECK(rig.put(url, "x").status == 500);
}

TEST_CASE("a refused client gets no answer, and the log says so") {
  const Rig rig;
  rig.plan(R"([{"kind":"refuse","count":1}])");
  CHECK(rig.call("CreateCacheEntry", entry, "x").status == 0);
  const json requests = rig.control("requests");
  REQUIRE(requests.size() == 1);
  CHECK(text_of(requests[0], "fault") == "refuse");
  CHECK(number_of(requests[0], "status") == 0);
}

TEST_CASE("a missing blob meets downloads of that key only") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("index-1", "i", token);
  rig.save("blob-1", "b", token);
  rig.plan(R"([{"kind":"blob_missing","match":{"key_prefix":"index-"}}])");
  const Answer gone = rig.get(rig.download_url("index-1", token));
  CHECK(gone.status == 404);
  CHECK(gone.header("x-ms-error-code") == "BlobNotFound");
  CHECK(rig.get(rig.download_url("blob-1", token)).status == 200);
}

TEST_CASE("denied writes, failing index uploads and expired tokens look as GitHub makes them") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.plan(R"([{"kind":"write_denied","count":1},{"kind":"index_upload_failure"}])");
  const json denied = parse_object(rig.call("CreateCacheEntry", entry, token).body);
  CHECK_FALSE(flag_of(denied, "ok"));
  CHECK(text_of(denied, "message").starts_with("cache write denied:"));
  CHECK(rig.put(rig.reserve("index-1", token), "x").status == 403);
  CHECK(rig.put(rig.reserve("blob-1", token), "x").status == 201);
  rig.plan(R"([{"kind":"token_expired"}])");
  CHECK(rig.call("CreateCacheEntry", entry, token).status == 401);
}

TEST_CASE("a failed upload of many bytes still gets its answer") {
  const Rig rig;
  const std::string url = rig.reserve("index-1", rig.token({main_scope}));
  rig.plan(R"([{"kind":"index_upload_failure"}])");
  CHECK(rig.put(url, std::string(4'000'000, 'x')).status == 403);
}

TEST_CASE("slow means at least as long as the rate says, in both directions") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  const std::string url = rig.reserve("k", token);
  const auto seconds = [](const auto& action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  rig.plan(R"([{"kind":"slow","bytes_per_second":100000,"match":{"route":"PutBlob"}},
               {"kind":"slow","delay_ms":100,"match":{"route":"GetBlob"}}])");
  CHECK(seconds([&] { CHECK(rig.put(url, std::string(20'000, 'x')).status == 201); }) >= 0.19);
  rig.call(
      "FinalizeCacheEntryUpload", {{"key", "k"}, {"version", "v1"}, {"size_bytes", 20'000}}, token);
  CHECK(seconds([&] { CHECK(rig.get(rig.download_url("k", token)).body.size() == 20'000); })
        >= 0.1);
}

TEST_CASE("stopping does not wait for a slow answer") {
  Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("k", "bytes", token);
  const std::string url = rig.download_url("k", token);
  rig.plan(R"([{"kind":"slow","bytes_per_second":1}])");
  std::thread waiting([client = std::make_shared<httplib::Client>(rig.client()), url] {
    client->set_read_timeout(60);
    CHECK_FALSE(client->Get(url.substr(url.find("/actions"))));
  });
  // The log has the request before the first byte of the answer leaves.
  while (rig.control("requests").back()["route"] != "GetBlob") {
    std::this_thread::yield();
  }
  const auto start = std::chrono::steady_clock::now();
  rig.restart();
  waiting.join();
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("faults that are misspelt are refused, and the old ones stay") {
  const Rig rig;
  rig.plan(R"([{"kind":"status","status":503}])");
  for (const std::string text : {"",
                                 "{}",
                                 "[1]",
                                 R"([{"kind":"nonsense"}])",
                                 R"([{"kind":"status","status":200}])",
                                 R"([{"kind":"status","cuont":3}])",
                                 R"([{"kind":"status","match":{"path":"x"}}])",
                                 R"([{"kind":"status","match":7}])"}) {
    CHECK_MESSAGE(rig.post("/_control/faults", text).status == 400, text);
  }
  CHECK(rig.call("CreateCacheEntry", entry, "x").status == 503);
}
