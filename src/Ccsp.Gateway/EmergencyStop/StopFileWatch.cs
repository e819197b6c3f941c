using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>
/// Obeys the stop file: notified by the file system, and polled twice a second as a fallback. A file found while no stop is in force orders
/// one, also at the gateway's start; removing it clears nothing. The same poll finds an order that <c>ccsp stop</c> left because this
/// gateway did not answer.
/// </summary>
internal sealed partial class StopFileWatch(EmergencyStopService emergency, StopFile file, FolderWatch folders, TimeProvider time,
    ILogger<StopFileWatch> log)
{
    public const string Actor = "stop file";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>A shell needs less time between creating the file and writing into it; the content decides the mode.</summary>
    private static readonly TimeSpan EmptyFor = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(1);

    private string? _obeyed;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var arrivals = new AsyncSignal();
        using var watch = folders.WatchArrivals(Path.GetDirectoryName(file.Path)!, arrivals);
        while (!cancellationToken.IsCancellationRequested)
        {
            var next = arrivals.Next;
            await CheckAsync(cancellationToken);
            using var polling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(next, Task.Delay(PollInterval, time, polling.Token));
            await polling.CancelAsync();
        }
    }

    /// <summary>Checks the file once. An unavailable store is retried with the next poll.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await emergency.TakeUpAsync(cancellationToken);
        if (file.Read() is not { } content)
        {
            _obeyed = null;
            return;
        }

        try
        {
            await ObeyAsync(content, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The gateway is stopping; its next start obeys the file.
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            Log.NotObeyed(log, ex);
        }
    }

    private async Task ObeyAsync(string content, CancellationToken cancellationToken)
    {
        var stands = await StandsAsync(cancellationToken);
        if (stands && content == _obeyed)
            return;
        if (string.IsNullOrWhiteSpace(content))
        {
            await Task.Delay(EmptyFor, time, cancellationToken);
            if ((content = file.Read() ?? content) == _obeyed && stands)
                return;
        }

        var order = StopFile.Parse(content);
        await emergency.OrderAsync(order.Mode, order.Reason, Actor, cancellationToken);
        _obeyed = content;
    }

    /// <summary>An unavailable store is no reason to wait: repeating an order changes nothing.</summary>
    private async Task<bool> StandsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await emergency.NowAsync(cancellationToken).WaitAsync(StorePatience, time, cancellationToken) is { Stands: true };
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            Log.NotAsked(log, ex.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The store does not say whether an emergency stop stands ({Reason}); the stop file is obeyed at once")]
        public static partial void NotAsked(ILogger log, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "The stop file could not be obeyed yet; it is checked again")]
        public static partial void NotObeyed(ILogger log, Exception exception);
    }
}
