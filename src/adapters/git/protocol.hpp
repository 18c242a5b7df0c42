// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/git/pkt_line.hpp"
#include "adapters/git/side_band.hpp"
#include "util/result.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// What Git's protocol version 2 (git/git Documentation/gitprotocol-v2.txt) and its push
// (gitprotocol-pack.txt) say, as text; who carries it is adapters/git/smart_http. Object names are
// 40 lower-case hex digits.
namespace tidegate::git {

bool is_object_name(std::string_view text);

// What a server of protocol version 2 offers.
struct Capabilities {
  bool fetch{false};
  bool shallow{false};
  bool filter{false};
  bool object_format{false}; // it wants to be told which hash is meant
};

// The answer to GET info/refs?service=git-upload-pack. Error: external; another version, SHA-256,
// or no Git server at all.
Result<Capabilities> parse_capabilities(std::string_view answer);

// `ls-refs` for one branch, and the commit that it is at: "" where there is no such branch.
std::string ls_refs_request(const Capabilities& server, std::string_view branch);
Result<std::string> parse_ls_refs(std::string_view answer, std::string_view branch);

struct FetchRequest {
  std::vector<std::string> wants;
  std::string have;              // a commit that is here, without its parents; empty: none
  bool tip_without_files{false}; // only the commits named, and no contents, where the server can
};

std::string fetch_request(const Capabilities& server, const FetchRequest& request);

// Reads the answer to `fetch` as it comes and hands on the pack in it.
class FetchReader {
public:
  explicit FetchReader(std::function<bool(std::string_view)> on_pack)
      : band_(std::move(on_pack)) {}

  // false: nothing more is wanted, `finish` says why.
  bool feed(std::string_view chunk);

  // The pack is over: what may come after it does not count.
  [[nodiscard]] bool is_complete() const { return complete_; }

  // Error: external; the server's own words, or an answer that is cut off or is none.
  Result<void> finish();

private:
  bool take(const Packet& packet);

  PacketReader packets_;
  SideBand band_;
  std::string problem_;
  bool in_pack_{false};
  bool complete_{false};
};

struct PushRequest {
  std::string branch;
  std::string old_commit; // empty: the branch must not be there yet
  std::string new_commit;
};

// What comes before the pack.
std::string push_head(const PushRequest& request);

struct PushAnswer {
  bool done{false};
  std::string reason; // of a refusal: the server's words, printable
  std::string talk;   // what its hooks said, printable, one line
};

// Error: external; an answer that is cut off or is none, so nobody knows what happened.
Result<PushAnswer> parse_push(std::string_view answer, std::string_view branch);

} // namespace tidegate::git
