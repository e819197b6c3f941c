namespace Ccsp.EndToEnd.Support;

/// <summary>Waits for what other processes do where they give no signal. Bounded; says what it waited for.</summary>
internal static class Poll
{
    public static Task UntilAsync(Func<bool> condition, string what, CancellationToken cancellationToken) =>
        UntilAsync(() => Task.FromResult(condition()), what, cancellationToken);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience.OfWait);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time may have passed while this machine stood still.
                if (await condition())
                    return;
                throw new TimeoutException($"Waited {Patience.OfWait.TotalSeconds} s in vain for {what}.");
            }
        }
    }
}
