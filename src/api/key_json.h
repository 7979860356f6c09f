#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "api/house.h"
#include "store/account_records.h"

namespace easel::api {

using store::kDefaultWorkspace;

// {"data":{…}} of GET /key: what a key may learn about itself.
std::string key_json(const store::Key& key);

// One key as /keys tells it, the object alone.
std::string key_record(const store::Key& key);

// {"data":{…},"key":"…","easel":{"note":…}} of POST /keys.
std::string new_key_json(const store::Key& key, const std::string& secret);

// What a key may spend, in one sentence for whoever made it.
std::string spending_note(const store::Key& key);

// The body of POST /keys and of PATCH /keys/{hash}. A limit that is absent is the settings', as far
// as `maker` allows; null is none. Errors name the field.
Result<store::NewKey> read_new_key(const boost::json::object& body, const store::Key& maker,
                                   const KeySettings& settings);
Result<store::KeyChange> read_key_change(const boost::json::object& body, const store::Key& key);

}  // namespace easel::api
