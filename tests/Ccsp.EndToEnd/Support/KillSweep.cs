using Ccsp.Contracts;

namespace Ccsp.EndToEnd.Support;

/// <summary>
/// Starts a gateway that will kill itself at a named step, keeps it busy until it does, and goes on with the next on the same data.
/// </summary>
internal sealed class KillSweep(GatewaySetup setup, History history) : IAsyncDisposable
{
    /// <summary>The first hit of a step comes for certain; a later one may take more work than a life gets.</summary>
    private static readonly TimeSpan PatienceForLater = TimeSpan.FromSeconds(4);

    /// <summary>Six of them are more than a write-ahead log holds before it is worth a checkpoint.</summary>
    private const int LongPrompt = 1 << 20;

    private readonly List<string> _missed = [];
    private GatewayProcess? _gateway;
    private int _submitted;

    /// <summary>Of the task to be submitted next; the same when it is submitted again.</summary>
    private string? _prompt;

    public int Kills { get; private set; }

    /// <summary>Armed steps that were not reached in time, so that the kill came from outside.</summary>
    public IReadOnlyList<string> Missed => _missed;

    public Rest Rest => _gateway!.Rest;

    /// <summary>One life of the gateway, ended by SIGKILL.</summary>
    public async Task KillAtAsync(string failpoint, int hit, CancellationToken cancellationToken)
    {
        var place = $"{failpoint}:{hit}";
        var armed = new Dictionary<string, string> { ["CCSP_FAILPOINT"] = place };
        if (await TryStartAsync(armed, cancellationToken))
            await KeepBusyAsync(failpoint.StartsWith("checkpoint", StringComparison.Ordinal), hit == 1 ? Patience.OfWait : PatienceForLater,
                cancellationToken);
        Kills++;
        if (!_gateway!.IsDead)
            _missed.Add(place);
        await _gateway.KillAsync();
    }

    /// <summary>
    /// A healthy gateway, until everything that was acknowledged has ended, or long enough: the history checker names what has not.
    /// </summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await _gateway!.StartAgainAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience.OfWait * 2);
        try
        {
            foreach (var id in history.Acknowledged.Values)
                await Rest.EndedAsync(id, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Stuck tasks are findings, not a reason to wait for ever.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
    }

    /// <returns>False when it died before it was ready, as a step of adoption makes it.</returns>
    private async Task<bool> TryStartAsync(IReadOnlyDictionary<string, string> armed, CancellationToken cancellationToken)
    {
        _gateway ??= await GatewayProcess.StartAsync(setup, cancellationToken, andKill: true);
        return await _gateway.TryStartAgainAsync(armed, cancellationToken);
    }

    private async Task KeepBusyAsync(bool withLongPrompts, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        var death = _gateway!.Program.Exited;
        var client = SubmitAsync(withLongPrompts, limit.Token);
        await Task.WhenAny(death, Task.Delay(patience, cancellationToken));
        await limit.CancelAsync();
        await client;
    }

    /// <summary>Six tasks, one after the other; a submit whose answer was lost is repeated under its key by the next life.</summary>
    private async Task SubmitAsync(bool withLongPrompts, CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i < 6; i++)
            {
                var key = $"task-{_submitted}";
                _prompt ??= withLongPrompts ? key.PadRight(LongPrompt) : key;
                var spec = new TaskSubmission { Engine = "sweep", Prompt = _prompt, Retries = 0 };
                var task = await Rest.SubmitAsync(spec, cancellationToken, key);
                history.Told(key, task.Id);
                (_prompt, _submitted) = (null, _submitted + 1);
            }
        }
        catch (HttpRequestException ex) when (ex.StatusCode is null)
        {
            // It died before it answered. Whether the task exists is what the repetition finds out.
        }
        catch (OperationCanceledException)
        {
            // The same, seen from the other side.
        }
    }
}
