// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/branch.hpp"

#include <algorithm>

namespace tidegate::git {
namespace {

tl::unexpected<Failure> lasting(Error error) {
  return tl::unexpected(Failure{.error = std::move(error), .passing = false});
}

// An answer that makes no sense mostly is one that was cut off.
tl::unexpected<Failure> passing(Error error) {
  return tl::unexpected(Failure{.error = std::move(error), .passing = true});
}

} // namespace

Branch::Branch(ports::Http& http, Remote remote, std::string name)
    : http_(http, std::move(remote)),
      name_(std::move(name)) {}

Answer<Objects*> Branch::objects() {
  if (!objects_) {
    auto made = Objects::make();
    if (!made) {
      return lasting(std::move(made.error()));
    }
    objects_.emplace(std::move(*made));
  }
  return &*objects_;
}

Answer<void> Branch::look() {
  if (!server_) {
    const auto answer = http_.advertisement();
    if (!answer) {
      return tl::unexpected(answer.error());
    }
    auto server = parse_capabilities(*answer);
    if (!server) {
      return lasting(std::move(server.error()).in(http_.remote().url));
    }
    server_ = *server;
  }
  const auto answer = http_.ask(ls_refs_request(*server_, name_));
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  auto tip = parse_ls_refs(*answer, name_);
  if (!tip) {
    return passing(std::move(tip.error()).in(http_.remote().url));
  }
  if (!tip->empty() && *tip != tip_) {
    const FetchRequest request{.wants = {*tip}, .have = tip_, .tip_without_files = true};
    if (auto fetched = fetch(request); !fetched) {
      return fetched;
    }
  }
  tip_ = std::move(*tip);
  return {};
}

Answer<void> Branch::fetch(const FetchRequest& request) {
  const auto objects = this->objects();
  if (!objects) {
    return tl::unexpected(objects.error());
  }
  Answer<void> sent;
  Result<void> read;
  auto taken = (*objects)->take_pack([&](const Objects::PieceSink& sink) {
    FetchReader reader(sink);
    sent = http_.stream(fetch_request(*server_, request), [&](std::string_view piece) {
      return reader.feed(piece) || reader.is_complete();
    });
    read = reader.finish();
    return sent && read;
  });
  // The first thing that went wrong says the most; a sink that had enough breaks the connection.
  if (!taken && !read && sent) {
    return passing(std::move(read.error()).in(http_.remote().url));
  }
  if (!sent && !sent.error().passing) {
    return sent;
  }
  if (!taken) {
    return passing(std::move(sent ? taken.error() : sent.error().error));
  }
  return {};
}

bool Branch::has_file(const std::string& path) const {
  return !tip_.empty() && objects_ && objects_->has_file(tip_, path);
}

Result<std::vector<TreeFile>> Branch::files(const Objects::Wanted& wanted) const {
  if (tip_.empty() || !objects_) {
    return std::vector<TreeFile>{};
  }
  return objects_->files(tip_, wanted);
}

Answer<void> Branch::bring(const std::vector<std::string>& blobs) {
  const auto objects = this->objects();
  if (!objects) {
    return tl::unexpected(objects.error());
  }
  FetchRequest request;
  std::ranges::copy_if(blobs, std::back_inserter(request.wants), [&](const std::string& blob) {
    return is_object_name(blob) && !(*objects)->has(blob);
  });
  // A server without filters sent them with the tip.
  return request.wants.empty() ? Answer<void>{} : fetch(request);
}

Result<std::string> Branch::content(const std::string& blob, std::size_t limit) const {
  if (!objects_) {
    return failed(Error::Kind::internal, "nothing was fetched yet");
  }
  return objects_->content(blob, limit);
}

Answer<Branch::Push> Branch::push(const Change& change) {
  const auto objects = this->objects();
  if (!objects) {
    return tl::unexpected(objects.error());
  }
  auto commit = (*objects)->commit(tip_, change);
  if (!commit) {
    return lasting(std::move(commit.error()));
  }
  const PushRequest request{.branch = name_, .old_commit = tip_, .new_commit = commit->name};
  const auto answer = http_.push(push_head(request) + commit->pack);
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  auto pushed = parse_push(*answer, name_);
  if (!pushed) {
    return passing(std::move(pushed.error()).in(http_.remote().url));
  }
  if (pushed->done) {
    tip_ = commit->name;
  }
  return Push{
      .done = pushed->done, .commit = commit->name, .reason = pushed->reason, .talk = pushed->talk};
}

} // namespace tidegate::git
