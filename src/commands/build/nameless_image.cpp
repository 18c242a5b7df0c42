// SPDX-License-Identifier: Apache-2.0
#include "commands/build/nameless_image.hpp"

#include "util/text.hpp"

namespace tidegate::commands {
namespace {

constexpr std::chrono::seconds patience{30};

} // namespace

void remove_nameless_image(ports::Process& process,
                           const std::string& image_id,
                           const std::string& first_image_id) {
  if (!image_id.starts_with("sha256:") || image_id == first_image_id) {
    return;
  }
  const auto silent = [](std::string_view) {};
  std::string names;
  ports::Command look;
  look.argv = {"docker", "image", "inspect", "--format", "{{len .RepoTags}}", "--", image_id};
  look.time_limit = patience;
  const auto seen =
      process.run(look, [&](std::string_view text) { names += text.substr(0, 16); }, silent);
  if (!seen || seen->status != 0 || util::trim(names) != "0") {
    return;
  }
  ports::Command remove;
  remove.argv = {"docker", "image", "rm", "--", image_id};
  remove.time_limit = patience;
  (void)process.run(remove, silent, silent);
}

} // namespace tidegate::commands
