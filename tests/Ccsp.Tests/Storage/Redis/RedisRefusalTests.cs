using Ccsp.Gateway.LegacyRedisApi;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using StackExchange.Redis;
using Xunit;

namespace Ccsp.Tests.Storage.Redis;

/// <summary>A server that refuses the gateway itself: its commands, its keys, its password. What is refused is told, nothing happens in
/// part, and it is over when the server allows it again.</summary>
public sealed class RedisRefusalTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("-hgetall", "the command 'hgetall'. Allow it: redis-cli ACL SETUSER default +hgetall")]
    [InlineData("-evalsha", "the command 'evalsha'. Allow it: redis-cli ACL SETUSER default +evalsha")]
    [InlineData("-hset", "the command 'hset'. Allow it: redis-cli ACL SETUSER default +hset")]
    [InlineData("resetkeys", "the keys of this store. Allow them: redis-cli ACL SETUSER default '~*'")]
    public async Task What_a_user_may_not_do_is_told_once_and_is_over_when_it_is_allowed(string rule, string text)
    {
        await using var server = await RedisServer.StartAsync();
        var (log, clock) = (new RecordingLogger<RedisLink>(), new TestClock());
        await using var link = await OpenAsync(server, log, clock: clock);
        await UseAsync(link);
        await server.CommandAsync("ACL", "SETUSER", "default", rule);
        for (var call = 0; call < 3; call++)
        {
            var refused = await Assert.ThrowsAsync<StoreUnavailable>(() => UseAsync(link));
            Assert.EndsWith("forbids its user 'default' " + text, refused.Advice, StringComparison.Ordinal);
            Assert.True(refused.IsLogged);
        }

        Assert.Equal(1, log.Count("refuses this gateway"));
        Assert.EndsWith(text, link.Condition.Trouble, StringComparison.Ordinal);
        await server.CommandAsync("ACL", "SETUSER", "default", "+@all", "allkeys");
        clock.Advance(TimeSpan.FromSeconds(11));
        await UseAsync(link);
        Assert.Null(link.Condition.Trouble);
        Assert.Equal((1, 2), (log.Count("does not refuse this gateway any more"), log.Lines.Count));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null, "asks for a password, and this gateway has none")]
    [InlineData("before", "refuses the password of its user 'default'")]
    public async Task A_password_that_was_changed_is_told_as_that_and_not_as_a_lost_connection(string? before, string text)
    {
        await using var server = await RedisServer.StartAsync();
        await server.CommandAsync("CONFIG", "SET", "requirepass", before ?? "");
        var log = new RecordingLogger<RedisLink>();
        await using var link = await OpenAsync(server, log, before);
        await UseAsync(link);
        await CommandAsync(server, before, "CONFIG", "SET", "requirepass", "after");
        await CommandAsync(server, "after", "CLIENT", "KILL", "TYPE", "normal");
        await CommandAsync(server, "after", "CLIENT", "KILL", "TYPE", "pubsub");
        var refused = await Assert.ThrowsAsync<StoreUnavailable>(() => UseAsync(link));
        Assert.Contains(text, refused.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("after", refused.Advice, StringComparison.Ordinal);
        Assert.Contains(text, Assert.Single(log.Lines), StringComparison.Ordinal);

        await CommandAsync(server, "after", "CONFIG", "SET", "requirepass", before ?? "");
        await Until.TrueAsync(async () => await TryUseAsync(link), "the connection");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("-xadd", "'xadd'")]
    [InlineData("-publish", "+publish")]
    [InlineData("-zadd", "'zadd'")]
    [InlineData("-hset", "'hset'")]
    [InlineData("resetchannels", "the channels")]
    public async Task A_commit_that_may_not_do_all_of_it_does_nothing(string rule, string text)
    {
        await using var server = await RedisServer.StartAsync();
        await using var caller = await Caller.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        await caller.SubmitAsync();
        await server.CommandAsync("ACL", "SETUSER", "default", rule);
        var refused = Assert.IsType<StoreUnavailable>(await caller.TrySubmitAsync());
        Assert.Contains(text, refused.Advice, StringComparison.Ordinal);
        await server.CommandAsync("ACL", "SETUSER", "default", "+@all", "allchannels");
        await caller.SubmitAsync();
        await caller.WorkAsync();
        Assert.Equal(2, caller.Acknowledged.Count);
        Assert.Empty(await caller.LostAsync());
        foreach (var id in caller.Acknowledged)
        {
            var events = await caller.Store.EventsAsync(new Ccsp.Gateway.Queue.EventQuery(id, 0, 100), Stop);
            Assert.Equal(Enumerable.Range(1, events.Count), events.Select(stored => stored.TaskSeq!.Value));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_request_that_may_not_be_moved_stays_where_it_is()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await OpenAsync(server, new RecordingLogger<RedisLink>());
        await server.CommandAsync("LPUSH", "ccsp:requests", "message");
        await server.CommandAsync("ACL", "SETUSER", "default", "-lpush");
        var lists = new RequestLists(link);
        await Assert.ThrowsAsync<StoreUnavailable>(() => lists.TakeAsync("one", ["id"], Stop));
        Assert.Equal("1", await server.CommandAsync("LLEN", "ccsp:requests"));
        await server.CommandAsync("ACL", "SETUSER", "default", "+lpush");
        Assert.Equal("id message", Assert.Single(await lists.TakeAsync("one", ["id"], Stop)));
    }

    [Theory]
    [InlineData("NOPERM User ccsp has no permissions to run the 'config|get' command", "the command 'config|get'")]
    [InlineData("NOPERM No permissions to access a key", "the keys of this store")]
    [InlineData("NOPERM No permissions to access a channel", "the channels of this store")]
    [InlineData(
        "ERR Error running script (call to f_9a): @user_script:1: The user executing the script can't run this command or subcommand",
        "redis-cli ACL LOG 1 names it")]
    [InlineData("ERR unknown command `EVALSHA`, with args beginning with: `9a`", "does not have the command 'evalsha'")]
    [InlineData("ERR unknown command 'EVALSHA', with args beginning with: '9a'", "does not have the command 'evalsha'")]
    [InlineData("DENIED Redis is running in protected mode because ...", "is in protected mode")]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value", null)]
    [InlineData("LOADING Redis is loading the dataset in memory", null)]
    public void The_words_of_all_versions_are_understood(string message, string? text)
    {
        var options = new RedisOptions { Endpoints = ["redis:6379"], User = "ccsp", Password = "secret" };
        var refusal = RedisRefusal.Of(new RedisServerException(RedisErrorKind.Unknown, CommandFlags.None, message), options);
        if (text is null)
            Assert.Null(refusal);
        else
            Assert.Contains(text, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal ?? "", StringComparison.Ordinal);
    }

    /// <summary>A read and a script that writes.</summary>
    private static async Task UseAsync(RedisLink link)
    {
        await link.ReadAsync(db => db.HashGetAllAsync("{used}:hash"), Stop);
        // It names its commands, so that it can ask for all of them before the first.
        await link.RunAsync(RedisScript.Load("current"), ["{used}:hash"], ["field", "value", ""], Stop);
    }

    private static async Task<bool> TryUseAsync(RedisLink link)
    {
        try
        {
            await UseAsync(link);
            return true;
        }
        catch (StoreUnavailable)
        {
            return false;
        }
    }

    private static Task<string> CommandAsync(RedisServer server, string? password, params string[] words) =>
        server.CommandAsync(password is null ? words : ["-a", password, "--no-auth-warning", .. words]);

    private static Task<RedisLink> OpenAsync(
        RedisServer server, RecordingLogger<RedisLink> log, string? password = null, TimeProvider? clock = null) => RedisLink.OpenAsync(
        new RedisOptions { Endpoints = [server.Endpoint], Password = password }, clock ?? TimeProvider.System, log, Stop);
}
