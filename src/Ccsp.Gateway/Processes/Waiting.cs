namespace Ccsp.Gateway.Processes;

/// <summary>Waits for an external condition: woken by a signal, with a slow poll as a fallback.</summary>
internal static class Waiting
{
    /// <returns>Whether the condition held before the limit passed or <paramref name="hurry"/> was cancelled.</returns>
    public static async Task<bool> UntilAsync(
        Func<bool> condition, AsyncSignal changed, (TimeSpan Limit, TimeSpan Poll) times, TimeProvider time,
        CancellationToken hurry = default)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var next = changed.Next;
            if (condition()) return true;
            var left = times.Limit - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || hurry.IsCancellationRequested) return false;
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(hurry);
            await Task.WhenAny(next, Task.Delay(left < times.Poll ? left : times.Poll, time, woken.Token));
            await woken.CancelAsync();
        }
    }
}
