#include "api/doors.h"

#include <array>

#include "api/chat.h"
#include "api/completions.h"
#include "api/images.h"
#include "api/messages.h"
#include "api/responses.h"

namespace easel::api {

std::span<const Door* const> all_doors() {
  static const ChatDoor chat;
  static const CompletionDoor completions;
  static const MessagesDoor messages;
  static const ResponsesDoor responses;
  static const ImageDoor images(ImageDialect::openrouter), generations(ImageDialect::generations),
      edits(ImageDialect::edits);
  static const std::array<const Door*, 7> all{&chat,   &completions, &messages, &responses,
                                              &images, &generations, &edits};
  return all;
}

const Door* door_at(std::string_view path) {
  for (auto door : all_doors())
    if (door->path() == path) return door;
  return nullptr;
}

}  // namespace easel::api
