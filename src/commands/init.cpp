// SPDX-License-Identifier: Apache-2.0
#include "commands/init.hpp"

#include "adapters/posix/new_file.hpp"
#include "codec/starter_json.hpp"
#include "commands/starter_files.hpp"
#include "report/starter_text.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace tidegate::commands {
namespace {

namespace fs = std::filesystem;

struct Starter {
  std::string_view name;
  std::string_view source; // as starter_files() names it
  std::string_view target;
  bool by_default;
};

constexpr std::array starters{
    Starter{"config", "templates/tidegate.yml", ".github/tidegate.yml", true},
    Starter{"build", "workflows/tidegate.yml", ".github/workflows/tidegate.yml", true},
    Starter{"comment",
            "workflows/tidegate-comment.yml",
            ".github/workflows/tidegate-comment.yml",
            true},
    Starter{"trend", "workflows/tidegate-trend.yml", ".github/workflows/tidegate-trend.yml", true},
    Starter{"release",
            "workflows/tidegate-release.yml",
            ".github/workflows/tidegate-release.yml",
            true},
    // Instead of `build`: two workflows would measure the same image.
    Starter{"observe", "workflows/observe.yml", ".github/workflows/tidegate-observe.yml", false},
};

// No commit has this id, so a workflow that keeps it fails at its first step and says so.
constexpr std::string_view placeholder = "OWNER/tidegate@0000000000000000000000000000000000000000";

bool is_name(std::string_view text) {
  constexpr std::string_view others = "-_.";
  return !text.empty() && text != "." && text != ".." && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || others.find(c) != std::string_view::npos;
  });
}

bool is_commit(std::string_view text) {
  constexpr std::size_t sha1 = 40;
  return text.size() == sha1
         && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<void> check_action(std::string_view action) {
  const std::size_t at = action.rfind('@');
  const auto names =
      util::split(action.substr(0, at == std::string_view::npos ? action.size() : at), '/');
  const bool commit = at != std::string_view::npos && is_commit(action.substr(at + 1));
  if (action.empty() || (commit && names.size() >= 2 && std::ranges::all_of(names, is_name))) {
    return {};
  }
  return failed(Error::Kind::usage,
                fmt::format("--action: \"{}\" is not OWNER/REPOSITORY@COMMIT", action),
                "name the commit by its full id, 40 digits: a tag can be moved, a commit cannot");
}

Result<std::vector<Starter>> selected(const std::vector<std::string>& only) {
  for (const std::string& name : only) {
    if (std::ranges::find(starters, name, &Starter::name) == starters.end()) {
      return failed(Error::Kind::usage,
                    fmt::format("--only: \"{}\" is unknown", name),
                    util::join(starter_names(), ", "));
    }
  }
  std::vector<Starter> chosen;
  std::ranges::copy_if(starters, std::back_inserter(chosen), [&](const Starter& starter) {
    return only.empty() ? starter.by_default : std::ranges::find(only, starter.name) != only.end();
  });
  return chosen;
}

Result<fs::path> find_repository() {
  std::error_code problem;
  const fs::path here = fs::current_path(problem);
  for (fs::path folder = here; !folder.empty(); folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", problem)) {
      return folder;
    }
    if (folder == folder.parent_path()) {
      break;
    }
  }
  return failed(Error::Kind::usage,
                fmt::format("{}: not in a Git repository", here.string()),
                "change into the repository that is to be built, or run `git init` first");
}

std::string_view text_of(const Starter& starter) {
  const auto files = starter_files();
  const auto found = std::ranges::find(files, starter.source, &util::EmbeddedFile::path);
  return found == files.end() ? std::string_view{} : found->text;
}

Result<model::StarterFile::State>
put(const fs::path& repository, const Starter& starter, const InitOptions& options) {
  using State = model::StarterFile::State;
  const fs::path path(starter.target);
  if (options.dry_run) {
    return posix::name_is_taken(repository, path).map([](bool taken) {
      return taken ? State::exists : State::missing;
    });
  }
  return posix::create_file(repository, path, adapted_starter(text_of(starter), options.action))
      .map([](bool written) { return written ? State::written : State::exists; });
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

} // namespace

std::vector<std::string> starter_names() {
  std::vector<std::string> names;
  std::ranges::transform(
      starters, std::back_inserter(names), [](const Starter& s) { return std::string(s.name); });
  return names;
}

std::string adapted_starter(std::string_view text, std::string_view action) {
  constexpr std::string_view copying =
      "# Starter workflow: copy it to .github/workflows/, then replace OWNER and the zeros "
      "(workflows/README.md says how).\n";
  std::string adapted(text);
  replace_all(adapted,
              copying,
              action.empty() ? "# Written by tidegate init. Replace OWNER by the owner of the "
                               "tidegate repository that you use, and the zeros\n"
                               "# by the full id of a commit of it.\n"
                             : "# Written by tidegate init; yours to change.\n");
  replace_all(adapted, " Copy it to .github/tidegate.yml.", "");
  if (!action.empty()) {
    replace_all(adapted, placeholder, action);
  }
  return adapted;
}

Result<int> run_init(const InitOptions& options, ports::Ports ports) {
  if (auto fine = check_action(options.action); !fine) {
    return tl::unexpected(fine.error());
  }
  const auto chosen = selected(options.only);
  if (!chosen) {
    return tl::unexpected(chosen.error());
  }
  const auto repository = find_repository();
  if (!repository) {
    return tl::unexpected(repository.error());
  }
  model::Starter result;
  result.repository = repository->string();
  result.dry_run = options.dry_run;
  result.placeholder = options.action.empty();
  result.action = options.action.empty() ? std::string(placeholder) : options.action;
  for (const Starter& starter : *chosen) {
    const auto state = put(*repository, starter, options);
    if (!state) {
      return tl::unexpected(state.error());
    }
    result.files.push_back({std::string(starter.target), *state});
  }
  ports.environment.out(options.format == Format::json ? codec::to_json(result, 2) + "\n"
                                                       : report::starter_text(result));
  return 0;
}

} // namespace tidegate::commands
