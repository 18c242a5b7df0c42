// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace tidegate::git {

// The URL of a remote of the repository that `folder` lies in; the push URL where it has one of its
// own. nullopt: no repository, no such remote. Nothing is written there, no program is run.
std::optional<std::string> url_of_remote(const std::string& folder, const std::string& name);

} // namespace tidegate::git
