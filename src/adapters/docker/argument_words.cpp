// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/argument_words.hpp"

#include "adapters/docker/buildx_flags.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tidegate::docker {

namespace {

class Reader {
public:
  Reader(const std::vector<std::string>& words, const OwnOptions& own)
      : words_(words),
        own_(own) {}

  std::vector<Argument> read() {
    while (next_ < words_.size()) {
      const std::string& word = words_[next_];
      first_ = next_++;
      if (ended_ || word.size() < 2 || word[0] != '-') {
        add({.kind = Argument::Kind::positional, .value = word, .written = {word}});
      } else if (word == "--") {
        ended_ = true;
        add({.kind = Argument::Kind::end_of_flags, .written = {word}});
      } else if (word[1] == '-') {
        read_long(word);
      } else {
        read_cluster(word);
      }
    }
    return std::move(arguments_);
  }

private:
  struct Meaning {
    bool own{false};
    bool takes_value{false};
    char shorthand{'\0'};
  };

  [[nodiscard]] std::optional<Meaning> meaning_of(const std::string& name) const {
    if (std::ranges::find(own_.with_value, name) != own_.with_value.end()) {
      return Meaning{.own = true, .takes_value = true};
    }
    if (std::ranges::find(own_.flags, name) != own_.flags.end()) {
      return Meaning{.own = true};
    }
    if (const BuildxFlag* flag = find_buildx_flag(std::string_view(name)); flag != nullptr) {
      return Meaning{.takes_value = flag->takes_value, .shorthand = flag->shorthand};
    }
    return std::nullopt;
  }

  void add(Argument argument) {
    argument.first_word = first_;
    arguments_.push_back(std::move(argument));
  }

  // The value that stands in the next word: pflag takes it even where it begins with a dash.
  void take_next_word(Argument& argument) {
    if (next_ < words_.size()) {
      argument.value = words_[next_];
      argument.written.push_back(words_[next_]);
      ++next_;
    }
  }

  void read_long(const std::string& word) {
    const std::size_t equals = word.find('=');
    const bool has_value = equals != std::string::npos;
    Argument argument{.kind = Argument::Kind::flag,
                      .name = word.substr(2, has_value ? equals - 2 : equals),
                      .written = {word}};
    const std::optional<Meaning> meaning = meaning_of(argument.name);
    if (has_value) {
      argument.value = word.substr(equals + 1);
    }
    if (!meaning) {
      argument.kind = Argument::Kind::unknown;
    } else {
      argument.own = meaning->own;
      argument.shorthand = meaning->shorthand;
      if (!has_value && meaning->takes_value) {
        take_next_word(argument);
      }
    }
    add(std::move(argument));
  }

  // `-q`, `-qt name`, `-tname`, `-t=name`.
  void read_cluster(const std::string& word) {
    std::string_view letters = std::string_view(word).substr(1);
    while (!letters.empty()) {
      const char letter = letters[0];
      const BuildxFlag* flag = find_buildx_flag(letter);
      if (flag == nullptr) {
        add({.kind = Argument::Kind::unknown,
             .name = std::string(1, letter),
             .written = {"-" + std::string(letters)}});
        return;
      }
      letters = read_shorthand(*flag, letters);
    }
  }

  // Returns the letters that are left.
  std::string_view read_shorthand(const BuildxFlag& flag, std::string_view letters) {
    Argument argument{.kind = Argument::Kind::flag,
                      .name = std::string(flag.name),
                      .shorthand = flag.shorthand,
                      .written = {"-" + std::string(1, flag.shorthand)}};
    std::string_view rest = letters.substr(1);
    if (rest.size() > 1 && rest[0] == '=') {
      argument.value = rest.substr(1);
    } else if (flag.takes_value && !rest.empty()) {
      argument.value = rest;
    } else if (flag.takes_value) {
      take_next_word(argument);
      add(std::move(argument));
      return {};
    } else {
      add(std::move(argument));
      return rest;
    }
    argument.written = {"-" + std::string(letters)};
    add(std::move(argument));
    return {};
  }

  const std::vector<std::string>& words_;
  const OwnOptions& own_;
  std::vector<Argument> arguments_;
  std::size_t next_{0};
  std::size_t first_{0};
  bool ended_{false};
};

} // namespace

std::vector<Argument> read_words(const std::vector<std::string>& words, const OwnOptions& own) {
  return Reader(words, own).read();
}

} // namespace tidegate::docker
