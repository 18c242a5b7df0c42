// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

namespace github_standin {

using ControlAction = void (*)(const Parts&, const httplib::Request&, httplib::Response&);

// That action as a handler whose requests the log tells apart from those of clients.
httplib::Server::Handler control(const Parts& parts, ControlAction action);

// What tests ask of the stand-in itself, under /_control.
void add_control_routes(const Parts& parts);

} // namespace github_standin
