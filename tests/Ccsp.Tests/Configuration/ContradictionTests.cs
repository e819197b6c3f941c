using Xunit;

namespace Ccsp.Tests.Configuration;

/// <summary>What goes wrong only together with something else, one rule a line, beside what is good with the same keys.</summary>
public sealed class ContradictionTests : IDisposable
{
    private readonly Loading _loading = new();

    public void Dispose() => _loading.Dispose();

    [Theory]
    [InlineData("""{ "engines": { "a": { } } }""", "engines.a: needs a kind: claude, or command with its command line")]
    [InlineData("""{ "engines": { "a": { "kind": "claude", "command": ["x"] } } }""",
        "engines.a.command: an engine of kind claude takes path, not command")]
    [InlineData("""{ "engines": { "a": { "kind": "command", "command": ["/bin/sh"], "path": "/bin/sh" } } }""",
        "engines.a.path: an engine of kind command takes command, not path")]
    [InlineData("""{ "profiles": { "a": { "engine": "claud" } } }""",
        "profiles.a.engine: there is no engine claud; did you mean claude?")]
    [InlineData("""{ "profiles": { "a": { "engine": "other" } } }""", "profiles.a.engine: there is no engine other; known: claude")]
    [InlineData("""{ "limits": { "gates": { "group:g": { "burst": 2 } } } }""", "limits.gates.group:g.burst: needs ratePerMinute")]
    [InlineData("""{ "profiles": { "a": { "failover": ["a"], "env": { "ANTHROPIC_API_KEY": "secret:env:K" } } } }""",
        "profiles.a.failover: names the profile itself")]
    [InlineData("""
        { "engines": { "e": { "kind": "claude", "path": "claude" } },
          "profiles": { "a": { "failover": ["b"], "env": { "ANTHROPIC_API_KEY": "secret:env:K" } },
                        "b": { "engine": "e", "env": { "ANTHROPIC_API_KEY": "secret:env:K" } } } }
        """, "profiles.a.failover: names b, which belongs to the engine e")]
    [InlineData("""{ "store": { "redis": { "nodes": "a:1", "host": "b" } } }""",
        "store.redis.nodes: names the servers already; leave out store.redis.host")]
    [InlineData("""{ "store": { "redis": { "host": "b", "sentinelMaster": "m" } } }""",
        "store.redis.sentinelMaster: needs store.redis.nodes: the sentinels")]
    [InlineData("""{ "store": { "redis": { "host": "b", "sentinelUser": "u" } } }""",
        "store.redis.sentinelUser: needs store.redis.sentinelMaster")]
    [InlineData("""{ "store": { "redis": { "host": "b", "sentinelPassword": "secret:env:K" } } }""",
        "store.redis.sentinelPassword: needs store.redis.sentinelMaster")]
    [InlineData("""{ "store": { "kind": "sqlite", "durability": "replicated" } }""",
        "store.durability: the embedded store always writes to disk")]
    [InlineData("""{ "listen": "0.0.0.0:80" }""",
        "listen: can be reached from other machines; set api.allowRemote where a firewall or a proxy with TLS stands before it")]
    [InlineData("""{ "listen": "0.0.0.0:80", "api": { "allowRemote": true }, "store": { "redis": { "host": "b" } } }""",
        "cluster.url: is needed: listen names no address at which the other gateways reach this one")]
    [InlineData("""{ "notify": { "webhook": { "secret": "secret:env:K" } } }""",
        "notify.webhook.secret: signs nothing without notify.webhook.url")]
    [InlineData("""{ "notify": { "email": { "from": "a@b.example" } } }""",
        "notify.email.host: is missing: the server that takes the mails")]
    [InlineData("""{ "notify": { "email": { "host": "h", "from": "a@b.example" } } }""",
        "notify.email.host: needs notify.email.from and notify.email.to")]
    [InlineData("""{ "notify": { "email": { "host": "h", "from": "a@b.example", "to": ["c@d.example"], "user": "u" } } }""",
        "notify.email.user: notify.email.user and notify.email.password go together")]
    [InlineData("""{ "notify": { "quietHours": { "from": "22:00" } } }""",
        "notify.quietHours.from: notify.quietHours.from and notify.quietHours.to go together")]
    public void A_contradiction_is_told_by_its_first_key(string json, string finding)
    {
        _loading.Environment["K"] = "sk-ant-123456789";
        Assert.EndsWith(": " + finding, Assert.Single(_loading.Findings(json)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "engines": { "a": { "kind": "command", "command": ["/bin/sh"], "output": "text", "retryFailures": true } } }""")]
    [InlineData("""{ "profiles": { "a": { "ratePerMinute": 3, "burst": 2 } } }""")]
    [InlineData("""{ "profiles": { "a": { "configDir": "/srv/one" }, "b": { "configDir": "/srv/two" }, "c": { } } }""")]
    [InlineData("""{ "limits": { "gates": { "group:g": { "ratePerMinute": 3, "burst": 2 } } } }""")]
    [InlineData("""
        { "profiles": { "a": { "failover": ["b"], "env": { "ANTHROPIC_API_KEY": "secret:env:K" } },
                        "b": { "env": { "ANTHROPIC_API_KEY": "secret:env:K" } } } }
        """)]
    [InlineData("""{ "store": { "redis": { "nodes": "a:1", "sentinelMaster": "m", "sentinelUser": "u" } } }""")]
    [InlineData("""{ "store": { "kind": "sqlite", "durability": "disk" } }""")]
    [InlineData("""{ "listen": "0.0.0.0:80", "api": { "allowRemote": true } }""")]
    [InlineData("""{ "listen": "10.0.0.1:80", "api": { "allowRemote": true }, "store": { "redis": { "host": "b" } } }""")]
    [InlineData("""{ "store": { "redis": { "url": "redis://one" } } }""")]
    [InlineData("""{ "notify": { "webhook": { "url": "https://h.example", "secret": "secret:env:K" } } }""")]
    [InlineData("""{ "notify": { "quietHours": { "from": "22:00", "to": "07:00" } } }""")]
    public void What_fits_together_is_taken(string json)
    {
        _loading.Environment["K"] = "sk-ant-123456789";
        Assert.Empty(_loading.Findings(json));
    }
}
