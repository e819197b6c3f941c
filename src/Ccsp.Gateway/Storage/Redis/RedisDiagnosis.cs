using System.Diagnostics;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>
/// Determines why a server accepts no connection. A broken connection that is refused reports only that it broke; a new one receives the
/// server's answer. Tried at most once per second, however many calls wait.
/// </summary>
internal sealed class RedisDiagnosis(RedisOptions options, string name, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<string?> _asked = Task.FromResult<string?>(null);
    private long? _askedAt;

    /// <returns>What the server refuses; null: no refusal.</returns>
    public async Task<string?> RefusalAsync(CancellationToken cancellationToken)
    {
        Task<string?> asked;
        lock (_gate)
        {
            if (_asked.IsCompleted && (_askedAt is not { } at || Stopwatch.GetElapsedTime(at) > Every))
            {
                _askedAt = Stopwatch.GetTimestamp();
                _asked = AskAsync();
            }

            asked = _asked;
        }

        try
        {
            return await asked.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The time limit has passed; report what is known.
            return null;
        }
    }

    private async Task<string?> AskAsync()
    {
        try
        {
            var configuration = RedisConnecting.ToServers(
                options, await RedisPrimary.FindAsync(options, CancellationToken.None), $"{options.Name}-{name}");
            configuration.AbortOnConnectFail = true;
            using var made = await RedisConnecting.ConnectAsync(configuration, Patience, time, CancellationToken.None);
            return null;
        }
        catch (Exception ex)
        {
            return RedisRefusal.Of(ex, options);
        }
    }
}
