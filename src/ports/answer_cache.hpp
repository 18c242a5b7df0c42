// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace tidegate::ports {

// An answer of a server that may be asked for again with If-None-Match.
struct CachedAnswer {
  std::string etag;
  std::string link; // its Link header; "" where it had none
  std::string body;
};

// Answers of earlier runs, by URL. What cannot be kept or found is only asked for again.
class AnswerCache {
public:
  virtual ~AnswerCache() = default;

  virtual std::optional<CachedAnswer> find(const std::string& url) = 0;
  virtual void keep(const std::string& url, const CachedAnswer& answer) = 0;
};

} // namespace tidegate::ports
