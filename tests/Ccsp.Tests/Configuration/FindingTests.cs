using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Settings;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class FindingTests : IDisposable
{
    private readonly Loading _loading = new();

    public static TheoryData<string> Secrets =>
        [.. OptionKeys.All.Where(k => k.HoldsSecret && !k.HasNames).Select(k => k.Pattern)];

    public void Dispose() => _loading.Dispose();

    [Fact(Timeout = 30_000)]
    public Task The_example_of_the_documentation_is_taken() => Task.Run(() =>
    {
        _loading.Environment["CI_KEY"] = "sk-ant-123456789";
        var slack = _loading.File("slack", "https://hooks.example");
        var options = _loading.Options($$"""
            {
              "listen": "127.0.0.1:3001", "dataDir": "./data", "maxConcurrent": 4, "queueSize": 10000,
              "store":    { "kind": "sqlite" },
              "engines":  { "claude": { "path": "claude", "maxRetries": 3 },
                            "mytool": { "kind": "command", "command": ["/usr/local/bin/mytool", "--quiet"], "output": "text" } },
              "profiles": { "default": { "engine": "claude" },
                            "ci":      { "engine": "claude", "configDir": "/srv/ccsp/ci",
                                         "env": { "ANTHROPIC_API_KEY": "secret:env:CI_KEY" }, "maxConcurrent": 2 } },
              "timeouts": { "runSeconds": 7200, "firstByteSeconds": 120, "silenceSeconds": 900, "lingerSeconds": 5, "graceSeconds": 5 },
              "retries":  { "transient": 5, "lost": 3, "timeout": 1, "baseSeconds": 5, "capSeconds": 300 },
              "heartbeat":{ "everySeconds": 5, "validSeconds": 20 },
              "roots":    { "workingDirectories": ["/"] },
              "notify":   { "github": { "repository": "owner/name", "apiUrl": "https://api.github.com" },
                            "slack": { "url": "secret:file:{{slack}}" } }
            }
            """);
        Assert.Equal(["/usr/local/bin/mytool", "--quiet"], options.Engines["mytool"].Command!);
        Assert.Equal(new Secret.FromEnvironment("CI_KEY"), options.Profiles["ci"].Env["ANTHROPIC_API_KEY"]);
        Assert.Equal(5, options.Queue.Rules.Retries.Transient);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Limits_of_profiles_and_gates_are_the_queues_rules() => Task.Run(() =>
    {
        var gates = _loading.Options("""
            {
              "profiles": { "ci": { "maxConcurrent": 2, "ratePerMinute": 30, "burst": 5, "plan": "max" } },
              "limits": { "headroom": { "normal": 0.8, "low": 0.5 }, "harvestMinutes": 5, "rampSeconds": 0,
                          "quietHours": "22:00-07:00", "timeZone": "Asia/Tokyo",
                          "gates": { "model:opus": { "limit": 1 }, "profile:ci": { "limit": 3 } } }
            }
            """).Queue.Gates;
        Assert.Equal(new GateLimits { Limit = 3, Rate = new RateLimit(30, 5) }, gates.Limits["profile:ci"]);
        Assert.Equal(1, gates.Limits["model:opus"].Limit);
        Assert.Equal((new Headroom(0.8, 0.5), TimeSpan.FromMinutes(5), TimeSpan.Zero), (gates.Headroom, gates.Harvest, gates.RampFor));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("""{ "profiles": { "a": { "failover": ["b"] }, "b": { "env": { "ANTHROPIC_API_KEY": "secret:env:"""
        + """K" } } } }""", "profiles.a.failover: is only for profiles with an API key or a cloud provider; this one is a person's login")]
    [InlineData("""{ "profiles": { "a": { "failover": ["b"], "env": { "ANTHROPIC_API_KEY": "secret:env:K" } }, "b": { "configDir":"""
        + """ "/srv/b" } } }""", "profiles.a.failover: names b, which is a person's login; only profiles with an API key or "
        + "a cloud provider can take over")]
    [InlineData("""{ "profiles": { "a": { "failover": ["x"], "env": { "CLAUDE_CODE_USE_BEDROCK":"""
        + """ "1" } } } }""", "profiles.a.failover: there is no profile x; did you mean a?")]
    [InlineData("""{ "profiles": { "a": { "configDir": "/srv/one" }, "b": { "configDir":"""
        + """ "/srv/one/" } } }""", "profiles.b.configDir: is the directory of profile a too; one login is one profile")]
    [InlineData("""{ "profiles": { "a": { "burst": 2 } } }""", "profiles.a.burst: needs ratePerMinute")]
    [InlineData("""{ "limits": { "headroom": { "normal": 0.5, "low": 0.6 } } }""", "limits.headroom.low: must not be more than "
        + "limits.headroom.normal: low tasks would pass normal ones")]
    [InlineData("""{ "limits": { "gates": { "modell:opus": { "limit": 1 } } } }""", "limits.gates.modell:opus: There is no gate "
        + "'modell:opus'. A gate is called queue, or begins with class: group: engine: profile: agent: model: dir: "
        + "conversation: instance: memory:")]
    [InlineData("""{ "limits": { "gates": { "profile:ci": { "limit": 1 } } } }""", "limits.gates.profile:ci: There is no profile "
        + "'ci'. It must be one of default.")]
    [InlineData("""{ "limits": { "gates": { "engine:claud": { "limit": 1 } } } }""", "limits.gates.engine:claud: There is no engine "
        + "'claud'. It must be one of claude.")]
    [InlineData("""{ "limits": { "gates": { "class:urgnt": { "limit": 1 } } } }""", "limits.gates.class:urgnt: There is no class "
        + "'urgnt'. It must be one of urgent, high, normal, low.")]
    [InlineData("""{ "engines": { "sh": { "kind": "command", "command": ["/bin/sh"], "maxRetries": 3 } } }""", "engines.sh.maxRetries: "
        + "is for engines of kind claude; how often a program's failures are repeated is retries of a task")]
    [InlineData("""{ "engines": { "sh": { "kind": "command", "command": ["", "-c"] } } }""", "engines.sh.kind: an engine of kind command "
        + "needs command: [program, arguments…]")]
    [InlineData("""{ "engines": { "sh": { "kind": "command" } } }""", "engines.sh.kind: an engine of kind command "
        + "needs command: [program, arguments…]")]
    [InlineData("""{ "engines": { "a": { "kind": "gemini", "command": ["a"] } } }""", "engines.a.kind: must be "
        + "one of claude, command, not \"gemini\"")]
    [InlineData("""{ "engines": { "claude": { "output": "text" } } }""", "engines.claude.output: an engine of kind claude chooses its "
        + "output itself")]
    [InlineData("""{ "engines": { "claude": { "retryFailures": false } } }""", "engines.claude.retryFailures: is for engines of kind "
        + "command; how Claude Code's endings are repeated is under retries")]
    [InlineData("""{ "store": { "kind": "sqlite", "redis": { "host": "r" } } }""", "store.redis.host: is not used with store.kind "
        + "sqlite; leave one of them out")]
    [InlineData("""{ "store": { "redis": { "port": 6380 } } }""", "store.redis.port: is not used without a server: name it with "
        + "store.redis.host, nodes or url")]
    [InlineData("""{ "profiles": { "a": { "env": { "PPID": "1" } } } }""", "profiles.a.env.PPID: PPID cannot be set: it belongs to "
        + "the shell that starts a run, or marks the run")]
    [InlineData("""{ "profiles": { "a": { "passEnvironment": ["UID"] } } }""",
        "profiles.a.passEnvironment: UID cannot be set: it belongs to "
        + "the shell that starts a run, or marks the run")]
    [InlineData("""{ "profiles": { "a": { "env": { "A": "x\u0000y" } } } }""", "profiles.a.env.A: must not hold a NUL character")]
    [InlineData("""{ "engines": null }""", "engines: null is no value; write an object or leave the key out")]
    [InlineData("""{ "limits": { "quietHours": "late" } }""", "limits.quietHours: must be hours such as 22:00-07:00, not \"late\"")]
    public Task A_wrong_limit_or_fail_over_stops_the_start(string json, string finding) => Task.Run(() =>
    {
        _loading.Environment["K"] = "sk-ant-123456789";
        Assert.EndsWith(finding, Assert.Single(_loading.Findings(json)), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    /// <summary>The last pair of values that go together, and the first that does not.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData("""{ "heartbeat": { "everySeconds": 6, "validSeconds": # } }""", "12", "11.9")]
    [InlineData("""{ "store": { "redis": { "host": "r" } }, "heartbeat": { "everySeconds": 1, "validSeconds": # } }""", "10", "9.9")]
    [InlineData("""{ "retries": { "baseSeconds": #, "capSeconds": 60 } }""", "60", "60.1")]
    [InlineData("""{ "timeouts": { "runSeconds": 100, "firstByteSeconds": # } }""", "100", "101")]
    [InlineData("""{ "timeouts": { "runSeconds": 100, "silenceSeconds": # } }""", "100", "101")]
    [InlineData("""{ "timeouts": { "runSeconds": 60, "firstByteSeconds": 60, "silenceSeconds": # } }""", "900", "901")]
    [InlineData("""{ "limits": { "headroom": { "normal": 0.5, "low": # } } }""", "0.5", "0.51")]
    [InlineData("""{ "maxConcurrent": 5, "queue": { "urgentSlots": # } }""", "4", "5")]
    [InlineData("""{ "maxConcurrent": 1, "queue": { "urgentSlots": # } }""", "0", "1")]
    public Task What_goes_together_is_taken_up_to_its_end(string json, string last, string beyond) => Task.Run(() =>
    {
        Assert.Empty(_loading.Findings(json.Replace("#", last, StringComparison.Ordinal)));
        Assert.Single(_loading.Findings(json.Replace("#", beyond, StringComparison.Ordinal)));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Everything_wrong_is_told_at_once_with_its_line() => Task.Run(() =>
    {
        var findings = _loading.Findings("""
            {
              "maxConcurent": 4,
              "queueSize": "many",
              "timeouts": { "runSeconds": 0,
                            "typo": 1 },
              "heartbeat": { "everySeconds": 15 }
            }
            """);
        Assert.Equal(
            [
                "ccsp.json:2:3: maxConcurent: unknown key; did you mean maxConcurrent?",
                "ccsp.json:3:3: queueSize: must be a whole number from 1 to 100000000, not \"many\"",
                "ccsp.json:4:17: timeouts.runSeconds: must be a whole number from 1 to 604800, not 0",
                "ccsp.json:5:17: timeouts.typo: unknown key; known here: runSeconds, firstByteSeconds, silenceSeconds, "
                    + "lingerSeconds, graceSeconds, outputBytes",
                "ccsp.json:6:18: heartbeat.validSeconds: must be at least twice heartbeat.everySeconds, or one late beat costs every lease",
            ],
            findings);
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("{ \"queueSize\": }", "ccsp.json:1:16: this is not JSON: ")]
    [InlineData("{\n  \"queueSize\": 1\n", "ccsp.json:3:1: this is not JSON: ")]
    [InlineData("[]", "ccsp.json:1:1: the file must hold one JSON object")]
    [InlineData("", "ccsp.json:1:1: the file is empty; ")]
    [InlineData(" \n", "ccsp.json:1:1: the file is empty; ")]
    public Task What_is_no_json_is_refused_with_its_place(string json, string begins) => Task.Run(
        () => Assert.StartsWith(begins, Assert.Single(_loading.Findings(json)), StringComparison.Ordinal),
        TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("""{ "retries": { "baseSeconds": 10, "capSeconds": 5 } }""", "retries.baseSeconds: must not be more than")]
    [InlineData("""{ "timeouts": { "runSeconds": 60, "silenceSeconds": 61 } }""", "timeouts.silenceSeconds: must not be more than")]
    [InlineData("""{ "store": { "kind": "redis" } }""", "store.kind: the store redis needs store.redis.host")]
    [InlineData("""{ "store": { "redis": { "url": "http://somewhere" } } }""", "store.redis.url: is no address of the form "
        + "redis://user:password@host:port/database")]
    [InlineData("""{ "store": { "redis": { "url": "redis://one", "host": "two" } } }""", "store.redis.url: says it all; leave out "
        + "store.redis.host, port, nodes, user, password, tls and database")]
    [InlineData("""{ "store": { "redis": { "url": "redis://one", "tls": true } } }""", "store.redis.url: says it all; leave out "
        + "store.redis.host, port, nodes, user, password, tls and database")]
    [InlineData("""{ "store": { "redis": { "url": "redis://one", "port": 6380 } } }""", "store.redis.url: says it all; leave out "
        + "store.redis.host, port, nodes, user, password, tls and database")]
    [InlineData("""{ "store": { "redis": { "url": "redis://one", "database": 1 } } }""", "store.redis.url: says it all; leave out "
        + "store.redis.host, port, nodes, user, password, tls and database")]
    [InlineData("""{ "store": { "redis": { "host": "one", "nodes": "two:6379" } } }""", "store.redis.nodes: names the servers "
        + "already; leave out store.redis.host")]
    [InlineData("""{ "store": { "redis": { "host": "one", "sentinelUser":"""
        + """ "anna" } } }""", "store.redis.sentinelUser: needs store.redis.sentinelMaster")]
    [InlineData("""{ "listen": "192.168.1.1:3001" }""", "listen: can be reached from other machines; set api.allowRemote where a "
        + "firewall or a proxy with TLS stands before it")]
    [InlineData("""{ "listen": "0.0.0.0:3001", "api": { "allowRemote": true }, "store": { "redis": { "host":"""
        + """ "one" } } }""", "cluster.url: is needed: listen names no address at which the other gateways reach this one")]
    [InlineData("""{ "profiles": { "ci": { "engine": "cluade" } } }""", "profiles.ci.engine: there is no "
        + "engine cluade; did you mean claude?")]
    [InlineData("""{ "engines": { "tool": { } } }""", "engines.tool: needs a kind")]
    [InlineData("""{ "engines": { "tool": { "kind": "command" } } }""", "engines.tool.kind: an engine of kind command needs command")]
    [InlineData("""{ "engines": { "claude": { "command": ["x"] } } }""", "engines.claude.command: an engine of kind claude takes path")]
    [InlineData("""{ "engines": { "a.b": { } } }""", "engines.a.b: a name must not be empty or hold a dot")]
    [InlineData("""{ "notify": { "slack": { "url": "ftp://x" } } }""", "notify.slack.url: must be an http or https address")]
    [InlineData("""{ "notify": { "webhook": { "secret": "s" } } }""", "notify.webhook.secret: signs nothing without notify.webhook.url")]
    [InlineData("""{ "notify": { "email": { "from": "a@b" } } }""", "notify.email.host: is missing")]
    [InlineData("""{ "notify": { "email": { "host": "mail" } } }""", "notify.email.host: needs notify.email.from and notify.email.to")]
    [InlineData("""{ "notify": { "email": { "host": "mail", "from": "a@b", "to": ["c@d"], "user":"""
        + """ "x" } } }""", "notify.email.user and notify.email.password go together")]
    [InlineData("""{ "notify": { "email": { "host": "mail", "from": "a@b", "to": ["c@d"], "user": "x", "password": "y", "tls":"""
        + """ "none" } } }""", "notify.email.tls: none would send the password readable")]
    [InlineData("""{ "notify": { "email": { "to": ["c@d\r\nRCPT TO:<x@y>"] } } }""", "notify.email.to: must be a list of mail addresses")]
    [InlineData("""{ "notify": { "pagerduty": { "url": "https:"""
        + """//x.example" } } }""", "notify.pagerduty.url: needs notify.pagerduty.routingKey")]
    [InlineData("""{ "notify": { "quietHours": { "from": "22:00" } } }""", "notify.quietHours.from and notify.quietHours.to go together")]
    [InlineData("""{ "notify": { "quietHours": { "from": "7:00" } } }""", "notify.quietHours.from: must be a time of day such as 22:00")]
    [InlineData("""{ "notify": { "quietHours": { "zone": "Mars/Base" } } }""", "notify.quietHours.zone: must be a "
        + "time zone such as Europe/Berlin")]
    [InlineData("""{ "notify": { "kinds": { "session-timeot": { "enabled": true } } } }""", "notify.kinds.session-timeot: there is no "
        + "such kind; did you mean session-timeout?")]
    [InlineData("""{ "notify": { "kinds": { "task-failed": { "channels": """
        + """["pager"] } } } }""", "notify.kinds.task-failed.channels: must be a list of channels: github")]
    [InlineData("""{ "notify": { "kinds": { "gate-closed": { "body": "{nme} is closed" } } } }""", "notify.kinds.gate-closed.body: "
        + "gate.closed has no field {nme}; did you mean {name}?")]
    [InlineData("""{ "dashboard": { "auth": true } }""", "dashboard: this version has no dashboard; leave it out")]
    [InlineData("""{ "metrics": { "port": 9100 } }""", "metrics: this version has no listener for metrics; leave it out")]
    [InlineData("""{ "security": { "loopbackRead": true } }""", "security: this version reads nothing without a key")]
    [InlineData("""{ "roots": { "workingDirectories": ["src", "/srv"] } }""", "roots.workingDirectories: must be a list of absolute "
        + "directories, not [\"src\", \"/srv\"]")]
    [InlineData("""{ "roots": { "workingDirectories": [] } }""", "roots.workingDirectories: must be a list of absolute "
        + "directories, not an empty list")]
    [InlineData("""{ "queueSize": ["10"] }""", "queueSize: must be a whole number from 1 to 100000000, not a list")]
    public Task Contradictions_are_refused(string json, string finding) => Task.Run(
        () => Assert.Contains(finding, Assert.Single(_loading.Findings(json)), StringComparison.Ordinal),
        TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Every_placeholder_without_a_field_is_told_with_its_line() => Task.Run(() =>
    {
        var findings = _loading.Findings("""
            { "notify": { "kinds": {
              "session-timeout": { "title": "{profile} {user} {host}" },
              "task-failed": { "title": "{taskId} {ending.class}",
                "body": "{ending.mesage} {" } } } }
            """);
        Assert.Equal(3, findings.Count);
        Assert.Contains(findings, finding => finding.Contains(":2:", StringComparison.Ordinal)
            && finding.Contains("has no field {user}", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Contains("has no field {host}; known: ", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Contains(":4:", StringComparison.Ordinal)
            && finding.Contains("did you mean {ending.message}?", StringComparison.Ordinal));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_secret_in_a_file_others_can_read_is_refused_and_never_printed() => Task.Run(() =>
    {
        const string json = """{ "profiles": { "ci": { "env": { "API_KEY": "sk-very-secret-text", "MODE": "fast" } } } }""";
        const UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var finding = Assert.Single(_loading.Findings(json, shared));
        Assert.Contains("profiles.ci.env.API_KEY: a secret is written out", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", finding, StringComparison.Ordinal);
        Assert.Empty(_loading.Findings(json));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("secret:env:NOT_THERE", "the environment has no variable NOT_THERE")]
    [InlineData("secret:file:/no/such/file", "there is no file /no/such/file")]
    [InlineData("secret:vault:x", "must be a text, or a reference")]
    [InlineData("secret:env:", "must be a text, or a reference")]
    public Task A_reference_that_leads_nowhere_is_refused(string reference, string finding) => Task.Run(
        () => Assert.Contains(
            finding, Assert.Single(_loading.Findings($$"""{ "notify": { "slack": { "url": "{{reference}}" } } }""")),
            StringComparison.Ordinal),
        TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Secrets))]
    public Task Every_secret_is_followed_to_where_it_lies(string key) => Task.Run(() =>
    {
        _loading.Environment["CCSP__" + key.Replace(".", "__", StringComparison.Ordinal)] = "secret:env:NOT_THERE";
        Assert.Contains(
            _loading.Findings(), f => f.EndsWith($"{key}: the environment has no variable NOT_THERE", StringComparison.Ordinal));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("12345678", "****")]
    [InlineData("123456789", "1234****")]
    [InlineData("", "****")]
    public Task A_mask_shows_four_characters_at_most(string secret, string shown) => Task.Run(() =>
    {
        Assert.Equal(shown, Mask.Of(secret));
        Assert.Equal(shown, new Secret.Literal(secret).ToString());
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("127.0.0.1:3001", true)]
    [InlineData("[::1]:0", true)]
    [InlineData("localhost:80", true)]
    [InlineData(":80", true)]
    [InlineData("::1:80", false)]
    [InlineData("[127.0.0.1]:80", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1:65536", false)]
    [InlineData("example.org:80", false)]
    public Task An_address_has_a_host_and_a_port(string text, bool good) => Task.Run(
        () => Assert.Equal(good, ListenAddress.TryParse(text, out _)), TestContext.Current.CancellationToken);
}
