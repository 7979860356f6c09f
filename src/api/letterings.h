#pragma once

#include <vector>

#include "api/house.h"
#include "gateway/request.h"
#include "gateway/routing.h"
#include "store/records.h"

namespace easel::api {

// Where one of the candidates draws letters itself, or `easel.finish` lays them over any picture:
// every font of the request is fetched (https or data:; http too where the operator lets private
// addresses be fetched), and its text set for the size of picture asked for, in a process that
// holds nothing else (drive/glyph_worker.h). Afterwards they lie in request.letterings. Errors name
// the entry: invalid_request, image_download_failed.
Task<Status> set_letterings(House& house, store::Key key, gateway::GenerationRequest& request,
                            const std::vector<gateway::Candidate>& candidates);

}  // namespace easel::api
