// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/file_commands.hpp"

#include "util/id.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tidegate::actions {
namespace {

constexpr std::size_t delimiter_bytes = 16;

using Outputs = std::vector<std::pair<std::string, std::string>>;

bool is_readable(const std::string& name) {
  return !name.empty() && name.find_first_of("=\n") == std::string::npos
         && name.find("<<") == std::string::npos;
}

std::string fresh_delimiter(const Outputs& outputs) {
  std::string delimiter;
  const auto is_taken = [&](const auto& output) {
    return output.first.find(delimiter) != std::string::npos
           || output.second.find(delimiter) != std::string::npos;
  };
  do {
    delimiter = "ghadelimiter_" + util::random_hex(delimiter_bytes);
  } while (std::ranges::any_of(outputs, is_taken));
  return delimiter;
}

class Descriptor {
public:
  explicit Descriptor(int number)
      : number_(number) {}

  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }

private:
  int number_;
};

// What another program left without a newline would swallow the first name that we write.
bool ends_within_a_line(const std::filesystem::path& file) {
  const Descriptor reader(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat facts{};
  char last = '\n';
  const bool readable = reader.number() >= 0 && ::fstat(reader.number(), &facts) == 0
                        && S_ISREG(facts.st_mode) && facts.st_size > 0
                        && ::pread(reader.number(), &last, 1, facts.st_size - 1) == 1;
  return readable && last != '\n';
}

// 0, or the errno of the write that failed.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return errno;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return 0;
}

tl::unexpected<Error>
cannot_append(const std::filesystem::path& file, std::string_view variable, int cause) {
  const std::string named = variable.empty() ? std::string{} : fmt::format(" (from {})", variable);
  return failed(
      Error::Kind::external,
      fmt::format("cannot append to '{}'{}: {}",
                  file.string(),
                  named,
                  std::generic_category().message(cause)),
      "the runner names this file; check that it is writable and that the disk is not full");
}

} // namespace

std::string output_text(const Outputs& outputs) {
  const std::string delimiter = fresh_delimiter(outputs);
  std::string text;
  for (const auto& [name, value] : outputs) {
    if (is_readable(name)) {
      text += fmt::format(
          "{0}<<{1}\n{2}\n{1}\n", util::to_valid_utf8(name), delimiter, util::to_valid_utf8(value));
    }
  }
  return text;
}

Result<void> append_to_file(const std::filesystem::path& file,
                            std::string_view text,
                            std::string_view variable) {
  constexpr mode_t for_all_to_read = 0644;
  const Descriptor target(
      ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, for_all_to_read));
  if (target.number() < 0) {
    return cannot_append(file, variable, errno);
  }
  struct stat before{};
  const bool is_file = ::fstat(target.number(), &before) == 0 && S_ISREG(before.st_mode);
  std::string all = ends_within_a_line(file) ? "\n" : "";
  all += text;
  const int cause = write_all(target.number(), all);
  if (cause == 0) {
    return {};
  }
  if (is_file && ::ftruncate(target.number(), before.st_size) != 0) {
    return cannot_append(file, variable, errno);
  }
  return cannot_append(file, variable, cause);
}

} // namespace tidegate::actions
