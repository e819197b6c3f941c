namespace Ccsp.RedisServers;

/// <summary>Waits for what servers agree on among themselves, for which they give no signal.</summary>
internal static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {Limit.TotalSeconds} s in vain for {what}.");
            }
        }
    }
}
