#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/records.h"

// What the pages keep, as plain values. Times are unix microseconds, UTC.
namespace easel::store {

struct Member {
  std::string id;
  std::string name;           // unique, as it is typed to sign in
  std::string role;           // "owner", "member", "viewer"
  std::string password = "";  // a hash that says how it was made; "" = none, a link signs in
  Micros created_at = 0;
  bool disabled = false;
};

// An address that signs in once.
struct SignInLink {
  std::string hash;         // hex SHA-256 of its secret
  std::string member_id{};  // whom it signs in; "" = somebody new
  std::string role;         // of somebody new
  Micros expires_at = 0;
};

// A browser that is signed in.
struct Session {
  std::string hash;  // hex SHA-256 of its cookie
  std::string id;    // what may be shown
  std::string member_id;
  std::string agent;  // what the browser calls itself
  Micros created_at = 0, seen_at = 0, expires_at = 0;
};

struct SignedIn {
  Session session;
  Member member;
};

struct Room {
  std::string id;
  std::string member_id;
  std::string title;
  std::string body = "{}";  // JSON that the store does not read
  Micros created_at = 0, updated_at = 0;
};

struct Turn {
  std::string room_id;
  std::string id;
  std::string body = "{}";
  std::string words{};  // to search in, in lower case
  Micros created_at = 0;
};

}  // namespace easel::store
