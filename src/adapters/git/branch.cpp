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
      return lasting(said(std::move(server.error())));
    }
    server_ = *server;
  }
  const auto answer = http_.ask(ls_refs_request(*server_, name_));
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  auto tip = parse_ls_refs(*answer, name_);
  if (!tip) {
    return passing(said(std::move(tip.error())));
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

Error Branch::said(Error error) const {
  error.message = http_.clean(error.message);
  return std::move(error).in(http_.remote().url);
}

Answer<void> Branch::fetch(const FetchRequest& request) {
  const auto objects = this->objects();
  if (!objects) {
    return tl::unexpected(objects.error());
  }
  Answer<void> sent;
  Result<void> read;
  bool is_ours = false;   // the pack is none, or cannot be kept here
  bool is_theirs = false; // the answer is none
  auto taken = (*objects)->take_pack([&](const Objects::PieceSink& sink) {
    FetchReader reader([&](std::string_view piece) {
      is_ours = !sink(piece);
      return !is_ours;
    });
    sent = http_.stream(fetch_request(*server_, request), [&](std::string_view piece) {
      const bool go_on = reader.feed(piece) || reader.is_complete();
      is_theirs = !go_on && !is_ours;
      return go_on;
    });
    read = reader.finish();
    return sent && read;
  });
  // Whoever has enough breaks the connection: what that says of it is not the reason.
  if (is_ours) {
    return lasting(said(std::move(taken.error())));
  }
  if (!sent && !is_theirs) {
    return sent;
  }
  if (!read) {
    return passing(said(std::move(read.error())));
  }
  return taken ? Answer<void>{} : lasting(said(std::move(taken.error())));
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

Result<std::string> Branch::name_beside(std::string_view folder) const {
  std::string found;
  const auto top = files([&](std::string_view path, bool is_folder) {
    if (found.empty() && (!is_folder || path != folder)) {
      found = path;
    }
    return false;
  });
  return top ? Result<std::string>(std::move(found)) : tl::unexpected(top.error());
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
  std::ranges::sort(request.wants); // two paths may have one content
  const auto twice = std::ranges::unique(request.wants);
  request.wants.erase(twice.begin(), twice.end());
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
    return passing(said(std::move(pushed.error())));
  }
  if (pushed->done) {
    tip_ = commit->name;
  }
  return Push{.done = pushed->done,
              .commit = commit->name,
              .reason = http_.clean(pushed->reason),
              .talk = http_.clean(pushed->talk)};
}

} // namespace tidegate::git
