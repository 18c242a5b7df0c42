// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

struct SecretFile {
  std::string path; // in a folder that does not exist yet, the same for all files
  std::string content;
};

// Secrets that BuildKit reads from files (0600, in a folder of 0700), removed with this object.
class SecretFiles {
public:
  // Error: external, with the path and never the content.
  static Result<SecretFiles> write(const std::vector<SecretFile>& files);

  ~SecretFiles();
  SecretFiles(SecretFiles&& other) noexcept;
  SecretFiles& operator=(SecretFiles&&) = delete;
  SecretFiles(const SecretFiles&) = delete;
  SecretFiles& operator=(const SecretFiles&) = delete;

private:
  SecretFiles() = default;
  std::string folder_;
};

} // namespace tidegate::commands
