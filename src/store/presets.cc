#include "store/sql_database.h"

// Presets and their versions.
namespace easel::store {
namespace {

using soci::into;
using soci::use;

constexpr std::int64_t kMost = 1000;  // presets of an owner, versions of a preset

Error no_such_preset() {
  return {.kind = ErrorKind::not_found, .message = "There is no such preset."};
}

Error too_many(const std::string& what) {
  return {.kind = ErrorKind::conflict, .message = "There are a thousand " + what + " already."};
}

}  // namespace

std::vector<Preset> SqlDatabase::select_presets(Where where) {
  Preset row;
  auto& version = row.designated;
  Nullable status_at;
  soci::statement select(sql_);
  for (auto text :
       {&row.id, &row.owner_hash, &row.slug, &row.name, &row.description, &row.status, &row.creator,
        &version.id, &version.creator, &version.system_prompt, &version.config})
    select.exchange(into(*text));
  for (auto number : {&row.created_at, &row.updated_at, &version.version, &version.created_at})
    select.exchange(into(*number));
  select.exchange(into(status_at.value, status_at.indicator));
  where.bind(select);
  select.alloc();
  select.prepare(
      "SELECT p.id, p.owner_hash, p.slug, p.name, p.description, p.status, p.creator, v.id,"
      " v.creator, v.system_prompt, v.config, p.created_at, p.updated_at, v.version, v.created_at,"
      " p.status_updated_at FROM presets p JOIN preset_versions v"
      " ON v.preset_id = p.id AND v.version = p.designated WHERE " +
      where.sql() + " ORDER BY p.updated_at DESC, p.id");
  select.define_and_bind();
  select.execute();
  std::vector<Preset> found;
  while (select.fetch()) {
    row.status_updated_at = status_at.get();
    found.push_back(row);
  }
  return found;
}

Result<std::vector<Preset>> SqlDatabase::presets(const std::string& owner) {
  return guarded([&]() -> Result<std::vector<Preset>> {
    return select_presets(Where().add("p.owner_hash = ?", owner));
  });
}

Result<std::optional<Preset>> SqlDatabase::find_preset(const std::string& owner,
                                                       const std::string& slug) {
  return guarded([&]() -> Result<std::optional<Preset>> {
    auto found = select_presets(Where().add("p.owner_hash = ?", owner).add("p.slug = ?", slug));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

Result<std::vector<PresetVersion>> SqlDatabase::preset_versions(const std::string& preset_id) {
  return guarded([&]() -> Result<std::vector<PresetVersion>> {
    PresetVersion row;
    soci::statement select =
        (sql_.prepare << "SELECT id, version, creator, system_prompt, config, created_at"
                         " FROM preset_versions WHERE preset_id = :id ORDER BY version",
         into(row.id), into(row.version), into(row.creator), into(row.system_prompt),
         into(row.config), into(row.created_at), use(preset_id));
    select.execute();
    std::vector<PresetVersion> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Result<Preset> SqlDatabase::add_preset_version(const Preset& preset) {
  return atomically([&]() -> Result<Preset> {
    auto known = TRY(find_preset(preset.owner_hash, preset.slug));
    const auto& id = known ? known->id : preset.id;
    std::int64_t newest = 0, all = 0;
    if (known) {
      sql_ << "SELECT MAX(version) FROM preset_versions WHERE preset_id = :id", into(newest),
          use(id);
      if (newest >= kMost) return fail(too_many("versions of this preset"));
    } else {
      sql_ << "SELECT COUNT(*) FROM presets WHERE owner_hash = :owner", into(all),
          use(preset.owner_hash);
      if (all >= kMost) return fail(too_many("presets"));
      sql_ << "INSERT INTO presets (id, owner_hash, slug, name, description, status, creator,"
              " created_at, updated_at, designated) VALUES (:id, :owner, :slug, :name,"
              " :description, 'active', :creator, :at, :updated, 1)",
          use(id), use(preset.owner_hash), use(preset.slug), use(preset.name),
          use(preset.description), use(preset.creator), use(preset.created_at),
          use(preset.updated_at);
    }
    const auto& made = preset.designated;
    std::int64_t version = newest + 1;
    sql_ << "INSERT INTO preset_versions (id, preset_id, version, creator, system_prompt, config,"
            " created_at) VALUES (:id, :preset, :version, :creator, :prompt, :config, :at)",
        use(made.id), use(id), use(version), use(made.creator), use(made.system_prompt),
        use(made.config), use(made.created_at);
    sql_ << "UPDATE presets SET designated = :version, updated_at = :at WHERE id = :id",
        use(version), use(preset.updated_at), use(id);
    return select_presets(Where().add("p.id = ?", id)).at(0);
  });
}

Result<Preset> SqlDatabase::change_preset(const std::string& owner, const std::string& slug,
                                          const PresetChange& change, Micros now) {
  return atomically([&]() -> Result<Preset> {
    auto found = TRY(find_preset(owner, slug));
    if (!found) return fail(no_such_preset());
    auto row = std::move(*found);
    if (change.name) row.name = *change.name;
    if (change.description) row.description = *change.description;
    if (change.status && *change.status != row.status) {
      row.status = *change.status;
      row.status_updated_at = now;
    }
    auto designated = change.designated.value_or(row.designated.version);
    std::int64_t there = 0;
    sql_ << "SELECT COUNT(*) FROM preset_versions WHERE preset_id = :id AND version = :version",
        into(there), use(row.id), use(designated);
    if (there == 0) return fail(invalid("designated_version", "This preset has no such version."));
    Nullable status_at(row.status_updated_at);
    sql_ << "UPDATE presets SET name = :name, description = :description, status = :status,"
            " status_updated_at = :status_at, designated = :designated, updated_at = :now"
            " WHERE id = :id",
        use(row.name), use(row.description), use(row.status),
        use(status_at.value, status_at.indicator), use(designated), use(now), use(row.id);
    return select_presets(Where().add("p.id = ?", row.id)).at(0);
  });
}

}  // namespace easel::store
