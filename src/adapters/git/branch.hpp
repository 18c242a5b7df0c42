// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/git/objects.hpp"
#include "adapters/git/protocol.hpp"
#include "adapters/git/smart_http.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::git {

// One branch of a repository behind HTTP, as far as writing files to it and reading some of them
// needs it: of its history only the tip, of its contents only what is asked for. Never forced.
class Branch {
public:
  Branch(ports::Http& http, Remote remote, std::string name);

  // Brings the tip; what is here already is not sent again.
  Answer<void> look();

  // The commit of the last look; empty: there is no such branch.
  [[nodiscard]] const std::string& tip() const { return tip_; }

  // Of the tip; false and empty without a branch.
  [[nodiscard]] bool has_file(const std::string& path) const;
  [[nodiscard]] Result<std::vector<TreeFile>> files(const Objects::Wanted& wanted) const;
  // A name at the top of the tip other than this folder's; empty: none is there. Error: external.
  [[nodiscard]] Result<std::string> name_beside(std::string_view folder) const;

  // Brings contents that are not here yet, all in one request.
  Answer<void> bring(const std::vector<std::string>& blobs);

  // Error: external; it was not brought, or is larger than `limit`.
  [[nodiscard]] Result<std::string> content(const std::string& blob, std::size_t limit) const;

  struct Push {
    bool done{false};
    std::string commit;
    std::string reason; // of a refusal: another writer was faster, or the server does not want it
    std::string talk;   // what the server's hooks said
  };

  // One commit on top of the tip. A failure that is `passing` leaves open whether it arrived: the
  // next look shows it.
  Answer<Push> push(const Change& change);

  [[nodiscard]] const std::string& url() const { return http_.remote().url; }

  [[nodiscard]] const std::string& name() const { return name_; }

private:
  Answer<Objects*> objects();
  Answer<void> fetch(const FetchRequest& request);
  [[nodiscard]] Error said(Error error) const; // by the server

  SmartHttp http_;
  std::string name_;
  std::string tip_;
  std::optional<Capabilities> server_;
  std::optional<Objects> objects_;
};

} // namespace tidegate::git
