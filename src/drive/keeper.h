#pragma once

#include <map>
#include <optional>

#include "base/base64.h"
#include "base/metrics.h"
#include "drive/driver.h"
#include "drive/job.h"
#include "media/spool.h"
#include "store/store.h"

namespace easel::drive {

struct KeeperRules {
  std::uint64_t max_picture_bytes = 256ull << 20;
  std::chrono::seconds keep_pictures{24 * 3600};  // 0 = until deleted

  // The same, for a key that may say otherwise.
  KeeperRules of(const store::KeyPolicy& policy) const;
  // Until when a picture of that moment is kept, unix microseconds; none = until deleted.
  std::optional<std::int64_t> keep_until(std::int64_t now) const;
};

// Says whether what was made may be told.
class Judge {
 public:
  virtual ~Judge() = default;
  // All words of an answer.
  virtual Task<Status> words(std::string text) = 0;
  // A picture that is whole; its bytes lie at `path` of the job's disk.
  virtual Task<Status> picture(media::Finished picture, std::string path) = 0;
};

// Takes the events of one attempt: words and previews go on to the job's readers at once; a picture
// is decoded into the spool as it arrives, made durable, entered in the store, and only then told.
// Where somebody judges, nothing but progress is told before the end: previews go nowhere, a
// picture is judged before it is entered anywhere, the words when all have come (conclude()).
class Keeper : public EventTaker {
 public:
  // All outlive it. `first_index`: pictures of earlier attempts come before these.
  Keeper(Job& job, media::Disk& disk, store::Store& store, Clock& clock, Metrics& metrics,
         KeeperRules rules, int first_index);

  // Before the first event; `judge` outlives this.
  void judged_by(Judge& judge) { judge_ = &judge; }
  // After the last event: what passed is told now. The error of whoever judges: nothing is; what
  // had been kept of it until then is the caller's to remove. Without a judge nothing is left to
  // do.
  Task<Status> conclude();

  Task<Status> take(gateway::Event event) override;
  Task<Status> persist(std::string token) override;
  void sending(const providers::Send& send) override;
  bool paid() const override { return job_.paid; }
  std::string idempotency_key() const override { return job_.id + "." + provider; }

  int whole_pictures() const { return whole_; }
  const std::vector<KeptPicture>& made() const { return made_; }  // those that were refused too
  bool told_text() const { return told_text_; }
  gateway::Usage usage{};
  boost::json::object easel{}, message_fields{}, choice_fields{}, body_fields{};
  std::vector<std::string> signatures{};  // to be given back upstream with the pictures
  std::optional<Time> first_at{};         // when something of the answer came
  std::string provider{}, model{};        // who serves: stored with what a restart needs
  bool costs = true;                      // what is submitted there may cost something
  bool resumable = true;                  // it can be taken up again after a restart

 private:
  struct Arriving {
    explicit Arriving(media::Spool s) : spool(std::move(s)) {}
    media::Spool spool;
    Base64Decoder decoder{};
  };

  Task<Status> picture_data(gateway::PictureData data);
  Task<Status> picture_end(gateway::PictureEnd end);
  void tell(Told what);
  std::string withheld_words() const;
  void tell_whole(std::map<int, Arriving>::iterator arrived, KeptPicture kept);
  Status weigh(std::size_t bytes);
  void merge(gateway::Extra extra);

  Job& job_;
  media::Disk& disk_;
  store::Store& store_;
  Clock& clock_;
  Metrics& metrics_;
  KeeperRules rules_;
  int first_index_;
  int whole_ = 0;
  std::size_t told_bytes_ = 0;
  bool told_text_ = false;
  Judge* judge_ = nullptr;
  std::vector<Told> withheld_;
  std::vector<KeptPicture> made_;
  std::optional<Error> refused_;
  std::map<int, Arriving> arriving_;
};

}  // namespace easel::drive
