// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/image/byte_source.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

namespace tidegate::test {

// A ustar archive, written by hand so that a test does not check libarchive with libarchive.
class TarText {
public:
  TarText& file(const std::string& name, std::string_view data) {
    return header(name, '0', data.size()).data(data);
  }

  TarText& directory(const std::string& name) { return header(name, '5', 0); }

  TarText& hard_link(const std::string& name, const std::string& target) {
    return header(name, '1', 0, target);
  }

  TarText& symbolic_link(const std::string& name, const std::string& target) {
    return header(name, '2', 0, target);
  }

  // Says that it has more data than follows.
  TarText& promise(const std::string& name, std::uint64_t bytes) {
    return header(name, '0', bytes);
  }

  // GNU's way to write a name that does not fit into a header.
  TarText& long_name(const std::string& name, std::string_view content) {
    header("././@LongLink", 'L', name.size() + 1).data(name + '\0');
    return file(name.substr(0, 90), content);
  }

  [[nodiscard]] std::string text() const { return text_ + std::string(1024, '\0'); }

  [[nodiscard]] const std::string& without_end() const { return text_; }

private:
  TarText&
  header(const std::string& name, char type, std::uint64_t bytes, const std::string& target = {}) {
    std::array<char, 512> block{};
    const auto put = [&](std::size_t at, const std::string& text) {
      std::memcpy(&block.at(at), text.data(), text.size());
    };
    const auto octal = [](std::uint64_t number) {
      std::array<char, 16> text{};
      std::snprintf(text.data(), text.size(), "%011llo", static_cast<unsigned long long>(number));
      return std::string(text.data());
    };
    put(0, name.substr(0, 100));
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, octal(bytes));
    put(136, octal(0));
    put(148, "        ");
    block[156] = type;
    put(157, target.substr(0, 100));
    put(257, "ustar");
    put(263, "00");
    unsigned int sum = 0;
    for (const char byte : block) {
      sum += static_cast<unsigned char>(byte);
    }
    put(148, octal(sum).substr(5) + '\0');
    text_.append(block.data(), block.size());
    return *this;
  }

  TarText& data(std::string_view bytes) {
    text_ += bytes;
    text_.append((512 - bytes.size() % 512) % 512, '\0');
    return *this;
  }

  std::string text_;
};

// Hands out a text in pieces of a given size.
class TextSource final : public image::ByteSource {
public:
  explicit TextSource(std::string text, std::size_t piece = 1000)
      : text_(std::move(text)),
        piece_(piece) {}

  Result<std::string_view> next() override {
    const auto piece = std::string_view(text_).substr(at_, piece_);
    at_ += piece.size();
    return piece;
  }

private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_{0};
};

} // namespace tidegate::test
