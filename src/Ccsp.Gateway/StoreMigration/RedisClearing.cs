using System.Net;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Deletes the keys of one store from all nodes in small steps, so that other users of the server do not wait.</summary>
/// <param name="kept">These stay.</param>
internal sealed class RedisClearing(RedisLink link, string prefix, IReadOnlyCollection<RedisKey> kept)
{
    private const int AtOnce = 1_000;
    private const string End = "0";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var places = new Dictionary<EndPoint, string>();
        do
        {
            var pages = await link.AskPrimariesAsync(server => ScanAsync(server, places.GetValueOrDefault(server.EndPoint)),
                cancellationToken);
            foreach (var (node, next, found) in pages)
            {
                places[node] = next;
                if (found.Length > 0)
                    await link.ReadAsync(db => Task.WhenAll(found.Where(key => !kept.Contains(key)).Select(key => db.KeyDeleteAsync(key))),
                        cancellationToken);
            }
        }
        while (places.Values.Any(next => next != End));
    }

    /// <summary>Finished nodes are not scanned again.</summary>
    private async Task<(EndPoint Node, string Next, RedisKey[] Found)> ScanAsync(IServer server, string? from)
    {
        if (from == End)
            return (server.EndPoint, End, []);
        var answer = (RedisResult[])(await server.ExecuteAsync(link.Options.Database, "SCAN",
            [from ?? End, "MATCH", prefix + "*", "COUNT", AtOnce]))!;
        return (server.EndPoint, (string)answer[0]!, (RedisKey[])answer[1]!);
    }
}
