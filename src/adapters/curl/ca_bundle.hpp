// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tidegate::curl {

// The file of trusted certificates: what SSL_CERT_FILE or CURL_CA_BUNDLE names, else the first that
// is there of where distributions keep theirs; null where there is none.
const char* ca_bundle();

// For the error where a server could not be verified: which file was used, or where none was found.
std::string ca_bundle_account();

} // namespace tidegate::curl
