// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/protocol.hpp"

#include <doctest/doctest.h>

namespace tidegate::git {
namespace {

const std::string one(40, '1');
const std::string two(40, '2');

std::string advertised(const std::string& lines) {
  return packet("version 2\n") + packet("agent=git/2.39.5\n") + lines + "0000";
}

const std::string all_features = packet("ls-refs=unborn\n")
                                 + packet("fetch=shallow wait-for-done filter\n")
                                 + packet("object-format=sha1\n");

std::string band(int number, const std::string& text) {
  return packet(std::string(1, static_cast<char>(number)) + text);
}

// The pack of an answer to fetch, fed in chunks of `size`; the error where there is one.
std::string pack_of(std::string_view answer, std::size_t size) {
  std::string pack;
  FetchReader reader([&](std::string_view piece) {
    pack += piece;
    return true;
  });
  while (!answer.empty() && reader.feed(answer.substr(0, size))) {
    answer.remove_prefix(std::min(size, answer.size()));
  }
  const auto done = reader.finish();
  return done ? pack : "error: " + done.error().message;
}

std::string push_answer(const std::string& lines) {
  return band(2, "hello\n") + band(1, lines + "0000") + "0000";
}

} // namespace

TEST_CASE("a server of protocol version 2 says what it can do") {
  const auto server = parse_capabilities(advertised(all_features));
  REQUIRE(server);
  CHECK(server->fetch);
  CHECK(server->shallow);
  CHECK(server->filter);
  CHECK(server->object_format);
}

TEST_CASE("a server may have neither filter nor shallow fetches") {
  const auto server = parse_capabilities(advertised(packet("ls-refs\n") + packet("fetch\n")));
  REQUIRE(server);
  CHECK_FALSE(server->shallow);
  CHECK_FALSE(server->filter);
  const std::string asked =
      fetch_request(*server, {.wants = {one}, .have = {}, .tip_without_files = true});
  CHECK(asked.find("deepen") == std::string::npos);
  CHECK(asked.find("filter") == std::string::npos);
  CHECK(asked.find("object-format") == std::string::npos);
}

TEST_CASE("an old server, one with SHA-256 and a web page are told apart") {
  const auto old = parse_capabilities(packet("# service=git-upload-pack\n") + "0000"
                                      + packet(one + " HEAD") + "0000");
  REQUIRE_FALSE(old);
  CHECK(old.error().message.find("version 2") != std::string::npos);
  const auto sha256 =
      parse_capabilities(advertised(packet("fetch=shallow\n") + packet("object-format=sha256\n")));
  REQUIRE_FALSE(sha256);
  CHECK(sha256.error().message.find("SHA-256") != std::string::npos);
  const auto page = parse_capabilities("<!DOCTYPE html>");
  REQUIRE_FALSE(page);
  CHECK(page.error().message.find("not of Git's protocol") != std::string::npos);
}

TEST_CASE("the tip of a branch is that of its whole name") {
  const std::string answer =
      packet(one + " refs/heads/data-old\n") + packet(two + " refs/heads/data\n") + "0000";
  CHECK(parse_ls_refs(answer, "data") == two);
  CHECK(parse_ls_refs("0000", "data") == "");
  CHECK_FALSE(parse_ls_refs(answer.substr(0, 30), "data"));
  const auto refused = parse_ls_refs(packet("ERR access \x1b[31mdenied"), "data");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "the Git server says: access denied");
}

TEST_CASE("a fetch of the tip asks for one commit without contents") {
  const Capabilities server{.fetch = true, .shallow = true, .filter = true, .object_format = true};
  const std::string first =
      fetch_request(server, {.wants = {one}, .have = {}, .tip_without_files = true});
  CHECK(first.find("command=fetch\n") != std::string::npos);
  CHECK(first.find("object-format=sha1") != std::string::npos);
  CHECK(first.find(packet("deepen 1") + packet("filter blob:none") + packet("want " + one))
        != std::string::npos);
  CHECK(first.ends_with(packet("done") + "0000"));
  const std::string again =
      fetch_request(server, {.wants = {two}, .have = one, .tip_without_files = true});
  CHECK(again.find(packet("shallow " + one)) != std::string::npos);
  CHECK(again.find(packet("have " + one)) != std::string::npos);
}

TEST_CASE("contents are asked for by name, all at once") {
  const Capabilities server{.fetch = true, .shallow = true, .filter = true, .object_format = true};
  const std::string asked =
      fetch_request(server, {.wants = {one, two}, .have = {}, .tip_without_files = false});
  CHECK(asked.find(packet("want " + one) + packet("want " + two)) != std::string::npos);
  CHECK(asked.find("deepen") == std::string::npos);
  CHECK(asked.find("filter") == std::string::npos);
}

TEST_CASE("the pack comes out of an answer however it is cut") {
  const std::string answer = packet("shallow-info\n") + packet("shallow " + one) + "0001"
                             + packet("packfile\n") + band(2, "counting\n") + band(1, "PACK")
                             + band(1, "rest") + "0000";
  for (std::size_t size = 1; size <= answer.size(); ++size) {
    CHECK(pack_of(answer, size) == "PACKrest");
  }
}

TEST_CASE("an answer that is cut off, refused or no pack at all is an error") {
  const std::string begun = packet("packfile\n") + band(1, "PACK");
  CHECK(pack_of(begun, 7).starts_with("error: the Git server's answer to fetch is cut off"));
  CHECK(pack_of(begun + band(3, "out of memory"), 7)
        == "error: the Git server's answer says: out of memory");
  CHECK(pack_of(packet("ERR upload-pack: not our ref " + one), 7)
        == "error: the Git server's answer says: upload-pack: not our ref " + one);
  CHECK(pack_of("0000", 7).starts_with("error: "));
  CHECK(pack_of("not a packet", 7).starts_with("error: the Git server's answer is not"));
}

TEST_CASE("a push names the branch, what it was and what it becomes") {
  CHECK(push_head({.branch = "data", .old_commit = one, .new_commit = two})
            .find(one + " " + two + " refs/heads/data" + '\0' + " report-status side-band-64k")
        == 4);
  CHECK(push_head({.branch = "data", .old_commit = "", .new_commit = two})
            .find(std::string(40, '0') + " " + two)
        == 4);
}

TEST_CASE("a push is done where the server unpacked it and moved the branch") {
  const auto done =
      parse_push(push_answer(packet("unpack ok\n") + packet("ok refs/heads/data\n")), "data");
  REQUIRE(done);
  CHECK(done->done);
  CHECK(done->talk == "hello");
}

TEST_CASE("a push that is turned away has the server's reason, printable") {
  const auto refused = parse_push(
      push_answer(packet("unpack ok\n") + packet("ng refs/heads/data fetch\x1b[2J first\n")),
      "data");
  REQUIRE(refused);
  CHECK_FALSE(refused->done);
  CHECK(refused->reason == "fetch first");
  const auto broken = parse_push(push_answer(packet("unpack index-pack failed\n")
                                             + packet("ng refs/heads/data unpacker error\n")),
                                 "data");
  REQUIRE(broken);
  CHECK_FALSE(broken->done);
  CHECK(broken->reason == "index-pack failed");
  const auto early = parse_push(packet("ERR no"), "data");
  REQUIRE(early);
  CHECK(early->reason == "no");
}

TEST_CASE("nobody knows what became of a push whose answer is cut off") {
  const std::string answer = push_answer(packet("unpack ok\n") + packet("ok refs/heads/data\n"));
  for (std::size_t size = 0; size < answer.size() - 8; ++size) {
    const auto cut = parse_push(answer.substr(0, size), "data");
    CHECK_FALSE(cut);
  }
  CHECK_FALSE(
      parse_push(push_answer(packet("unpack ok\n") + packet("ok refs/heads/other\n")), "data"));
}

} // namespace tidegate::git
