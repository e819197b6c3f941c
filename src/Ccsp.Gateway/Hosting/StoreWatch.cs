using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Hosting;

/// <summary>
/// Repeats the checks of the start on a shared store's server: it may become a replica, start evicting, stop persisting, fill up or refuse
/// this gateway while gateways run. Problems are reported by <c>/ready</c> and logged once; the durability promised to tasks follows what
/// the server gives.
/// </summary>
internal sealed partial class StoreWatch(RedisLink link, Durability? wished, Readiness readiness, Catalogue known, ILogger<StoreWatch> log)
{
    private const string Component = "redis";

    private string? _reported;

    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(5);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        string? trouble = null;
        string? silence = null;
        try
        {
            var facts = await RedisFacts.ReadAsync(link, cancellationToken);
            trouble = facts.Findings(wished).ToList() is { Count: > 0 } findings ? string.Join(" ", findings) : null;
            Promise(facts.Gives(wished));
            if (facts.IsFull)
                link.Condition.Full();
            else if (!facts.IsNearlyFull)
                link.Condition.HasCapacity();
        }
        catch (StoreUnsuitable ex)
        {
            trouble = ex.Message;
        }
        catch (StoreUnavailable ex)
        {
            silence = ex.Message;
        }

        var wrong = link.Condition.Trouble ?? silence ?? trouble;
        readiness.Set(Component, wrong is null, wrong ?? "set up as a queue needs it");
        // Its settings are unknown while it does not answer; the connection logs that.
        if (silence is not null)
            return;
        if (trouble is not null && trouble != _reported)
            Log.Unsuitable(log, trouble);
        if (trouble is null && _reported is not null)
            Log.Suitable(log);
        _reported = trouble;
    }

    private void Promise(Durability durability)
    {
        if (durability == known.Durability)
            return;
        Log.Durability(log, EnumNames<Durability>.Of(known.Durability), EnumNames<Durability>.Of(durability));
        known.Durability = durability;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error,
            Message = "The Redis server is not set up any more as a queue needs it, and may lose tasks. {Trouble}")]
        public static partial void Unsuitable(ILogger log, string trouble);

        [LoggerMessage(Level = LogLevel.Information, Message = "The Redis server is set up as a queue needs it again.")]
        public static partial void Suitable(ILogger log);

        [LoggerMessage(Level = LogLevel.Warning, Message = "What the Redis server gives tasks was durability {Before} and is {Now}.")]
        public static partial void Durability(ILogger log, string before, string now);
    }
}
