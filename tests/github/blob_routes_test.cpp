// SPDX-License-Identifier: Apache-2.0
#include "github/blob_syntax.hpp"
#include "github/test_rig.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace github_standin;
using namespace github_standin::test;

TEST_CASE("every answer carries x-ms-request-id, whatever was asked") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  const std::string url = rig.reserve("k", token);
  CHECK_FALSE(rig.put(url, "x").header("x-ms-request-id").empty());
  CHECK_FALSE(rig.put(url, "x", false).header("x-ms-request-id").empty());
  CHECK_FALSE(rig.put(url + "x", "x").header("x-ms-request-id").empty());
  CHECK_FALSE(rig.get(url).header("x-ms-request-id").empty());
  CHECK_FALSE(rig.get("http://h/nowhere").header("x-ms-request-id").empty());
  CHECK_FALSE(rig.call("CreateCacheEntry", {}, token).header("x-ms-request-id").empty());
}

TEST_CASE("an upload in blocks is put together in the order of the list") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  const std::string url = rig.reserve("k", token);
  CHECK(rig.put(url + "&comp=block&blockid=QQ%3D%3D", "AAA", false).status == 201);
  CHECK(rig.put(url + "&comp=block&blockid=Qg%3D%3D", "B", false).status == 201);
  const Answer list = rig.put(
      url + "&comp=blocklist",
      "<?xml version=\"1.0\"?>\n<BlockList><Latest>Qg==</Latest> <Latest>QQ==</Latest></BlockList>",
      false);
  CHECK(list.status == 201);
  CHECK_FALSE(list.header("ETag").empty());
  CHECK(rig.call("FinalizeCacheEntryUpload",
                 {{"key", "k"}, {"version", "v1"}, {"size_bytes", 4}},
                 token)
            .status
        == 200);
  CHECK(rig.get(rig.download_url("k", token)).body == "BAAA");
}

TEST_CASE("block ids are what clients make of them: unescaped padding, slashes, other bytes") {
  const Rig rig;
  const std::string url = rig.reserve("k", rig.token({main_scope}));
  CHECK(rig.put(url + "&comp=block&blockid=QQ==", "A", false).status == 201);
  CHECK(rig.put(url + "&comp=block&blockid=..%2F..%2Fx", "B", false).status == 201);
  CHECK(rig.put(url + "&comp=block&blockid=" + std::string(89, 'a'), "C", false).status == 400);
  CHECK(rig.put(url + "&comp=block", "C", false).status == 400);
  CHECK(rig.put(url + "&comp=blocklist",
                "<BlockList><Latest>QQ==</Latest><Uncommitted>../../x</Uncommitted></BlockList>",
                false)
            .status
        == 201);
}

TEST_CASE("a list that names an unknown block, or is no list, is refused") {
  const Rig rig;
  const std::string url = rig.reserve("k", rig.token({main_scope})) + "&comp=blocklist";
  CHECK(
      rig.put(url, "<BlockList><Latest>QQ==</Latest></BlockList>", false).header("x-ms-error-code")
      == "InvalidBlockList");
  CHECK(rig.put(url, "nonsense", false).header("x-ms-error-code") == "InvalidXmlDocument");
}

TEST_CASE("block lists are read strictly") {
  using Blocks = std::vector<std::string>;
  CHECK(parse_block_list("<BlockList/>") == Blocks{});
  CHECK(parse_block_list("<BlockList></BlockList>") == Blocks{});
  CHECK(parse_block_list("<BlockList><Latest>a</Latest>\n<Committed>b</Committed></BlockList>")
        == Blocks{"a", "b"});
  for (const std::string text : {"",
                                 "<BlockList>",
                                 "</BlockList><BlockList>",
                                 "<BlockList><</BlockList>",
                                 "<BlockList><Latest>a</BlockList>",
                                 "<BlockList><Other>a</Other></BlockList>"}) {
    CHECK_FALSE_MESSAGE(parse_block_list(text).has_value(), text);
  }
}

TEST_CASE("only the signature of that entry and direction opens it") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  const std::string other = rig.save("other", "secret", token);
  const std::string url = rig.reserve("k", token);
  const auto signature = [](const std::string& text) { return text.substr(text.find("sig=")); };
  CHECK(signature(url).size() == 4 + 64);
  CHECK(rig.put(url.substr(0, url.find('?')), "x").status == 403);
  CHECK(rig.put(url + "0", "x").status == 403);
  CHECK(rig.put(url.substr(0, url.find("sig=")) + signature(other), "x").status == 403);
  CHECK(rig.get(other).status == 403);
  CHECK(rig.put(rig.download_url("other", token), "x").status == 403);
  CHECK(rig.put(url, "x").status == 201);
}

TEST_CASE("a finalised entry cannot be written again") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  const std::string url = rig.save("k", "bytes", token);
  CHECK(rig.put(url, "other").status == 409);
  CHECK(rig.get(rig.download_url("k", token)).body == "bytes");
}

TEST_CASE("a download has the headers that Azure's clients read") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("k", "0123456789", token);
  const std::string url = rig.download_url("k", token);
  const Answer whole = rig.get(url);
  CHECK(whole.status == 200);
  CHECK(whole.header("Content-Length") == "10");
  CHECK_FALSE(whole.header("ETag").empty());
  CHECK(whole.header("Last-Modified").ends_with(" GMT"));
  CHECK(whole.header("x-ms-blob-type") == "BlockBlob");
  httplib::Client client = rig.client();
  const auto head = client.Head(url.substr(url.find("/actions")));
  REQUIRE(head);
  CHECK(head->get_header_value("Content-Length") == "10");
}

TEST_CASE("parts are sent for x-ms-range and for Range, and x-ms-range counts more") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("k", "0123456789", token);
  const std::string url = rig.download_url("k", token);
  const Answer tail = rig.get(url, {{"x-ms-range", "bytes=7-"}});
  CHECK(tail.status == 206);
  CHECK(tail.body == "789");
  CHECK(tail.header("Content-Range") == "bytes 7-9/10");
  CHECK(rig.get(url, {{"Range", "bytes=0-1"}}).body == "01");
  CHECK(rig.get(url, {{"Range", "bytes=0-1"}, {"x-ms-range", "bytes=2-3"}}).body == "23");
  CHECK(rig.get(url, {{"x-ms-range", "bytes=8-99"}}).body == "89");
  CHECK(rig.get(url, {{"x-ms-range", "bytes=10-"}}).status == 416);
}

TEST_CASE("ranges are read strictly") {
  for (const std::string text :
       {"", "bytes=", "bytes=-", "bytes=-5", "bytes=a-", "bytes=1-x", "bytes=3-2", "items=0-1"}) {
    CHECK_FALSE_MESSAGE(parse_range(text, 10).has_value(), text);
  }
  CHECK_FALSE(parse_range("bytes=0-", 0).has_value());
}

TEST_CASE("an empty blob and one larger than every buffer come back as they were") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  std::string large;
  for (int i = 0; large.size() < 3'000'000; ++i) {
    large += std::to_string(i);
  }
  rig.save("empty", "", token);
  rig.save("large", large, token);
  CHECK(rig.get(rig.download_url("empty", token)).body.empty());
  CHECK(rig.get(rig.download_url("large", token)).body == large);
  CHECK(rig.get(rig.download_url("large", token), {{"x-ms-range", "bytes=1000000-"}}).body
        == large.substr(1'000'000));
}

TEST_CASE("a blob whose bytes are gone is answered with BlobNotFound") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("k", "x", token);
  const std::string url = rig.download_url("k", token);
  std::filesystem::remove_all(rig.folder() / "blobs");
  const Answer answer = rig.get(url);
  CHECK(answer.status == 404);
  CHECK(answer.header("x-ms-error-code") == "BlobNotFound");
}
