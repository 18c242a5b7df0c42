// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/run_context.hpp"

#include "adapters/actions/matrix_leg.hpp"
#include "codec/parse_json.hpp"
#include "util/secrets.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace tidegate::actions {
namespace {

using nlohmann::json;

// Rights in the `ac` claim (tonistiigi/go-actions-cache).
constexpr std::int64_t may_read = 1;
constexpr std::int64_t may_write = 2;

// Values that Go's strconv.ParseBool takes for true: BuildKit reads ACTIONS_CACHE_SERVICE_V2 with
// it.
bool is_true(const std::string& text) {
  constexpr std::array<std::string_view, 6> words{"1", "t", "T", "TRUE", "true", "True"};
  return std::ranges::find(words, text) != words.end();
}

// "refs/pull/12/merge" -> "12".
std::string pull_request(const std::string& ref) {
  const auto parts = util::split(ref, '/');
  const bool is_pull = parts.size() >= 3 && parts[0] == "refs" && parts[1] == "pull";
  const bool is_number =
      is_pull && !parts[2].empty() && parts[2].find_first_not_of("0123456789") == std::string::npos;
  return is_number ? parts[2] : std::string{};
}

std::optional<std::string> decode_base64url(std::string text) {
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  text.resize(text.find_last_not_of('=') + 1);
  text.append((4 - text.size() % 4) % 4, '=');
  return util::decode_base64(text);
}

// The second part of a JWT; discarded where it is none.
json claims_of(const std::string& token) {
  const auto parts = util::split(token, '.');
  const auto payload =
      parts.size() == 3 ? decode_base64url(parts[1]) : std::optional<std::string>{};
  return codec::parse_json(payload.value_or(""));
}

const json* member(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found == object.end() ? nullptr : &*found;
}

std::optional<Time> read_expiry(const json& claims) {
  constexpr double last_second = 9.2e9; // Time ends in 2262
  const json* const claim = member(claims, "exp");
  const double seconds = claim != nullptr && claim->is_number() ? claim->get<double>() : 0;
  const bool is_a_time = seconds > 0 && seconds < last_second;
  return is_a_time ? std::optional(Time(std::chrono::seconds(static_cast<std::int64_t>(seconds))))
                   : std::nullopt;
}

std::optional<model::CacheAccess::Scope> read_scope(const json& entry) {
  const json* const name = member(entry, "Scope");
  const json* const rights = member(entry, "Permission");
  if (name == nullptr || !name->is_string() || rights == nullptr || !rights->is_number_integer()) {
    return std::nullopt;
  }
  const auto bits = rights->get<std::int64_t>();
  return model::CacheAccess::Scope{
      name->get<std::string>(), (bits & may_read) != 0, (bits & may_write) != 0};
}

// The claim is a string that holds JSON.
void read_scopes(const json& claims, model::CacheAccess& access) {
  const json* const claim = member(claims, "ac");
  if (claim == nullptr || !claim->is_string()) {
    return;
  }
  const json scopes = codec::parse_json(claim->get<std::string>());
  access.token_readable = scopes.is_array();
  for (const json& entry : scopes.is_array() ? scopes : json::array()) {
    if (auto scope = read_scope(entry)) {
      access.scopes.push_back(std::move(*scope));
    }
  }
}

// GITHUB_JOB is the same for all legs of a matrix, and GitHub tells no step which one it is in.
// What is given is cleaned before it is cut: half a secret has no shape. A matrix is JSON first.
std::string leg_of(const ports::Environment& environment, const util::Redactor& redactor) {
  constexpr std::size_t longest = 100;
  for (const auto* name : {"INPUT_LEG", "TIDEGATE_LEG"}) {
    if (const std::string given = environment.text(name); !given.empty()) {
      return util::shorten_apart(redactor.clean(util::to_printable(given)), longest);
    }
  }
  return redactor.clean(matrix_leg(environment.text("TIDEGATE_MATRIX")));
}

// Of a line of the action's input `secrets`: KEY=value, or a further line of a value in quotes.
// Empty for `KEY=`, which a fork's pull request has in the place of each secret.
std::string value_in(std::string_view line) {
  line = util::trim(line);
  const bool quoted = line.starts_with('"');
  line.remove_prefix(quoted ? 1 : 0);
  line.remove_suffix(line.ends_with('"') ? 1 : 0);
  const std::size_t equals = line.find('=');
  const std::string_view end = "==";
  const std::string_view value =
      line.ends_with(end) && equals == line.size() - end.size()
          ? line // of base64
          : line.substr(equals == std::string_view::npos ? 0 : equals + 1);
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) { // quotes are written twice (CSV)
    text += value[i];
    i += value.substr(i).starts_with("\"\"") ? 1U : 0U;
  }
  return text;
}

// Where things are, which is in many texts and no secret, though the name says PWD, AUTH or CERT.
bool is_place(std::string_view name, std::string_view value) {
  constexpr std::array<std::string_view, 6> ends{
      "_FILE", "_PATH", "_DIR", "_SOCK", "PWD", "_CREDENTIALS"};
  return value.starts_with('/')
         && std::ranges::any_of(ends, [&](auto end) { return name.ends_with(end); });
}

// CACHE_KEY is the name of a thing, DEPLOY_KEY opens it.
bool names_a_thing(std::string_view name) {
  constexpr std::array<std::string_view, 6> things{
      "CACHE_KEY", "BUILD_KEY", "RESTORE_KEY", "PROJECT_KEY", "PUBLIC_KEY", "MATRIX_KEY"};
  return std::ranges::any_of(things, [&](auto thing) { return name.ends_with(thing); });
}

// The runner's own and the inputs of the action: which of them are secrets is known.
bool is_of_the_runner(std::string_view name) {
  constexpr std::array<std::string_view, 4> beginnings{"ACTIONS_", "GITHUB_", "INPUT_", "RUNNER_"};
  return std::ranges::any_of(beginnings,
                             [&](auto beginning) { return name.starts_with(beginning); });
}

} // namespace

bool in_actions(const ports::Environment& environment) {
  return environment.text("GITHUB_ACTIONS") == "true";
}

std::filesystem::path temp_parent(const ports::Environment& environment) {
  for (const char* name : {"RUNNER_TEMP", "TMPDIR"}) {
    if (auto folder = environment.text(name); !folder.empty()) {
      return folder;
    }
  }
  return "/tmp";
}

model::Run read_run(const ports::Environment& environment) {
  const util::Redactor redactor = secret_redactor(environment);
  const auto clean = [&](const char* name) { return redactor.clean(environment.text(name)); };
  model::Run run;
  run.repository = environment.text("GITHUB_REPOSITORY");
  run.id = environment.text("GITHUB_RUN_ID");
  run.attempt = environment.text("GITHUB_RUN_ATTEMPT");
  run.workflow = clean("GITHUB_WORKFLOW");
  run.job = clean("GITHUB_JOB");
  run.leg = leg_of(environment, redactor);
  run.sha = environment.text("GITHUB_SHA");
  run.ref = clean("GITHUB_REF");
  run.event = environment.text("GITHUB_EVENT_NAME");
  run.actor = clean("GITHUB_ACTOR");
  run.pr = pull_request(run.ref);
  return run;
}

model::CacheAccess read_cache_access(const ports::Environment& environment) {
  model::CacheAccess access;
  const std::string token = environment.text("ACTIONS_RUNTIME_TOKEN");
  access.token = !token.empty();
  access.url = !environment.text("ACTIONS_RESULTS_URL").empty()
               || !environment.text("ACTIONS_CACHE_URL").empty();
  access.v2 = is_true(environment.text("ACTIONS_CACHE_SERVICE_V2"));
  access.mode = util::trim(environment.text("ACTIONS_CACHE_MODE"));
  const json claims = claims_of(token);
  access.expires = read_expiry(claims);
  read_scopes(claims, access);
  return access;
}

std::vector<std::string> environment_secrets(const ports::Environment& environment) {
  std::vector<std::string> secrets;
  const auto add = [&](std::string_view text, std::size_t least) {
    std::string value{util::trim(text)};
    if (value.size() >= least && std::ranges::find(secrets, value) == secrets.end()) {
      secrets.push_back(std::move(value));
    }
  };
  for (const char* const name : util::token_variables) {
    add(environment.text(name), 1);
  }
  constexpr std::size_t least_of_a_line = 8;
  for (const std::string& line : util::split(environment.text("INPUT_SECRETS"), '\n')) {
    add(value_in(line), least_of_a_line);
  }
  constexpr std::size_t least_of_others = 12;
  for (const std::string& name : environment.names()) {
    const std::string value = environment.text(name);
    if (!is_of_the_runner(name) && !is_place(name, value) && !names_a_thing(name)
        && util::names_secret(name)) {
      add(value, least_of_others);
    }
  }
  return secrets;
}

util::Redactor secret_redactor(const ports::Environment& environment) {
  util::Redactor redactor;
  for (const std::string& secret : environment_secrets(environment)) {
    redactor.hide(secret);
  }
  return redactor;
}

} // namespace tidegate::actions
