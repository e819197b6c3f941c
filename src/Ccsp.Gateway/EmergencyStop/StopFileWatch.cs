using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>
/// Obeys the stop file: as soon as the system tells of it, and by looking twice a second should it not. A file that lies there while no
/// stop stands orders one, also at the start of the gateway; removing it clears nothing. An order that <c>ccsp stop</c> left because this
/// gateway did not answer is found by the same look.
/// </summary>
internal sealed partial class StopFileWatch(EmergencyStopService emergency, StopFile file, FolderWatch folders, TimeProvider time,
    ILogger<StopFileWatch> log)
{
    public const string Actor = "stop file";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Between making a file and writing into it a shell takes less; what it says decides how far the stop goes.</summary>
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
            await LookAsync(cancellationToken);
            using var looking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(next, Task.Delay(LookEvery, time, looking.Token));
            await looking.CancelAsync();
        }
    }

    /// <summary>One look. A store in trouble is asked again at the next.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
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
            // The gateway goes away; the file is obeyed by its next start.
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

    /// <summary>A store that does not answer is no reason to wait: an order that stands already changes nothing.</summary>
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

        [LoggerMessage(Level = LogLevel.Error, Message = "The stop file could not be obeyed yet; it is looked at again")]
        public static partial void NotObeyed(ILogger log, Exception problem);
    }
}
