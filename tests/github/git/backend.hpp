// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <httplib.h>
#include <string>

namespace github_standin {

// One request as CGI (RFC 3875) hands it to `git http-backend`.
struct BackendOrder {
  std::string root;    // GIT_PROJECT_ROOT
  std::string path;    // of the repository below it: "/owner/name.git"
  std::string service; // "git-upload-pack", "git-receive-pack"
  std::string content_type;
  std::string content_encoding; // the backend inflates gzip itself
  std::string protocol;         // the header Git-Protocol
};

void answer_advertisement(const BackendOrder& order, httplib::Response& response);

// The request goes to git as it comes. A pack that is sent goes out as git makes it; the short
// report on a push is kept until the push is finished.
void answer_pack(const BackendOrder& order,
                 const httplib::ContentReader& body,
                 httplib::Response& response);

} // namespace github_standin
