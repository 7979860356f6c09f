#pragma once

#include <string>

#include "providers/task_exchange.h"

// What ComfyUI's answers mean. Source: server.py and execution.py of
// https://github.com/comfyanonymous/ComfyUI.
namespace easel::providers {

// An entry of GET /history/{id}, which is there once the prompt has ended: its pictures, as
// addresses under `view`, or how it failed.
TaskState comfy_end(const gateway::json::object& entry, const std::string& view);

// The place of a prompt in an answer of GET /queue: 0 runs, 1 is next …; −1: it is not there.
int comfy_place(const gateway::json::object& queue, std::string_view id);

// A refusal: {"error":{type,message,details},"node_errors":{id:{class_type,errors:[…]}}}, in one
// sentence that names the first node that is wrong.
Error comfy_error(int status, const gateway::json::object& body);

}  // namespace easel::providers
