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

    private readonly Random _random = new(seed);
    private readonly List<Task> _returns = [];
    private readonly HashSet<int> _away = [];

    public int Kills { get; private set; }

    /// <summary>Of the kills, those after which the others had to take over.</summary>
    public int LongAbsences { get; private set; }

    public async Task KillAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(duration);
        using var timer = new PeriodicTimer(BetweenKills);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
                await KillOneAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over; all come back.
        }

        await Task.WhenAll(_returns);
    }

    /// <param name="engine">Of the tasks.</param>
    /// <param name="count">How many to submit.</param>
    public async Task SubmitAsync(string engine, int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            var key = $"task-{i}";
            while (!await TrySubmitAsync(engine, key, i, cancellationToken))
                cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task KillOneAsync(CancellationToken cancellationToken)
    {
        int victim;
        bool stays;
        lock (_away)
        {
            var there = Enumerable.Range(0, group.All.Count).Where(number => !_away.Contains(number)).ToList();
            if (there.Count < 2)
                return;
            victim = there[_random.Next(there.Count)];
            stays = _random.Next(100) < 30;
            _away.Add(victim);
        }

        Kills++;
        LongAbsences += stays ? 1 : 0;
        await group.All[victim].KillAsync();
        _returns.Add(ReturnAsync(victim, stays ? Away : TimeSpan.Zero, cancellationToken));
    }

    private async Task ReturnAsync(int victim, TimeSpan after, CancellationToken cancellationToken)
    {
        await Task.Delay(after, cancellationToken);
        await group.All[victim].StartAgainAsync(cancellationToken);
        lock (_away)
            _away.Remove(victim);
    }

    /// <summary>A submit without an answer is repeated under its key, wherever somebody answers.</summary>
    private async Task<bool> TrySubmitAsync(string engine, string key, int turn, CancellationToken cancellationToken)
    {
        int target;
        lock (_away)
        {
            var there = Enumerable.Range(0, group.All.Count).Where(number => !_away.Contains(number)).ToList();
            target = there[turn % there.Count];
        }

        try
        {
            var task = await group.All[target].Rest.SubmitAsync(
                new TaskSubmission { Engine = engine, Prompt = key, Retries = 0 }, cancellationToken, key);
            history.Told(key, task.Id);
            return true;
        }
        catch (HttpRequestException ex) when (ex.StatusCode is null)
        {
            return false;
        }
    }
}
