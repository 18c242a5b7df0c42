// SPDX-License-Identifier: Apache-2.0
#include "github/options.hpp"

#include "github/whole_number.hpp"

#include <functional>
#include <map>
#include <utility>

namespace github_standin {

const char* const usage =
    "usage: github_standin [serve] --dir DIR [--port N] [--ready-file FILE] [--log FILE]\n"
    "       github_standin token --scope REF=RIGHTS... [--lifetime 6h]\n"
    "       github_standin control --url URL (--get PATH | --post PATH < BODY)\n";

namespace {

// Takes the value of one option; the complaint, or empty.
using Take = std::function<std::string(std::string_view)>;
using Options = std::map<std::string_view, Take>;

std::string read_options(const std::vector<std::string_view>& arguments, const Options& options) {
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const auto found = options.find(arguments[i]);
    if (found == options.end()) {
      return "unknown option \"" + std::string(arguments[i]) + "\"";
    }
    if (i + 1 == arguments.size()) {
      return std::string(arguments[i]) + " needs a value";
    }
    if (std::string complaint = found->second(arguments[i + 1]); !complaint.empty()) {
      return complaint;
    }
  }
  return "";
}

template<typename Target>
Take into(Target& target) {
  return [&target](std::string_view value) {
    target = value;
    return std::string();
  };
}

Take into_port(int& port) {
  return [&port](std::string_view value) -> std::string {
    port = whole_number<int>(value).value_or(-1);
    const bool fits = port >= 0 && port <= 65535;
    return fits ? "" : "--port: \"" + std::string(value) + "\" is no port";
  };
}

tl::expected<Command, std::string> parse_serve(const std::vector<std::string_view>& arguments) {
  Serve serve;
  std::string complaint = read_options(arguments,
                                       {{"--dir", into(serve.server.folder)},
                                        {"--log", into(serve.server.log)},
                                        {"--ready-file", into(serve.ready_file)},
                                        {"--port", into_port(serve.server.port)}});
  if (complaint.empty() && serve.server.folder.empty()) {
    complaint = "--dir must be given";
  }
  if (!complaint.empty()) {
    return tl::unexpected(complaint);
  }
  return serve;
}

tl::expected<Command, std::string> parse_token(const std::vector<std::string_view>& arguments) {
  IssueToken token;
  const Take scope = [&token](std::string_view value) {
    auto right = parse_scope_right(value);
    if (right) {
      token.scopes.push_back(std::move(*right));
    }
    return right ? std::string() : right.error();
  };
  const Take lifetime = [&token](std::string_view value) {
    const auto parsed = parse_lifetime(value);
    token.lifetime = parsed.value_or(token.lifetime);
    return parsed ? std::string() : parsed.error();
  };
  std::string complaint = read_options(arguments, {{"--scope", scope}, {"--lifetime", lifetime}});
  if (!complaint.empty()) {
    return tl::unexpected(complaint);
  }
  return token;
}

tl::expected<Command, std::string> parse_control(const std::vector<std::string_view>& arguments) {
  Control control;
  const Take post = [&control](std::string_view value) {
    control.post = true;
    control.path = value;
    return std::string();
  };
  std::string complaint = read_options(
      arguments, {{"--url", into(control.url)}, {"--get", into(control.path)}, {"--post", post}});
  if (complaint.empty() && (control.url.empty() || control.path.empty())) {
    complaint = "control needs --url and --get or --post";
  }
  if (!complaint.empty()) {
    return tl::unexpected(complaint);
  }
  return control;
}

} // namespace

tl::expected<Command, std::string> parse_command(const std::vector<std::string_view>& arguments) {
  const std::string_view first = arguments.empty() ? "" : arguments.front();
  if (first.empty() || first.starts_with("--")) {
    return parse_serve(arguments);
  }
  const std::vector<std::string_view> rest(arguments.begin() + 1, arguments.end());
  if (first == "serve") {
    return parse_serve(rest);
  }
  if (first == "token") {
    return parse_token(rest);
  }
  if (first == "control") {
    return parse_control(rest);
  }
  return tl::unexpected("unknown command \"" + std::string(first) + "\"");
}

} // namespace github_standin
