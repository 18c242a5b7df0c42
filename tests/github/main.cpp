// SPDX-License-Identifier: Apache-2.0
#include "github/json_fields.hpp"
#include "github/options.hpp"

#include <csignal>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <httplib.h>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace {

using namespace github_standin;

constexpr int usage_error = 2;
constexpr int failure = 3;

int fail(const std::string& message, int code) {
  std::cerr << "github_standin: " << message << '\n';
  return code;
}

// Written under another name first: whoever sees the file can read it whole.
bool write_ready_file(const std::filesystem::path& path, const std::string& line) {
  const std::filesystem::path draft = path.string() + ".new";
  std::ofstream stream(draft, std::ios::trunc);
  stream << line << '\n';
  stream.close();
  std::error_code error;
  std::filesystem::rename(draft, path, error);
  return stream && !error;
}

int run(const Serve& serve) {
  // Before the first thread exists, so that every thread has them blocked and sigwait gets them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto standin = StandIn::start(serve.server);
  if (!standin) {
    return fail(standin.error(), failure);
  }
  const std::string line = to_line({{"url", (*standin)->url()},
                                    {"other_url", (*standin)->other_url()},
                                    {"port", (*standin)->port()},
                                    {"pid", ::getpid()}});
  if (!serve.ready_file.empty() && !write_ready_file(serve.ready_file, line)) {
    return fail("cannot write " + serve.ready_file.string(), failure);
  }
  std::cout << line << '\n' << std::flush; // whoever waits for this line must get it now
  int signal = 0;
  sigwait(&signals, &signal);
  std::error_code error;
  std::filesystem::remove(serve.ready_file, error);
  return 0;
}

int run(const IssueToken& wanted) {
  std::cout << to_jwt(make_token(wanted.scopes, std::time(nullptr), wanted.lifetime)) << '\n';
  return 0;
}

int run(const Control& control) {
  httplib::Client client(control.url.substr(0, control.url.find_last_not_of('/') + 1));
  const auto answer = [&] {
    if (!control.post) {
      return client.Get(control.path);
    }
    const std::string body{std::istreambuf_iterator<char>(std::cin), {}};
    return client.Post(control.path, body, "application/json");
  }();
  if (!answer) {
    return fail("no answer from " + control.url + "; is the stand-in running?", failure);
  }
  std::cout << answer->body << '\n';
  return answer->status < 400 ? 0 : failure;
}

} // namespace

int main(int argc, char** argv) try {
  const auto command = parse_command({argv + 1, argv + argc});
  if (!command) {
    fail(command.error(), usage_error);
    std::cerr << usage;
    return usage_error;
  }
  return std::visit([](const auto& chosen) { return run(chosen); }, *command);
} catch (const std::exception& error) {

  // Nothing here may throw by itself: what arrives is memory that ran out, or a defect.
  std::fputs(error.what(), stderr);
  return failure;
}
