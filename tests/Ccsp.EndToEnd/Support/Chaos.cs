using Ccsp.Contracts;

namespace Ccsp.EndToEnd.Support;

/// <summary>
/// Kills gateways of a group again and again while a client goes on submitting to whichever answers. Some are back at once, some stay away
/// longer than their leases last; one at least is always there.
/// </summary>
internal sealed class Chaos(Gateways group, History history, int seed)
{
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(27);

    private readonly Random random = new(seed);
    private readonly List<Task> returns = [];
    private readonly HashSet<int> away = [];

    public int Kills { get; private set; }

    /// <summary>Of the kills, those after which the others had to take over.</summary>
    public int LongAbsences { get; private set; }

    public async Task KillAsync(TimeSpan duration, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(duration);
        using var timer = new PeriodicTimer(BetweenKills);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
                await KillOneAsync(stop);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The time is over; all come back.
        }

        await Task.WhenAll(returns);
    }

    /// <param name="engine">Of the tasks.</param>
    /// <param name="count">How many to submit.</param>
    public async Task SubmitAsync(string engine, int count, CancellationToken stop)
    {
        for (var i = 0; i < count; i++)
        {
            var key = $"task-{i}";
            while (!await TrySubmitAsync(engine, key, i, stop))
                stop.ThrowIfCancellationRequested();
        }
    }

    private async Task KillOneAsync(CancellationToken stop)
    {
        int victim;
        bool stays;
        lock (away)
        {
            var there = Enumerable.Range(0, group.All.Count).Where(one => !away.Contains(one)).ToList();
            if (there.Count < 2)
                return;
            victim = there[random.Next(there.Count)];
            stays = random.Next(100) < 30;
            away.Add(victim);
        }

        Kills++;
        LongAbsences += stays ? 1 : 0;
        await group.All[victim].KillAsync();
        returns.Add(ReturnAsync(victim, stays ? Away : TimeSpan.Zero, stop));
    }

    private async Task ReturnAsync(int victim, TimeSpan after, CancellationToken stop)
    {
        await Task.Delay(after, stop);
        await group.All[victim].StartAgainAsync(stop);
        lock (away)
            away.Remove(victim);
    }

    /// <summary>A submit without an answer is repeated under its key, wherever somebody answers.</summary>
    private async Task<bool> TrySubmitAsync(string engine, string key, int turn, CancellationToken stop)
    {
        int target;
        lock (away)
        {
            var there = Enumerable.Range(0, group.All.Count).Where(one => !away.Contains(one)).ToList();
            target = there[turn % there.Count];
        }

        try
        {
            var task = await group.All[target].Rest.SubmitAsync(
                new TaskSubmission { Engine = engine, Prompt = key, Retries = 0 }, stop, key);
            history.Told(key, task.Id);
            return true;
        }
        catch (HttpRequestException lost) when (lost.StatusCode is null)
        {
            return false;
        }
    }
}
