// SPDX-License-Identifier: Apache-2.0
#include "commands/init.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "adapters/dockerfile/files.hpp"
#include "adapters/dockerfile/ignore.hpp"
#include "adapters/git/user_repository.hpp"
#include "adapters/posix/new_file.hpp"
#include "codec/starter_json.hpp"
#include "commands/adapted_starter.hpp"
#include "commands/starter_files.hpp"
#include "report/starter_text.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <iterator>
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
  bool builds{false};
};

constexpr std::array starters{
    Starter{"config", "templates/tidegate.yml", ".github/tidegate.yml", true},
    Starter{"build", "workflows/tidegate.yml", ".github/workflows/tidegate.yml", true, true},
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
    Starter{
        "observe", "workflows/observe.yml", ".github/workflows/tidegate-observe.yml", false, true},
};

// They keep out what tidegate keeps in the workspace: in an image each build would change what the
// next one copies. Written with a workflow that builds.
struct IgnoreFile {
  std::string_view target;
  std::string_view text;
};

constexpr std::string_view ignored_folder = ".tidegate/";
constexpr std::array ignore_files{
    IgnoreFile{".dockerignore",
               "# What tidegate keeps changes with each build: a step that copied it would never "
               "come from the cache.\n.tidegate/\n"},
    IgnoreFile{".gitignore", "# What tidegate keeps of its runs.\n.tidegate/\n"},
};

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

using State = model::StarterFile::State;

Result<State>
put(const fs::path& repository, const fs::path& path, std::string_view text, bool dry_run) {
  if (dry_run) {
    return posix::name_is_taken(repository, path).map([](bool taken) {
      return taken ? State::exists : State::missing;
    });
  }
  return posix::create_file(repository, path, text).map([](bool written) {
    return written ? State::written : State::exists;
  });
}

bool keeps_out(const fs::path& repository, const IgnoreFile& file) {
  if (file.target == ".gitignore") {
    return git::is_ignored(repository.string(), std::string(ignored_folder));
  }
  const auto text = dockerfile::read_text_file(repository / file.target);
  return dockerfile::IgnoreRules(dockerfile::read_ignore_lines(text.value_or("")))
      .ignores(".tidegate/events");
}

// The branch that the others are compared with.
std::string branch_of(const fs::path& repository) {
  const auto branch = git::default_branch(repository.string());
  return branch && util::to_valid_utf8(*branch) == *branch ? *branch : "main";
}

Result<void> put_starters(const std::vector<Starter>& chosen,
                          const InitOptions& options,
                          model::Starter& result) {
  for (const Starter& starter : chosen) {
    const std::string text = adapted_starter(text_of(starter), options.action, result.branch);
    const auto state = put(result.repository, starter.target, text, options.dry_run);
    if (!state) {
      return tl::unexpected(state.error());
    }
    result.files.push_back({.path = std::string(starter.target), .state = *state});
    if (*state != State::exists) {
      std::ranges::copy(other_placeholders(text), std::back_inserter(result.placeholders));
    }
  }
  return {};
}

Result<void> put_ignore_files(const InitOptions& options, model::Starter& result) {
  for (const IgnoreFile& file : ignore_files) {
    const auto state = put(result.repository, file.target, file.text, options.dry_run);
    if (!state) {
      return tl::unexpected(state.error());
    }
    const bool lacks = *state == State::exists && !keeps_out(result.repository, file);
    result.files.push_back({.path = std::string(file.target),
                            .state = *state,
                            .lacks = std::string(lacks ? ignored_folder : "")});
  }
  return {};
}

} // namespace

std::vector<std::string> starter_names() {
  std::vector<std::string> names;
  std::ranges::transform(
      starters, std::back_inserter(names), [](const Starter& s) { return std::string(s.name); });
  return names;
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
  result.action = options.action.empty() ? std::string(placeholder_action) : options.action;
  result.branch = branch_of(*repository);
  auto done = put_starters(*chosen, options, result);
  if (done && std::ranges::any_of(*chosen, &Starter::builds)) {
    done = put_ignore_files(options, result);
  }
  if (!done) {
    return tl::unexpected(done.error());
  }
  if (options.format == Format::json) {
    ports.environment.out(codec::to_json(result, 2) + "\n");
  } else {
    actions::WorkflowLog(ports.environment).answer(report::starter_text(result));
  }
  return 0;
}

} // namespace tidegate::commands
