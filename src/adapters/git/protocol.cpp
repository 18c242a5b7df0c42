// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/protocol.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::git {
namespace {

constexpr std::string_view no_object = "0000000000000000000000000000000000000000";

std::string_view without_newline(std::string_view text) {
  return text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
}

tl::unexpected<Error> strange(std::string_view what) {
  return failed(Error::Kind::external,
                fmt::format("the Git server's answer {}", what),
                "check that the remote is the URL of a Git repository");
}

// What a server says, which is anything, as one short line.
std::string said(std::string_view text) {
  constexpr std::size_t longest = 400;
  std::string line(util::trim(text));
  std::ranges::replace(line, '\n', ' ');
  return util::shorten(util::to_printable(line), longest);
}

std::string agent() {
  return packet("agent=tidegate/" TIDEGATE_VERSION);
}

std::string command(const Capabilities& server, std::string_view name) {
  std::string text = packet(fmt::format("command={}\n", name)) + agent();
  if (server.object_format) {
    text += packet("object-format=sha1");
  }
  return text.append(delimiter_packet);
}

// Each line of an answer; false where it is not made of packets.
bool each_line(std::string_view answer, const std::function<void(std::string_view)>& sink) {
  PacketReader packets;
  const bool whole = packets.feed(answer, [&](const Packet& packet) {
    if (packet.kind == Packet::Kind::data) {
      sink(without_newline(packet.data));
    }
    return true;
  });
  return whole && packets.at_end();
}

void note_capability(Capabilities& found, std::string_view line, bool& sha256) {
  if (line == "fetch" || line.starts_with("fetch=")) {
    const auto features = util::split(line.substr(std::min<std::size_t>(line.size(), 6)), ' ');
    found.fetch = true;
    found.shallow = std::ranges::find(features, "shallow") != features.end();
    found.filter = std::ranges::find(features, "filter") != features.end();
  }
  if (line.starts_with("object-format=")) {
    found.object_format = true;
    sha256 = line != "object-format=sha1";
  }
}

} // namespace

bool is_object_name(std::string_view text) {
  return text.size() == no_object.size() && std::ranges::all_of(text, [](char letter) {
           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
         });
}

Result<Capabilities> parse_capabilities(std::string_view answer) {
  Capabilities found;
  bool version_2 = false;
  bool sha256 = false;
  const bool whole = each_line(answer, [&](std::string_view line) {
    version_2 = version_2 || line == "version 2";
    note_capability(found, line, sha256);
  });
  if (!whole) {
    return strange("is not of Git's protocol");
  }
  if (!version_2 || !found.fetch) {
    return strange("is not of protocol version 2, which Git has since 2.18");
  }
  if (sha256) {
    return failed(Error::Kind::external,
                  "the repository names its objects by SHA-256",
                  "tidegate knows repositories with SHA-1 only");
  }
  return found;
}

std::string ls_refs_request(const Capabilities& server, std::string_view branch) {
  return command(server, "ls-refs") + packet(fmt::format("ref-prefix refs/heads/{}\n", branch))
         + std::string(flush_packet);
}

Result<std::string> parse_ls_refs(std::string_view answer, std::string_view branch) {
  const std::string wanted = fmt::format(" refs/heads/{}", branch);
  std::string commit;
  std::string error;
  const bool whole = each_line(answer, [&](std::string_view line) {
    const std::string_view name = line.substr(0, no_object.size());
    if (line.starts_with("ERR ")) {
      error = said(line.substr(4));
    } else if (is_object_name(name) && line.substr(name.size()) == wanted) {
      commit = name;
    }
  });
  if (!error.empty()) {
    return failed(Error::Kind::external, fmt::format("the Git server says: {}", error));
  }
  if (!whole) {
    return strange("to ls-refs is cut off");
  }
  return commit;
}

std::string fetch_request(const Capabilities& server, const FetchRequest& request) {
  std::string text = command(server, "fetch") + packet("no-progress") + packet("ofs-delta");
  if (request.tip_without_files && server.shallow) {
    text += request.have.empty() ? "" : packet("shallow " + request.have);
    text += packet("deepen 1");
  }
  if (request.tip_without_files && server.filter) {
    text += packet("filter blob:none");
  }
  for (const std::string& want : request.wants) {
    text += packet("want " + want);
  }
  // Without `shallow` the server would take the parents of what is here for known, too.
  if (!request.have.empty() && server.shallow) {
    text += packet("have " + request.have);
  }
  return text.append(packet("done")).append(flush_packet);
}

bool FetchReader::feed(std::string_view chunk) {
  const bool go_on = packets_.feed(chunk, [this](const Packet& packet) { return take(packet); });
  if (!go_on && problem_.empty() && !complete_) {
    problem_ = "is not of Git's protocol";
  }
  return go_on;
}

bool FetchReader::take(const Packet& packet) {
  if (in_pack_) {
    complete_ = packet.kind == Packet::Kind::flush;
    return !complete_ && packet.kind == Packet::Kind::data && band_.take(packet.data);
  }
  const std::string_view line = without_newline(packet.data);
  if (line.starts_with("ERR ")) {
    problem_ = fmt::format("says: {}", said(line.substr(4)));
    return false;
  }
  in_pack_ = packet.kind == Packet::Kind::data && line == "packfile";
  return packet.kind != Packet::Kind::flush; // shallow-info and the like are for clones that last
}

Result<void> FetchReader::finish() {
  if (complete_) {
    return {};
  }
  if (band_.failed()) {
    return strange(fmt::format("says: {}", said(band_.talk())));
  }
  return strange(problem_.empty() ? "to fetch is cut off" : problem_);
}

std::string push_head(const PushRequest& request) {
  return packet(fmt::format("{} {} refs/heads/{}{} report-status side-band-64k agent=tidegate/{}",
                            request.old_commit.empty() ? no_object : request.old_commit,
                            request.new_commit,
                            request.branch,
                            '\0',
                            TIDEGATE_VERSION))
         + std::string(flush_packet);
}

namespace {

// The lines of report-status; `answer.reason` is the first that is no good.
class PushReport {
public:
  explicit PushReport(std::string_view branch)
      : ref_(fmt::format("refs/heads/{}", branch)) {}

  void take(std::string_view line) {
    if (line == "unpack ok") {
      unpacked_ = true;
    } else if (line.starts_with("unpack ")) {
      refuse(line.substr(7));
    } else if (line == "ok " + ref_) {
      done_ = true;
    } else if (line.starts_with("ng " + ref_ + " ")) {
      refuse(line.substr(ref_.size() + 4));
    } else if (line.starts_with("ERR ")) {
      refuse(line.substr(4));
    }
  }

  [[nodiscard]] bool done() const { return unpacked_ && done_; }

  [[nodiscard]] const std::string& reason() const { return reason_; }

private:
  void refuse(std::string_view why) {
    if (reason_.empty()) {
      reason_ = said(why);
    }
  }

  std::string ref_;
  std::string reason_;
  bool unpacked_{false};
  bool done_{false};
};

} // namespace

Result<PushAnswer> parse_push(std::string_view answer, std::string_view branch) {
  PushReport report(branch);
  PacketReader inner;
  SideBand band([&](std::string_view data) {
    return inner.feed(data, [&](const Packet& packet) {
      report.take(without_newline(packet.data));
      return true;
    });
  });
  PacketReader outer;
  (void)outer.feed(answer, [&](const Packet& packet) {
    if (packet.data.starts_with("ERR ")) { // before the side bands begin
      report.take(without_newline(packet.data));
    }
    return packet.kind != Packet::Kind::data || band.take(packet.data);
  });
  PushAnswer result{.done = report.done(), .reason = report.reason(), .talk = said(band.talk())};
  if (!result.done && result.reason.empty() && band.failed()) {
    result.reason = result.talk;
  }
  if (!result.done && result.reason.empty()) {
    return strange("to the push is cut off");
  }
  return result;
}

} // namespace tidegate::git
