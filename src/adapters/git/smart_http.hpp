// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/git/remote.hpp"
#include "ports/http.hpp"
#include "util/result.hpp"
#include "util/secrets.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace tidegate::git {

// Why something did not work, and whether it may work in a moment: a broken connection, a server
// that is busy.
struct Failure {
  Error error;
  bool passing{false};
};

template<typename T>
using Answer = tl::expected<T, Failure>;

// Git over HTTP (git/git Documentation/gitprotocol-http.txt). libgit2's own transport is not used:
// as Debian builds it, it fails at a 401 on a connection that is kept open, and it can neither
// fetch without contents nor one commit alone.
class SmartHttp {
public:
  SmartHttp(ports::Http& http, Remote remote);

  // GET info/refs?service=git-upload-pack. A redirect within the host is followed, and counts from
  // then on.
  Answer<std::string> advertisement();

  // POST git-upload-pack, for answers of at most a few megabytes.
  Answer<std::string> ask(const std::string& body);

  // The same for an answer of any length, piece by piece; `sink` says false where it has enough.
  Answer<void> stream(const std::string& body, const std::function<bool(std::string_view)>& sink);

  // POST git-receive-pack. A failure that is `passing` leaves open whether it arrived.
  Answer<std::string> push(std::string body);

  [[nodiscard]] const Remote& remote() const { return remote_; }

  // Some servers say in their answers who asks, with the credentials: what they say goes through
  // here before anybody sees it.
  [[nodiscard]] std::string clean(std::string_view said) const { return redactor_.clean(said); }

private:
  [[nodiscard]] ports::HttpRequest request(std::string_view path) const;
  [[nodiscard]] ports::HttpRequest post(std::string_view service, std::string body) const;
  Answer<ports::HttpAnswer> send(const ports::HttpRequest& request, bool writes);

  ports::Http& http_;
  Remote remote_;
  util::Redactor redactor_;
};

} // namespace tidegate::git
