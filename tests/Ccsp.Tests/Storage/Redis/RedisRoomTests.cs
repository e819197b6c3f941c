using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Storage.Redis;

/// <summary>Two who write in one room.</summary>
public sealed class RedisRoomTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_step_is_done_again_when_somebody_wrote_meanwhile()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await OpenAsync(server);
        var (one, two) = (new RedisRoom(link, "test"), new RedisRoom(link, "test"));
        await SetAsync(one, "first");
        var looks = await AppendAsync(one, () => SetAsync(two, "second"));
        Assert.Equal((2, "second!"), (looks, await ValueAsync(one)));
    }

    /// <summary>A server that lost its last write, which somebody saw; another one writes in its place.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_step_that_saw_a_write_the_server_lost_is_done_again_when_another_was_made_in_its_place()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await OpenAsync(server);
        var (one, two) = (new RedisRoom(link, "test"), new RedisRoom(link, "test"));
        await SetAsync(one, "kept");
        var kept = await server.CommandAsync("GET", $"{one.Key("number")}");
        await SetAsync(one, "lost");
        var looks = await AppendAsync(
            one,
            async () =>
            {
                await server.CommandAsync("SET", $"{one.Key("number")}", kept);
                await server.CommandAsync("SET", $"{one.Key("value")}", "kept");
                await SetAsync(two, "instead");
            });
        Assert.Equal((2, "instead!"), (looks, await ValueAsync(one)));
    }

    private static Task<RedisLink> OpenAsync(RedisServer server) =>
        RedisLink.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] }, TimeProvider.System, NullLogger.Instance, Stop);

    private static async Task<string?> ValueAsync(RedisRoom room) => await room.ReadAsync(db => db.StringGetAsync(room.Key("value")), Stop);

    private static Task<bool> SetAsync(RedisRoom room, string value) => room.WriteAsync(
        (_, writes) =>
        {
            writes.Run("SET", room.Key("value"), value);
            return Task.FromResult(true);
        },
        Stop);

    /// <param name="between">What happens between its first look and its write.</param>
    /// <returns>How often it looked.</returns>
    private static async Task<int> AppendAsync(RedisRoom room, Func<Task> between)
    {
        var looks = 0;
        await room.WriteAsync(
            async (db, writes) =>
            {
                var seen = await db.StringGetAsync(room.Key("value"));
                if (++looks == 1)
                    await between();
                writes.Run("SET", room.Key("value"), $"{seen}!");
                return true;
            },
            Stop);
        return looks;
    }
}
