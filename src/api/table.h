#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "http/server.h"

// Rows for people and programs.
namespace easel::api {

// Whether a request wants CSV: ?format=csv, or Accept: text/csv.
bool wants_csv(const http::Request& in);

// RFC 4180 with a head line; every row is an object, an absent field an empty cell. A text that a
// spreadsheet would take for a formula gets an apostrophe before it.
std::string csv(const std::vector<std::string>& columns, const boost::json::array& rows);

}  // namespace easel::api
