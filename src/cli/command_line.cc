#include "cli/command_line.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>

namespace easel::cli {
namespace {

constexpr auto kAbout =
    "Easel: a self-hosted image-generation service that speaks OpenRouter's API.";

CLI::App* add_command(CLI::App& app, const char* name, const char* about) {
  auto command = app.add_subcommand(name, about);
  command->fallthrough(false);
  return command;
}

void add_data(CLI::App* command, std::string& data) {
  command->add_option("--data", data, "The data folder")->capture_default_str();
}

CLI::App* add_serve(CLI::App& app, Serve& serve) {
  auto command = add_command(app, "serve", "Serve the API");
  command->add_option("--listen", serve.listen, "ADDRESS:PORT; port 0 takes a free one")
      ->capture_default_str();
  add_data(command, serve.data);
  return command;
}

// CLI11 cuts what is too large to the largest number.
std::string is_seed(const std::string& text) {
  std::int64_t seed = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seed);
  bool whole = ec == std::errc() && end == text.data() + text.size();
  return whole ? "" : "A seed is a whole number of at most 63 bits, not " + text;
}

CLI::App* add_draw(CLI::App& app, Draw& draw) {
  auto command = add_command(app, "draw", "Draw a picture, here or on a server");
  command->add_option("prompt", draw.prompt, "What to draw")->required();
  command->add_option("-o,--out", draw.out, "File to write (default: named after the prompt)");
  command->add_option("--aspect", draw.aspect, "Aspect ratio, such as 16:9")->capture_default_str();
  command->add_option("--size", draw.size, "0.5K, 1K, 2K or 4K")->capture_default_str();
  command->add_option("--seed", draw.seed, "The same seed gives the same picture")->check(is_seed);
  command->add_option("-n", draw.count, "How many pictures")
      ->check(CLI::Range(1, 10))
      ->capture_default_str();
  command->add_flag("--force", draw.force, "Overwrite files that exist");
  command->add_option("--server", draw.server, "Any OpenRouter-compatible server, by its URL");
  command->add_option("--key", draw.key, "API key for that server (or EASEL_API_KEY)");
  command->add_option("--model", draw.model, "Which model")->capture_default_str();
  command->add_option("--threads", draw.threads, "Threads to draw with (0: all cores)")
      ->check(CLI::Range(0, 1024));
  return command;
}

CLI::App* add_models(CLI::App& app, Models& models) {
  auto command = add_command(app, "models", "List the models this program knows");
  command->add_option("--output", models.output, "Only those that put out text or image")
      ->check(CLI::IsMember({"text", "image"}));
  command->add_flag("--all", models.all, "Also those whose provider is not connected");
  return command;
}

CLI::App* add_mcp(CLI::App& app, Mcp& mcp) {
  auto command = add_command(app, "mcp", "Speak MCP on standard input and output, for agents");
  command->add_option("--server", mcp.server, "The Easel that does the work")
      ->capture_default_str();
  command->add_option("--key", mcp.key, "API key for that server (or EASEL_API_KEY)");
  return command;
}

}  // namespace

Result<Command> read_command_line(int argc, char** argv) {
  CLI::App app(kAbout, "easel");
  app.require_subcommand(1);
  Serve serve;
  Draw draw;
  KeysCreate create;
  KeysList list;
  KeysRevoke revoke;
  Models models;
  Mcp mcp;
  auto serve_command = add_serve(app, serve);
  auto draw_command = add_draw(app, draw);
  auto models_command = add_models(app, models);
  auto mcp_command = add_mcp(app, mcp);
  auto keys = add_command(app, "keys", "Make, list and revoke API keys");
  keys->require_subcommand(1);
  auto create_command = add_command(*keys, "create", "Make a key; prints it, alone, once");
  add_data(create_command, create.data);
  create_command->add_option("--name", create.name, "What the key is for")->required();
  create_command->add_option("--limit", create.limit, "Most it may spend, in dollars");
  create_command->add_option("--limit-reset", create.limit_reset, "daily, weekly or monthly")
      ->check(CLI::IsMember({"daily", "weekly", "monthly"}));
  auto list_command = add_command(*keys, "list", "List the keys");
  add_data(list_command, list.data);
  auto revoke_command = add_command(*keys, "revoke", "Revoke a key; a running server notices");
  add_data(revoke_command, revoke.data);
  revoke_command->add_option("key", revoke.which, "Its name, hash, start of its hash, or itself")
      ->required();
  auto version = add_command(app, "version", "Print the version");
  auto help = add_command(app, "help", "Print this help");

  const std::string whole_help = app.help();  // after parsing it would be that of the subcommand
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    auto asked = app.get_subcommands();
    auto inner = asked.empty() ? std::vector<CLI::App*>() : asked[0]->get_subcommands();
    fmt::print("{}", (!inner.empty() ? inner[0] : !asked.empty() ? asked[0] : &app)->help());
    return Done{};
  } catch (const CLI::ParseError& error) {
    std::string what = error.what();
    std::ranges::replace(what, '\n', ' ');
    return fail(invalid("", what + (what.ends_with('.') ? "" : ".") + " See `easel help`."));
  }
  if (version->parsed()) fmt::print("easel {}\n", EASEL_VERSION);
  if (help->parsed()) fmt::print("{}", whole_help);
  if (serve_command->parsed()) return serve;
  if (draw_command->parsed()) return draw;
  if (models_command->parsed()) return models;
  if (mcp_command->parsed()) return mcp;
  if (create_command->parsed()) return create;
  if (list_command->parsed()) return list;
  if (revoke_command->parsed()) return revoke;
  return Done{};
}

int report_wrong_use(const Error& error) {
  fmt::print(stderr, "easel: {}\n", error.message);
  return 2;
}

int exit_code(const Status& status) {
  if (status) return 0;
  bool wrong_use = status.error().kind == ErrorKind::invalid_request ||
                   status.error().kind == ErrorKind::model_not_found;
  fmt::print(stderr, "easel: {}\n", status.error().message);
  if (!status.error().detail.empty()) fmt::print(stderr, "  ({})\n", status.error().detail);
  return wrong_use ? 2 : 1;
}

}  // namespace easel::cli
