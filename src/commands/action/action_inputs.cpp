// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action_inputs.hpp"

#include "commands/action/action_attests.hpp"
#include "commands/action/action_run.hpp"
#include "commands/action/action_secrets.hpp"
#include "commands/action/action_sharing.hpp"
#include "commands/action/input_list.hpp"
#include "commands/action/input_reader.hpp"
#include "util/text.hpp"

#include <array>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace tidegate::commands {
namespace {

struct Repeated {
  std::string_view input;
  std::string_view option;
  ListStyle style;
};

constexpr std::array repeated_options{
    Repeated{"add-hosts", "--add-host", ListStyle::commas},
    Repeated{"allow", "--allow", ListStyle::commas},
    Repeated{"annotations", "--annotation", ListStyle::lines},
    Repeated{"build-args", "--build-arg", ListStyle::lines},
    Repeated{"cache-from", "--cache-from", ListStyle::lines},
    Repeated{"cache-to", "--cache-to", ListStyle::lines},
    Repeated{"labels", "--label", ListStyle::lines},
    Repeated{"no-cache-filters", "--no-cache-filter", ListStyle::commas},
    Repeated{"outputs", "--output", ListStyle::verbatim},
    Repeated{"ssh", "--ssh", ListStyle::commas},
    Repeated{"tags", "--tag", ListStyle::commas},
    Repeated{"ulimit", "--ulimit", ListStyle::lines},
};

struct Option {
  std::string_view input;
  std::string_view option;
};

constexpr std::array single_options{
    Option{"builder", "--builder"},
    Option{"call", "--call"},
    Option{"cgroup-parent", "--cgroup-parent"},
    Option{"file", "--file"},
    Option{"network", "--network"},
    Option{"shm-size", "--shm-size"},
    Option{"target", "--target"},
};
constexpr std::array flag_options{
    Option{"load", "--load"},
    Option{"no-cache", "--no-cache"},
    Option{"pull", "--pull"},
    Option{"push", "--push"},
};

class ActionReader {
public:
  explicit ActionReader(const ports::Environment& environment)
      : environment_(environment),
        inputs_(environment),
        git_context_(git_context(environment)) {}

  Result<ActionInputs> read() {
    read_own_options();
    read_mode();
    add_plain_options();
    add_build_contexts();
    add_attests();
    const std::string context = read_context();
    add_secrets(context.starts_with(git_context_) && !git_context_.empty());
    result_.buildx_args.push_back(context);
    if (inputs_.error()) {
      return tl::unexpected(*inputs_.error());
    }
    return std::move(result_);
  }

private:
  void add(std::string_view option, std::string value) {
    result_.buildx_args.emplace_back(option);
    result_.buildx_args.push_back(std::move(value));
  }

  void read_own_options() {
    SettingsOverrides& settings = result_.settings;
    settings.config = inputs_.text("config");
    settings.events_dir = inputs_.given("events-dir");
    settings.max_build_time = inputs_.given("max-build-time");
    settings.max_image_size = inputs_.given("max-image-size");
    settings.min_cache_hit_ratio = inputs_.given("min-cache-hit-ratio");
    settings.gate_mode = inputs_.given("gate");
    settings.on_fail = inputs_.given("on-fail");
    settings.on_cache_failure = inputs_.given("on-cache-failure");
    settings.cache_export_limit = inputs_.given("cache-export-limit");
    settings.cache_export_stall = inputs_.given("cache-export-stall");
    result_.summary = inputs_.flag("summary", true);
    result_.working_directory = inputs_.text("working-directory");
    result_.sharing = read_action_sharing(inputs_);
  }

  void read_mode() {
    const std::string mode = inputs_.text("mode");
    result_.observe = mode == "observe";
    result_.observed_metadata = inputs_.text("metadata");
    if (!mode.empty() && mode != "build" && !result_.observe) {
      inputs_.fail({Error::Kind::usage, "mode: \"" + mode + "\" is unknown", "build or observe"});
    }
  }

  void add_plain_options() {
    for (const Repeated& option : repeated_options) {
      for (std::string& item : inputs_.list(option.input, option.style)) {
        add(option.option, std::move(item));
      }
    }
    for (const Option& option : single_options) {
      if (auto value = inputs_.given(option.input)) {
        add(option.option, std::move(*value));
      }
    }
    for (const Option& option : flag_options) {
      if (inputs_.flag(option.input, false)) {
        result_.buildx_args.emplace_back(option.option);
      }
    }
    if (const auto platforms = inputs_.list("platforms", ListStyle::commas); !platforms.empty()) {
      add("--platform", util::join(platforms, ","));
    }
  }

  void add_build_contexts() {
    for (const std::string& item : inputs_.list("build-contexts", ListStyle::lines)) {
      add("--build-context", expanded(item, "build-contexts"));
    }
  }

  void add_attests() {
    AttestInputs asked;
    asked.provenance = inputs_.text("provenance");
    asked.sbom = inputs_.text("sbom");
    asked.attests = inputs_.list("attests", ListStyle::lines);
    asked.outputs = inputs_.list("outputs", ListStyle::verbatim);
    asked.load = inputs_.flag("load", false);
    auto attests = read_attests(asked, environment_);
    if (!attests) {
      inputs_.fail(std::move(attests.error()));
      return;
    }
    for (std::string& attest : attests->asked) {
      add("--attest", std::move(attest));
    }
    result_.default_attest = std::move(attests->unless_docker_driver);
  }

  void add_secrets(bool builds_own_repository) {
    ActionSecrets secrets(environment_, result_.working_directory);
    secrets.add_values(inputs_.list("secrets", ListStyle::values));
    secrets.add_variables(inputs_.list("secret-envs", ListStyle::commas));
    secrets.add_files(inputs_.list("secret-files", ListStyle::lines));
    if (const auto token = inputs_.given("github-token")) {
      secrets.add_git_token(*token, builds_own_repository);
      result_.github_token = *token;
    }
    for (std::string& option : secrets.options) {
      add("--secret", std::move(option));
    }
    result_.secret_files = std::move(secrets.files);
    result_.secrets = std::move(secrets.values);
    result_.warnings = std::move(secrets.warnings);
  }

  std::string read_context() {
    const std::string asked = inputs_.text("context");
    std::string context = expanded(asked.empty() ? "{{defaultContext}}" : asked, "context");
    if (context.size() > 1 && context.front() == '-') {
      inputs_.fail({Error::Kind::usage,
                    fmt::format(R"(input "context": "{}" looks like an option)", context),
                    "put ./ before the name of a folder that begins with a dash"});
    }
    return context;
  }

  // `{{defaultContext}}` is all that is left of the templates that build-push-action takes here.
  std::string expanded(std::string_view text, std::string_view input) {
    std::string result;
    for (std::size_t open = text.find("{{"); open != std::string_view::npos;
         open = text.find("{{")) {
      const std::size_t close = text.find("}}", open);
      const std::string_view name =
          util::trim(text.substr(open + 2, close == std::string_view::npos ? 0 : close - open - 2));
      if (name != "defaultContext") {
        inputs_.fail({Error::Kind::usage,
                      fmt::format(R"(input "{}": unknown template in "{}")", input, text),
                      "only {{defaultContext}} is known"});
        return {};
      }
      if (git_context_.empty()) {
        inputs_.fail({Error::Kind::usage,
                      fmt::format("input \"{}\": no repository to build from", input),
                      "check the repository out and say `context: .`"});
      }
      result += fmt::format("{}{}", text.substr(0, open), git_context_);
      text.remove_prefix(close + 2);
    }
    return result + std::string(text);
  }

  const ports::Environment& environment_;
  InputReader inputs_;
  std::string git_context_;
  ActionInputs result_;
};

} // namespace

Result<ActionInputs> read_action_inputs(const ports::Environment& environment) {
  return ActionReader(environment).read();
}

} // namespace tidegate::commands
