#include "cli/command_line.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <tuple>

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
  command->add_option("--image", draw.images, "A picture to edit; the first is the one");
  command->add_option("--reference", draw.references, "A picture to enhance it by");
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
  add_data(command, models.data);
  command->add_option("--output", models.output, "Only those that put out text or image")
      ->check(CLI::IsMember({"text", "image"}));
  command->add_flag("--all", models.all, "Also those whose provider is not connected");
  return command;
}

CLI::App* add_inspect(CLI::App& app, Inspect& inspect) {
  auto command = add_command(app, "inspect", "Say where a picture comes from, by its file");
  command->add_option("file", inspect.file, "A PNG, JPEG or WebP")->required();
  command->add_flag("--json", inspect.json, "As JSON");
  return command;
}

// What the server starts for itself (drive/glyph_jail.h).
CLI::App* add_glyphs(CLI::App& app) {
  auto command = add_command(app, "glyphs", "Set one text, asked and answered on standard input");
  command->group("");
  return command;
}

CLI::App* add_mcp(CLI::App& app, Mcp& mcp) {
  auto command = add_command(app, "mcp", "Speak MCP on standard input and output, for agents");
  command->add_option("--server", mcp.server, "The Easel that does the work")
      ->capture_default_str();
  command->add_option("--key", mcp.key, "API key for that server (or EASEL_API_KEY)");
  return command;
}

CLI::App* add_link(CLI::App& app, Link& link) {
  auto command = add_command(app, "link", "Print an address that signs an owner in to the pages");
  add_data(command, link.data);
  command->add_option("--origin", link.origin, "What browsers call this Easel")
      ->capture_default_str();
  return command;
}

void add_ports(CLI::App* command, std::vector<int>& ports) {
  command->add_option("--port", ports, "Look for engines on this port of this machine too")
      ->check(CLI::Range(1, 65535));
}

CLI::App* add_providers(CLI::App& app, Providers& providers) {
  auto command = add_command(app, "providers", "Say who is connected, and find engines to connect");
  add_data(command, providers.data);
  command->add_option("name", providers.name, "Only this provider");
  command->add_flag("--test", providers.test, "Ask each that is live something that costs nothing");
  command->add_flag("--json", providers.json, "As JSON");
  add_ports(command, providers.ports);
  return command;
}

CLI::App* add_doctor(CLI::App& app, Doctor& doctor) {
  auto command = add_command(app, "doctor", "Look whether everything is well, and say what to do");
  add_data(command, doctor.data);
  command->add_option("--listen", doctor.listen, "Where it is to be served")->capture_default_str();
  command->add_flag("--json", doctor.json, "As JSON");
  add_ports(command, doctor.ports);
  return command;
}

void add_wishes(CLI::App* command, KeyWishes& wishes) {
  command->add_option("--limit", wishes.limit, "Most it may spend, in dollars, or none");
  command->add_option("--limit-reset", wishes.limit_reset, "When that comes back")
      ->check(CLI::IsMember({"daily", "weekly", "monthly", "never"}));
  command->add_option("--expires", wishes.expires, "A date or moment, UTC, or never");
  command->add_option("--logging", wishes.logging, "Keep prompts and answers (true or false)");
  command->add_option("--zdr", wishes.zdr, "Zero data retention (true or false)");
  command->add_option("--keep-hours", wishes.keep_hours, "How long pictures stay; 0: until deleted")
      ->check(CLI::Range(0, 1'000'000));
  command->add_option("--per-minute", wishes.per_minute, "Requests a minute")
      ->check(CLI::Range(0, 1'000'000));
  command->add_option("--pictures-per-minute", wishes.pictures_per_minute, "Pictures a minute")
      ->check(CLI::Range(0, 1'000'000));
  command->add_option("--pictures-at-once", wishes.pictures_at_once, "Picture requests at once")
      ->check(CLI::Range(0, 100'000));
}

// `easel keys …`: each command fills one of these.
struct KeyCommands {
  KeysCreate create{};
  KeysList list{};
  KeysShow show{};
  KeysSet set{};
  KeysRevoke revoke{};
  KeysRotate rotate{};
};

void add_which(CLI::App* command, std::string& which) {
  command->add_option("key", which, "Its name, hash, start of its hash, or itself")->required();
}

void add_keys(CLI::App& app, KeyCommands& keys, Command& chosen) {
  auto group = add_command(app, "keys", "Make, list, change and revoke API keys");
  group->require_subcommand(1);
  auto add = [&](const char* name, const char* about, auto& options) {
    auto command = add_command(*group, name, about);
    add_data(command, options.data);
    command->callback([&chosen, &options] { chosen = options; });
    return command;
  };
  constexpr auto kJson = "As JSON";
  auto create = add("create", "Make a key; prints it, alone, once", keys.create);
  create->add_option("--name", keys.create.wishes.name, "What the key is for")->required();
  create->add_flag("--management", keys.create.management, "It manages keys and makes nothing");
  create->add_flag("--json", keys.create.json, kJson);
  add_wishes(create, keys.create.wishes);
  add("list", "List the keys", keys.list)->add_flag("--json", keys.list.json, kJson);
  auto show = add("show", "All there is to know of a key", keys.show);
  add_which(show, keys.show.which);
  show->add_flag("--json", keys.show.json, kJson);
  auto set = add("set", "Change a key; a running server notices", keys.set);
  add_which(set, keys.set.which);
  set->add_option("--name", keys.set.wishes.name, "What the key is for");
  set->add_flag("--enable", keys.set.wishes.enable, "It may be used again");
  set->add_flag("--disable", keys.set.wishes.disable, "It may not be used");
  set->add_flag("--json", keys.set.json, kJson);
  add_wishes(set, keys.set.wishes);
  add_which(add("revoke", "Revoke a key; a running server notices", keys.revoke),
            keys.revoke.which);
  auto rotate = add("rotate", "Another secret for a key; the old one dies", keys.rotate);
  add_which(rotate, keys.rotate.which);
  rotate->add_flag("--json", keys.rotate.json, kJson);
}

struct AccountCommands {
  CreditsAdd add{};
  CreditsShow show{};
  Export out{};
  Forget forget{};
  Backup backup{};
  Restore restore{};
};

void add_accounts(CLI::App& app, AccountCommands& accounts, Command& chosen) {
  auto choose = [&chosen](CLI::App* command, auto& options) {
    add_data(command, options.data);
    command->callback([&chosen, &options] { chosen = options; });
  };
  auto credits = add_command(app, "credits", "What the account was given and spent");
  credits->require_subcommand(1);
  auto add = add_command(*credits, "add", "Give it credit, in dollars");
  choose(add, accounts.add);
  add->add_option("amount", accounts.add.amount, "Dollars, such as 25; less than 0 takes back")
      ->required();
  add->add_option("--note", accounts.add.note, "What it is for");
  auto show = add_command(*credits, "show", "Show it");
  choose(show, accounts.show);
  show->add_flag("--json", accounts.show.json, "As JSON");
  auto out = add_command(app, "export", "Everything of a user or a key, as one zip");
  choose(out, accounts.out);
  out->add_option("-o,--out", accounts.out.out, "File to write; must not exist")->required();
  auto forget = add_command(app, "forget", "Forget what a user or a key asked for and got");
  choose(forget, accounts.forget);
  auto backup = add_command(app, "backup", "The database and the kept pictures, as one file");
  choose(backup, accounts.backup);
  backup->add_option("-o,--out", accounts.backup.out, "File to write; must not exist")->required();
  auto restore = add_command(app, "restore", "A backup, into an empty data folder");
  choose(restore, accounts.restore);
  restore->add_option("file", accounts.restore.file, "What easel backup wrote")->required();
  for (auto [command, user, key] :
       {std::tuple(out, &accounts.out.user, &accounts.out.key),
        std::tuple(forget, &accounts.forget.user, &accounts.forget.key)}) {
    auto whose = command->add_option_group("whose")->require_option(1);
    whose->add_option("--user", *user, "As requests named them");
    whose->add_option("--key", *key, "A key's name, hash, start of its hash, or itself");
  }
}

}  // namespace

Result<Command> read_command_line(int argc, char** argv) {
  CLI::App app(kAbout, "easel");
  app.require_subcommand(1);
  Serve serve;
  Draw draw;
  KeyCommands keys;
  AccountCommands accounts;
  Command chosen;
  Models models;
  Inspect inspect;
  Mcp mcp;
  Link link;
  Providers providers;
  Doctor doctor;
  auto serve_command = add_serve(app, serve);
  auto draw_command = add_draw(app, draw);
  auto models_command = add_models(app, models);
  auto inspect_command = add_inspect(app, inspect);
  auto glyphs_command = add_glyphs(app);
  auto mcp_command = add_mcp(app, mcp);
  auto link_command = add_link(app, link);
  auto providers_command = add_providers(app, providers);
  auto doctor_command = add_doctor(app, doctor);
  add_keys(app, keys, chosen);
  add_accounts(app, accounts, chosen);
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
  draw.aspect_given = draw_command->count("--aspect") > 0;
  draw.size_given = draw_command->count("--size") > 0;
  if (draw_command->parsed()) return draw;
  if (models_command->parsed()) return models;
  if (inspect_command->parsed()) return inspect;
  if (glyphs_command->parsed()) return Glyphs{};
  if (mcp_command->parsed()) return mcp;
  if (link_command->parsed()) return link;
  if (providers_command->parsed()) return providers;
  if (doctor_command->parsed()) return doctor;
  return chosen;
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
