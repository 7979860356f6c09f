#include "gateway/probe.h"

namespace easel::gateway {

Verdict verdict_of(int status, std::string_view body) {
  bool wrong_key = status == 401 || status == 403 ||
                   (status == 400 && body.find("API_KEY_INVALID") != body.npos);
  if (wrong_key) return Verdict::refused;
  // A probe may ask for what does not exist: whoever says so has taken the credential.
  bool answered = (status >= 200 && status < 300) || status == 404 || status == 422;
  return answered ? Verdict::accepted : Verdict::unclear;
}

}  // namespace easel::gateway
