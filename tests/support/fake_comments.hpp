// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/clock.hpp"
#include "ports/http.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// A model of GitHub's comments and of many writers, of whom one at a time takes a step: which one,
// what goes wrong and who dies is up to a seed. Time is the model's own.
namespace tidegate::test {

class CommentServer {
public:
  struct Comment {
    std::string body;
    std::string user;
    std::map<std::uint64_t, Seconds> eyes; // reactions of the one user, by id
  };

  std::map<std::uint64_t, Comment> comments;
  std::string user{"github-actions[bot]"};
  bool reactions_refused{false};
  int taken{0}; // locks

  ports::HttpAnswer answer(const ports::HttpRequest& request, Seconds now) {
    using nlohmann::json;
    std::string path = request.url.substr(request.url.find("/repos/o/r/") + 11);
    path = path.substr(0, path.find('?'));
    if (request.url.ends_with("/graphql")) {
      return {200, json{{"data", {{"viewer", {{"login", user}}}}}}.dump()};
    }
    if (!path.starts_with("issues/")) {
      return {403, R"({"message":"Resource not accessible by integration"})"};
    }
    if (path == "issues/7/comments") {
      return request.method == "GET" ? list() : create(body_of(request));
    }
    const std::string rest = path.substr(std::string("issues/comments/").size());
    const auto found = comments.find(std::stoull(rest));
    if (found == comments.end()) {
      return {404, R"({"message":"Not Found"})"};
    }
    const auto slash = rest.find('/');
    if (slash != std::string::npos) {
      return reactions(request.method, rest.substr(slash), found->second, now);
    }
    if (request.method == "DELETE") {
      comments.erase(found);
      return {204, ""};
    }
    if (request.method == "PATCH") {
      found->second.body = body_of(request);
    }
    return {200, shape(found->first).dump()};
  }

  std::uint64_t add(const std::string& body, const std::string& who) {
    comments[++last_id_] = {body, who, {}};
    return last_id_;
  }

private:
  static std::string body_of(const ports::HttpRequest& request) {
    return nlohmann::json::parse(request.body).at("body").get<std::string>();
  }

  nlohmann::json shape(std::uint64_t id) {
    const Comment& comment = comments.at(id);
    return {{"id", id},
            {"body", comment.body},
            {"html_url", "https://github.com/o/r/pull/7#issuecomment-" + std::to_string(id)},
            {"user", {{"login", comment.user}}}};
  }

  ports::HttpAnswer list() {
    auto all = nlohmann::json::array();
    for (const auto& [id, comment] : comments) {
      all.push_back(shape(id));
    }
    return {200, all.dump()};
  }

  ports::HttpAnswer create(const std::string& body) { return {201, shape(add(body, user)).dump()}; }

  ports::HttpAnswer
  reactions(const std::string& method, const std::string& path, Comment& comment, Seconds now) {
    using nlohmann::json;
    if (reactions_refused) {
      return {403, R"({"message":"Resource not accessible by integration"})"};
    }
    if (method == "DELETE") {
      return {comment.eyes.erase(std::stoull(path.substr(path.rfind('/') + 1))) > 0 ? 204 : 404,
              ""};
    }
    if (method == "POST" && comment.eyes.empty()) {
      comment.eyes[++last_id_] = now;
      ++taken;
      return {201, json{{"id", last_id_}}.dump()};
    }
    auto all = json::array();
    for (const auto& [id, since] : comment.eyes) {
      all.push_back({{"id", id}, {"user", {{"login", user}}}, {"created_at", "x"}});
    }
    return {200, method == "POST" ? all.front().dump() : all.dump()};
  }

  std::uint64_t last_id_{100};
};

class CommentWorld {
public:
  struct Faults {
    double broken{0}; // of a request: a 502, or no answer, whether it was carried out or not
    double late{0};   // no answer in time; carried out after it
    double killed{0}; // of a request: the writer dies, before or after it is carried out
  };

  CommentWorld(unsigned seed, Faults faults)
      : random_(seed),
        faults_(faults) {}

  CommentServer server;

  double chance() { return std::uniform_real_distribution(0.0, 1.0)(random_); }

  // A writer's own clock and connection.
  class Seat final : public ports::Http, public ports::Clock {
  public:
    Seat(CommentWorld& world, std::size_t number)
        : world_(world),
          number_(number) {}

    Result<ports::HttpAnswer> send(const ports::HttpRequest& request) override {
      return dead_ ? broken() : world_.request(*this, request);
    }

    Time now() override { return Time(std::chrono::duration_cast<Time::duration>(monotonic())); }

    Seconds monotonic() override { return world_.now_ + lost_; }

    void sleep(Seconds span) override {
      if (dead_) {
        lost_ += span + Seconds(1); // its thread only has to come to an end
      } else if (span > Seconds(0)) {
        world_.wait(number_, span);
      }
    }

    [[nodiscard]] bool dead() const { return dead_; }

    static tl::unexpected<Error> broken() { return failed(Error::Kind::external, "broken"); }

  private:
    friend class CommentWorld;
    CommentWorld& world_;
    std::size_t number_;
    bool dead_{false};
    Seconds lost_{0};
  };

  // Runs all of them to the end, each in a thread, one at a time.
  void run(const std::vector<std::function<void(Seat&)>>& writers) {
    std::vector<Seat> seats;
    for (std::size_t i = 0; i < writers.size(); ++i) {
      seats.emplace_back(*this, i);
    }
    wake_.assign(writers.size(), now_);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < writers.size(); ++i) {
      threads.emplace_back([&, i] {
        wait(i, Seconds(3) * spread_.at(i % spread_.size()));
        writers[i](seats[i]);
        leave(i);
      });
    }
    direct();
    for (auto& thread : threads) {
      thread.join();
    }
    carry_out(Seconds(1e9));
  }

  [[nodiscard]] Seconds now() const { return now_; }

private:
  static constexpr Seconds finished{std::numeric_limits<double>::infinity()};
  static constexpr std::size_t nobody = ~std::size_t{0};

  struct Late {
    Seconds at;
    ports::HttpRequest request;
  };

  void wait(std::size_t number, Seconds span) {
    std::unique_lock lock(mutex_);
    wake_[number] = now_ + span;
    ready_ += 1;
    turn_ = turn_ == number ? nobody : turn_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return turn_ == number; });
  }

  void leave(std::size_t number) {
    const std::lock_guard lock(mutex_);
    wake_[number] = finished;
    ready_ += 1;
    turn_ = nobody;
    changed_.notify_all();
  }

  void direct() {
    std::unique_lock lock(mutex_);
    std::size_t running = wake_.size(); // that have not come to a stop
    while (true) {
      changed_.wait(lock, [&] { return ready_ == running; });
      const Seconds next = *std::ranges::min_element(wake_);
      if (next == finished) {
        return;
      }
      now_ = std::max(now_, next);
      carry_out(now_);
      std::vector<std::size_t> able;
      for (std::size_t i = 0; i < wake_.size(); ++i) {
        if (wake_[i] <= now_) {
          able.push_back(i);
        }
      }
      turn_ = able[random_() % able.size()];
      ready_ = 0;
      running = 1;
      changed_.notify_all();
    }
  }

  void carry_out(Seconds until) {
    std::erase_if(late_, [&](const Late& late) {
      if (late.at <= until) {
        static_cast<void>(server.answer(late.request, now_));
      }
      return late.at <= until;
    });
  }

  Result<ports::HttpAnswer> request(Seat& seat, const ports::HttpRequest& request) {
    wait(seat.number_, Seconds(chance() < 0.05 ? 6 * chance() : 0.05 + 0.3 * chance()));
    if (chance() < faults_.late) {
      late_.push_back({now_ + Seconds(8) + Seconds(6) * chance(), request});
      wait(seat.number_, Seconds(8));
      return Seat::broken();
    }
    const bool dies = chance() < faults_.killed;
    if (dies && chance() < 0.5) {
      seat.dead_ = true;
      return Seat::broken();
    }
    const double luck = chance();
    if (luck < faults_.broken / 2) {
      return ports::HttpAnswer{502, "<html>"};
    }
    auto answer = server.answer(request, now_);
    seat.dead_ = dies;
    return dies || luck < faults_.broken ? Result<ports::HttpAnswer>(Seat::broken())
                                         : Result<ports::HttpAnswer>(std::move(answer));
  }

  std::mt19937 random_;
  Faults faults_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Seconds> wake_;
  std::vector<double> spread_{0, 0.01, 0.3, 0, 1};
  std::size_t turn_{nobody};
  std::size_t ready_{0};
  Seconds now_{1000};
  std::vector<Late> late_;
};

} // namespace tidegate::test
