// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

namespace tidegate::curl {

using CaPlaces = std::span<const char* const>;

// Where distributions keep their certificates.
CaPlaces usual_ca_places();

// The file of trusted certificates: what SSL_CERT_FILE or CURL_CA_BUNDLE names, there or not, else
// the first of the places that can be read; null where there is none. Folders (SSL_CERT_DIR) are
// not looked into.
const char* ca_bundle(CaPlaces places = usual_ca_places());

// For the error where a server could not be verified: which file was used, or where none was found.
std::string ca_bundle_account(CaPlaces places = usual_ca_places());

} // namespace tidegate::curl
