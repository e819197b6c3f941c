#!/usr/bin/env python3
"""Makes the samples in this folder with a published ccsp of an earlier version: make.py CCSP APISTUB.

Each is filled through the API of that version: tasks in several states, gates, logins, an issue that is watched, and an outbox
with deliveries in every state. What that version says of them is kept beside, as NAME.json.gz. These here are from 959b758, on a
machine that was told to be called sample (unshare --uts)."""
import datetime, gzip, http.server, json, os, shutil, socket, sqlite3, subprocess, sys, threading, time, urllib.request

ccsp, stub = sys.argv[1:3]
here = os.path.dirname(os.path.abspath(__file__))
data, api, peer, hang, github, redis = "/srv/ccsp", 4971, 4972, 4973, 4974, 4975
key = "a-key-of-the-sample-that-opens-nothing"


class Peer(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response({"/taken": 200, "/broken": 500}.get(self.path, 429))
        if self.path == "/later":
            self.send_header("retry-after", "86400")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def request(method, path, body=None):
    with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{api}/api/v1/{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"authorization": "Bearer " + open(data + "/local.key").read().strip(), "content-type": "application/json"})) as answer:
        return json.load(answer)


def until(what, test):
    for _ in range(600):
        try:
            if test():
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit("not seen: " + what)


def states():
    return {n["state"] for n in request("GET", "notifications?limit=500")["items"]}


def start(settings, environment, quiet):
    settings["notify"]["quietHours"] = quiet or {}
    with open(data + "/config.json", "w") as file:
        json.dump(settings, file)
    os.chmod(data + "/config.json", 0o600)
    gateway = subprocess.Popen([ccsp, "serve", "--config", data + "/config.json", "--data-dir", data, "--listen", f"127.0.0.1:{api}"],
        env={"PATH": "/usr/bin:/bin", "HOME": data, "CLAUDE_CLI_PATH": data + "/agent", "GITHUB_TOKEN": "stand-in",
             "CCSP__NOTIFY__SLACK__URL": f"http://127.0.0.1:{peer}/taken", "CCSP__NOTIFY__WEBHOOK__URL": f"http://127.0.0.1:{peer}/broken",
             "CCSP__NOTIFY__PAGERDUTY__ROUTINGKEY": "stand-in", **environment}, cwd=data, stdout=subprocess.DEVNULL)
    until("the gateway", lambda: request("GET", "queue"))
    return gateway


def fill(environment):
    shutil.rmtree(data, ignore_errors=True)
    os.makedirs(data + "/work")
    open(data + "/instance.id", "w").write("sample\n")
    for profile, answer in {"lost": '{"loggedIn":false}', "valid": '{"loggedIn":true,"authMethod":"claude.ai"}'}.items():
        os.mkdir(f"{data}/{profile}")
        open(f"{data}/{profile}/answer", "w").write(answer)
    agent = data + "/agent"
    open(agent, "w").write('#!/bin/sh\n[ -e "$CLAUDE_CONFIG_DIR/answer" ] || exit 1\ncat "$CLAUDE_CONFIG_DIR/answer"\n')
    os.chmod(agent, 0o755)
    settings = {
        "engines": {"sh": {"kind": "command", "command": ["/bin/sh"], "output": "text"}},
        "profiles": {p: {"engine": "claude", "configDir": f"{data}/{p}"} for p in ("lost", "valid")},
        "sessions": {"checkSeconds": 1},
        "notify": {
            "allowTargets": ["127.0.0.1"], "maxTries": 2,
            "slack": {"minimumSeverity": "info"}, "webhook": {"minimumSeverity": "info"},
            "pagerduty": {"url": f"http://127.0.0.1:{peer}/later", "minimumSeverity": "info"},
            "email": {"host": "127.0.0.1", "port": hang, "tls": "none", "from": "ccsp@example.com", "to": ["ops@example.com"],
                      "minimumSeverity": "info"},
            "github": {"repository": "owner/name", "apiUrl": f"http://127.0.0.1:{github}/github"},
            "kinds": {"task-failed": {"enabled": True}}}}
    json.dump({"keys": [{"name": "ci", "sha256": __import__("hashlib").sha256(key.encode()).hexdigest(),
        "createdAt": "2026-11-01T12:00:00Z"}]}, open(data + "/keys.json", "w"))
    now = datetime.datetime.now(datetime.timezone.utc)
    hour = lambda later: f"{(now + datetime.timedelta(hours=later)):%H:%M}"
    gateway = start(settings, environment, {"from": hour(-1), "to": hour(12), "zone": "UTC"})
    for i in range(40, 45):
        request("POST", f"gates/group:g{i:02}/close", {"reason": "sample"})
    until("the night", lambda: len([n for n in request("GET", "notifications?limit=500")["items"] if n["channel"] == "slack"]) == 5)
    request("POST", "gates/group:g44/open")
    until("what is told in no morning", lambda: "folded" in states())
    gateway.kill()
    gateway.wait()
    gateway = start(settings, environment, None)
    until("the logins", lambda: {s["state"] for s in request("GET", "sessions")["items"]} >= {"lost", "valid"})
    for i in range(40):
        request("POST", f"gates/group:g{i:02}/close", {"reason": "sample"})
    sh = {"engine": "sh", "workingDirectory": data + "/work", "retries": 0}
    submit = lambda prompt, **more: request("POST", "tasks", {**sh, "prompt": prompt, **more})["id"]
    submit("echo done", metadata={"ticket": 7})
    submit("exit 3")
    waiting = submit("echo waits", group="g00", priority="high")
    submit("echo after", dependsOn=[waiting])
    submit("echo later", runAt="2099-01-01T00:00:00Z")
    submit("echo held", hold=True)
    request("POST", "tasks/" + submit("echo cancelled", group="g01") + "/cancel")
    until("the endings", lambda: {t["state"] for t in request("GET", "tasks?limit=100")["items"]}
        == {"succeeded", "failed", "ready", "blocked", "scheduled", "held", "cancelled"})
    for i in range(2, 12):
        request("POST", f"gates/group:g{i:02}/open")
    until("the issue", lambda: any(s.get("issueNumber") for s in request("GET", "sessions")["items"]))
    until("every state", lambda: states() >= {"waiting", "sending", "sent", "dead", "folded"})
    until("the last delivery", lambda: not [n for n in request("GET", "notifications?limit=500&state=waiting")["items"]
        if n["channel"] in ("log", "slack", "webhook") and n["dueAt"] < f"{now + datetime.timedelta(hours=1):%Y-%m-%dT%H}"])
    said = {path.split("?")[0]: request("GET", path)["items"] for path in
        ("tasks?limit=100", "gates", "notifications?limit=500", "notifications/channels")}
    said["runs"] = {t["id"]: request("GET", f"tasks/{t['id']}/runs")["items"] for t in said["tasks"]}
    said["sessions"] = request("GET", "sessions")["items"]
    gateway.kill()
    gateway.wait()
    return said


def keep(name, content):
    with gzip.GzipFile(f"{here}/{name}.gz", "wb", mtime=0) as target:
        target.write(content)


def keep_said(name, said, cursor, logins, topics):
    said.update(cursors={"notifications": int(cursor), "logins": int(logins)}, topics=int(topics))
    keep(name, json.dumps(said, indent=1, sort_keys=True).encode())


def ask(*words):
    return subprocess.run(["redis-cli", "-p", str(redis), *words], check=True, capture_output=True, text=True).stdout


servers = [http.server.ThreadingHTTPServer(("127.0.0.1", peer), Peer)]
threading.Thread(target=servers[0].serve_forever, daemon=True).start()
silent = socket.create_server(("127.0.0.1", hang))
stand_in = subprocess.Popen([stub, "--port", str(github)], stdout=subprocess.DEVNULL)
try:
    said = fill({})
    db = sqlite3.connect(data + "/ccsp.db", isolation_level=None)
    number = lambda sql: db.execute(sql).fetchone()[0]
    keep_said("ccsp.db.json", said, number("SELECT seq FROM notification_cursor"), number("SELECT seq FROM session_cursor"),
        number("SELECT count(*) FROM notification_topic"))
    db.execute("VACUUM")
    db.execute("PRAGMA journal_mode=DELETE")
    db.close()
    keep("ccsp.db", open(data + "/ccsp.db", "rb").read())
    shutil.copy(data + "/keys.json", here)
    server = subprocess.Popen(["redis-server", "--port", str(redis), "--dir", "/srv", "--save", "", "--appendonly", "yes",
        "--appendfsync", "always"], stdout=subprocess.DEVNULL)
    until("the server", lambda: socket.create_connection(("127.0.0.1", redis)).close() is None)
    said = fill({"REDIS_URL": f"redis://127.0.0.1:{redis}", "CCSP__STORE__KIND": "redis"})
    keep_said("dump.rdb.json", said, ask("hget", "{ccsp:ccsp:0}:notify:meta", "cursor"), ask("hget", "{ccsp:ccsp:0}:sessions", "cursor"),
        ask("hlen", "{ccsp:ccsp:0}:notify:topics"))
    # The process that held the instance's id, with its machine's boot.
    ask("del", "{ccsp:ccsp:0}:holders")
    ask("save")
    keep("dump.rdb", open("/srv/dump.rdb", "rb").read())
    server.terminate()
finally:
    stand_in.terminate()
