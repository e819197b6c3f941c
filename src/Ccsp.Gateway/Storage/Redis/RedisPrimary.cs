namespace Ccsp.Gateway.Storage.Redis;

/// <summary>Asks the sentinels for the current primary; without sentinels it is the configured server.</summary>
internal static class RedisPrimary
{
    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(1);

    /// <exception cref="TimeoutException">No sentinel knows one now.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(RedisOptions options, CancellationToken cancellationToken)
    {
        if (options.SentinelMaster is not { } master)
            return options.Endpoints;
        List<string> troubles = [];
        foreach (var sentinel in options.Endpoints)
        {
            try
            {
                if (await AskAsync(options, sentinel, master, cancellationToken) is { } primary)
                    return [primary];
                troubles.Add($"{sentinel} knows no {master}");
            }
            catch (Exception ex) when (RedisTroubles.IsPassing(ex) || RedisRefusal.Of(ex, options) is not null)
            {
                troubles.Add($"{sentinel}: {ex.Message}");
            }
        }

        throw new TimeoutException($"No sentinel names the primary of {master} ({string.Join("; ", troubles)}).");
    }

    private static async Task<string?> AskAsync(RedisOptions options, string sentinel, string master, CancellationToken cancellationToken)
    {
        using var connection =
            await RedisConnecting.ConnectAsync(RedisConnecting.ToSentinel(options, sentinel), OneAnswer, TimeProvider.System,
                cancellationToken);
        var server = connection.GetServer(connection.GetEndPoints()[0]);
        var answer = await server.SentinelGetMasterAddressByNameAsync(master).WaitAsync(OneAnswer, cancellationToken);
        return answer switch
        {
            System.Net.IPEndPoint address => address.ToString(),
            System.Net.DnsEndPoint named => $"{named.Host}:{named.Port}",
            _ => null,
        };
    }
}
