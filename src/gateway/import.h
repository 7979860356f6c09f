#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "gateway/catalog.h"

// The models that another server of OpenRouter's API lists (OpenRouter itself, or an Easel), as
// models of this catalog with one endpoint each. Pure; what is read was written by a stranger.
namespace easel::gateway {

// `listing` holds what its endpoints answered, as app/imports.cc keeps it:
//   "models"     the data of GET /models?output_modalities=image
//   "images"     the data of GET /images/models
//   "endpoints"  by id, what GET /images/models/{id}/endpoints has under "endpoints"
// Knobs come from the typed descriptors, price lines from the endpoint that is listed first; what a
// picture can cost at most is taken from the dearest of them. An entry that cannot be used (no
// author in its id, a router without a price) is left out, and so are this house's own.
std::vector<Model> imported_models(const boost::json::object& listing, const std::string& provider);

}  // namespace easel::gateway
