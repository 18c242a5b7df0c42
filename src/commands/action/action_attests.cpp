// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action_attests.hpp"

#include "commands/action/action_run.hpp"
#include "commands/action/input_bool.hpp"
#include "commands/action/input_list.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tidegate::commands {
namespace {

// "type=provenance,mode=max" -> its fields, trimmed.
Result<Record> attributes_of(const std::string& text, std::string_view input) {
  auto records = parse_csv(text);
  if (!records) {
    return tl::unexpected(std::move(records.error()).in(input));
  }
  Record fields;
  for (const Record& record : *records) {
    for (const std::string& field : record) {
      fields.emplace_back(util::trim(field));
    }
  }
  return fields;
}

bool has_key(const Record& fields, std::string_view key) {
  return std::ranges::any_of(fields, [key](std::string_view field) {
    return util::trim(field.substr(0, field.find('='))) == key;
  });
}

bool has_type(const Record& fields, std::string_view type) {
  return std::ranges::any_of(fields, [type](std::string_view field) {
    const std::size_t equals = field.find('=');
    return equals != std::string_view::npos && util::trim(field.substr(0, equals)) == "type"
           && util::trim(field.substr(equals + 1)) == type;
  });
}

// A bare boolean among the attributes switches the attestation on or off.
Record without_booleans(Record fields) {
  for (std::string& field : fields) {
    if (const auto on = parse_bool(field)) {
      field = *on ? "disabled=false" : "disabled=true";
    }
  }
  return fields;
}

// Loaded into the engine's own store, an image cannot carry attestations.
bool exports_to_docker(const AttestInputs& inputs) {
  return inputs.load || std::ranges::any_of(inputs.outputs, [](const std::string& output) {
           const auto fields = attributes_of(output, "outputs");
           return fields && has_type(*fields, "docker");
         });
}

class AttestReader {
public:
  AttestReader(const AttestInputs& inputs, const ports::Environment& environment)
      : inputs_(inputs),
        environment_(environment),
        builder_id_("builder-id=" + run_url(environment)) {}

  Result<Attests> read() {
    for (const std::string& attest : inputs_.attests) {
      auto fields = attributes_of(attest, "input \"attests\"");
      if (!fields) {
        return tl::unexpected(std::move(fields.error()));
      }
      attests_.push_back(std::move(*fields));
    }
    if (auto added = add_provenance(); !added) {
      return tl::unexpected(std::move(added.error()));
    }
    if (auto added = add_sbom(); !added) {
      return tl::unexpected(std::move(added.error()));
    }
    for (const Record& attest : attests_) {
      add_attest(attest);
    }
    return std::move(result_);
  }

private:
  Result<void> add_provenance() {
    const std::string& asked = inputs_.provenance;
    if (asked.empty()) {
      result_.unless_docker_driver = default_provenance();
      return {};
    }
    Record fields{"type=provenance"};
    if (const auto on = parse_yaml_bool(asked)) {
      fields.push_back(*on ? builder_id_ : "disabled=true");
    } else {
      auto more = attributes_of(asked, "input \"provenance\"");
      if (!more) {
        return tl::unexpected(std::move(more.error()));
      }
      *more = with_builder_id(without_booleans(std::move(*more)));
      fields.insert(fields.end(), more->begin(), more->end());
    }
    result_.asked.push_back(join_csv(fields));
    return {};
  }

  Result<void> add_sbom() {
    if (inputs_.sbom.empty()) {
      return {};
    }
    auto fields = attributes_of(inputs_.sbom, "input \"sbom\"");
    if (!fields) {
      return tl::unexpected(std::move(fields.error()));
    }
    *fields = without_booleans(std::move(*fields));
    fields->insert(fields->begin(), "type=sbom");
    result_.asked.push_back(join_csv(*fields));
    return {};
  }

  void add_attest(const Record& attest) {
    if (has_type(attest, "provenance")) {
      if (inputs_.provenance.empty()) {
        result_.asked.push_back(join_csv(with_builder_id(without_booleans(attest))));
      }
    } else if (!has_type(attest, "sbom") || inputs_.sbom.empty()) {
      result_.asked.push_back(join_csv(without_booleans(attest)));
    }
  }

  [[nodiscard]] Record with_builder_id(Record fields) const {
    if (!has_key(fields, "builder-id")) {
      fields.push_back(builder_id_);
    }
    return fields;
  }

  // Full provenance of a public repository tells nothing new; that of a private one may tell its
  // build arguments, so it stays inside the image and small.
  [[nodiscard]] std::string default_provenance() const {
    const bool switched_off =
        parse_bool(environment_.text("BUILDX_NO_DEFAULT_ATTESTATIONS")).value_or(false);
    const bool said = std::ranges::any_of(
        attests_, [](const Record& attest) { return has_type(attest, "provenance"); });
    if (switched_off || said || exports_to_docker(inputs_)) {
      return {};
    }
    const bool is_private = environment_.text("TIDEGATE_REPOSITORY_PRIVATE") == "true";
    return std::string("type=provenance,") + (is_private ? "mode=min,inline-only=true" : "mode=max")
           + "," + builder_id_;
  }

  const AttestInputs& inputs_;
  const ports::Environment& environment_;
  std::string builder_id_;
  std::vector<Record> attests_;
  Attests result_;
};

} // namespace

Result<Attests> read_attests(const AttestInputs& inputs, const ports::Environment& environment) {
  return AttestReader(inputs, environment).read();
}

} // namespace tidegate::commands
