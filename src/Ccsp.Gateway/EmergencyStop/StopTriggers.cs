using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>
/// Triggers an emergency stop when errors of one kind accumulate. It counts the events of this instance; an event lost under load is simply
/// not counted.
/// </summary>
internal sealed partial class StopTriggers(EventHub hub, EmergencyStopService emergency, TriggerOptions options, TimeProvider time,
    ILogger<StopTriggers> log)
{
    public const string Actor = "trigger";

    private const int Buffer = 1024;

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private static readonly IReadOnlySet<string> Endings =
        new HashSet<string>(StringComparer.Ordinal) { EventTypes.TaskRequeued, EventTypes.TaskFailed };

    private readonly TroubleCount _logins = new(options.LoginLosses, TimeSpan.FromMinutes(options.LoginMinutes));
    private readonly TroubleCount _memory = new(options.MemoryEndings, TimeSpan.FromMinutes(options.MemoryMinutes));
    private readonly TroubleCount _refusals = new(options.StoreErrors, TimeSpan.FromMinutes(options.StoreMinutes));
    private readonly Lock _gate = new();
    private readonly Channel<string> _reasons =
        Channel.CreateBounded<string>(new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.DropWrite });

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(ListenAsync(cancellationToken), FireAsync(cancellationToken));

    public void DutyFailed(Exception exception)
    {
        if (exception is StorageFull or StoreUnavailable or StoreCorrupted)
            Count(_refusals, "refusals of the store", time.GetUtcNow());
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        using var endings = hub.SubscribeTo(Endings, Buffer);
        await foreach (var stored in endings.Events.ReadAllAsync(cancellationToken))
            Judge(stored);
    }

    private void Judge(StoredEvent stored)
    {
        var ending = JsonSerializer.Deserialize(stored.Data, FactJson.Default.FactData)?.Ending?.Class;
        if (ending == EndingClass.Login)
            Count(_logins, "lost logins", stored.At);
        else if (ending == EndingClass.Oom)
            Count(_memory, "runs killed for memory", stored.At);
    }

    private void Count(TroubleCount count, string what, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (count.IsReachedBy(at))
                _reasons.Writer.TryWrite(
                    string.Create(CultureInfo.InvariantCulture, $"too many {what} within {count.Within.TotalMinutes:0.##} min"));
        }
    }

    /// <summary>Without the store the order cannot be stored now; it is repeated until it is.</summary>
    private async Task FireAsync(CancellationToken cancellationToken)
    {
        await foreach (var reason in _reasons.Reader.ReadAllAsync(cancellationToken))
        {
            while (!await TryOrderAsync(reason, cancellationToken))
                await Task.Delay(TryAgain, time, cancellationToken);
        }
    }

    private async Task<bool> TryOrderAsync(string reason, CancellationToken cancellationToken)
    {
        try
        {
            await emergency.OrderAsync(options.Mode, reason, Actor, cancellationToken);
            return true;
        }
        catch (Exception ex) when (ex is StorageFull or StoreUnavailable or StoreCorrupted)
        {
            Log.NotStored(log, ex, reason);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The emergency stop ({Reason}) could not be stored yet; it is offered again")]
        public static partial void NotStored(ILogger log, Exception exception, string reason);
    }
}
