#!/usr/bin/env python3
"""How quick the account's pages stay with a million generations.

  bench/million.py [EASEL] [ROWS]

Fills a fresh data folder with ROWS generations over ninety days (as settled ones would lie there,
with the sums by the hour), serves it, and prints what each question took, median of five.
"""
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

easel = sys.argv[1] if len(sys.argv) > 1 else "build/release/easel"
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
HOUR = 3_600_000_000
DAYS = 90


def make_key(data, name, *more):
    made = subprocess.run([easel, "keys", "create", "--data", data, "--name", name, "--json", *more],
                          check=True, capture_output=True, text=True)
    answer = json.loads(made.stdout)
    return answer["key"], answer["data"]["hash"]


def fill(data, hashes):
    db = sqlite3.connect(data + "/easel.db")
    db.execute("PRAGMA synchronous = OFF")
    now = int(time.time() * 1e6)
    random.seed(1)
    models = [(f"vendor/model-{i}", f"Vendor {i % 7}") for i in range(20)]

    def generations():
        for i in range(rows):
            at = now - int(i * DAYS * 24 * HOUR / rows)
            model, provider = random.choice(models)
            state = "done" if random.random() < 0.97 else "failed"
            yield (f"gen-{at // 1_000_000}-{i:020d}", random.choice(hashes), model, provider, state, at,
                   at + 2_000_000, random.randrange(50_000_000), "stop", "{}", "image",
                   f"user-{random.randrange(500)}", "App", 2000, 7, 1290)

    db.executemany("INSERT INTO generations (id, key_hash, model, provider, state, created_at, finished_at,"
                   " cost, finish_reason, detail, api_type, external_user, app, milliseconds,"
                   " prompt_tokens, completion_tokens)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", generations())
    db.execute("INSERT INTO activity SELECT 'default', created_at / 3600000000, key_hash, model, provider,"
               " api_type, app, COUNT(*), SUM(state <> 'done'), SUM(cost), 0, SUM(prompt_tokens),"
               " SUM(completion_tokens), 0, 0, SUM(milliseconds) FROM generations GROUP BY 1, 2, 3, 4, 5, 6, 7")
    db.commit()
    sums = db.execute("SELECT COUNT(*) FROM activity").fetchone()[0]
    db.close()
    return sums


def main():
    with tempfile.TemporaryDirectory() as data:
        lead, _ = make_key(data, "lead", "--management")
        hashes = [make_key(data, f"key-{i}")[1] for i in range(20)]
        began = time.time()
        sums = fill(data, hashes)
        print(f"{rows} generations, {sums} sums by the hour, filled in {time.time() - began:.0f} s")
        server = subprocess.Popen([easel, "serve", "--listen", "127.0.0.1:0", "--data", data],
                                  stdout=subprocess.PIPE, text=True)
        try:
            base = server.stdout.readline().split()[-1] + "/api/v1"
            day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86_400))
            month = {"start": time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime(time.time() - 30 * 86_400)),
                     "end": time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime())}
            questions = {
                "activity, 30 days": ("/activity", None),
                "activity, one day of one key": (f"/activity?date={day}&api_key_hash={hashes[3]}", None),
                "analytics, days by model, 30 days":
                    ("/analytics/query", {"metrics": ["usage", "request_count"], "dimensions": ["model"],
                                          "granularity": "day", "time_range": month}),
                "analytics, by user, 30 days (from the rows)":
                    ("/analytics/query", {"metrics": ["usage"], "dimensions": ["user"], "time_range": month}),
                "generations, first page": ("/generations", None),
                "generations of one key": (f"/generations?key={hashes[5]}", None),
                "generations of one user": ("/generations?user=user-77", None),
                "generations that failed": ("/generations?state=failed", None),
            }
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            for name, (where, body) in questions.items():
                times = []
                for _ in range(5):
                    request = urllib.request.Request(base + where, headers={"Authorization": f"Bearer {lead}"})
                    if body:
                        request.data = json.dumps(body).encode()
                        request.add_header("Content-Type", "application/json")
                    began = time.perf_counter()
                    opener.open(request).read()
                    times.append(time.perf_counter() - began)
                print(f"{name:46} {statistics.median(times) * 1000:8.1f} ms")
        finally:
            server.terminate()
            server.wait()


main()
