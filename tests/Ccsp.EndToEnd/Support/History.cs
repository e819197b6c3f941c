using System.Collections.Concurrent;
using Ccsp.Contracts;

namespace Ccsp.EndToEnd.Support;

/// <summary>What a client was told, and the check of it against what the store says in the end.</summary>
internal sealed class History
{
    private static readonly string[] Terminal =
    [
        EventTypes.TaskCompleted, EventTypes.TaskFailed, EventTypes.TaskCancelled, EventTypes.TaskExpired,
    ];

    /// <summary>Task ids by idempotency key: every submit that was answered.</summary>
    public ConcurrentDictionary<string, string> Acknowledged { get; } = new();

    /// <summary>Two different answers to one key would be a task submitted twice.</summary>
    public void Told(string key, string id)
    {
        var first = Acknowledged.GetOrAdd(key, id);
        if (first != id)
            throw new InvalidOperationException($"Key {key} stands for {first} and for {id}.");
    }

    /// <returns>Every broken promise, in a sentence.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(Rest rest, CancellationToken cancellationToken)
    {
        var broken = new List<string>();
        foreach (var id in Acknowledged.Values.Distinct())
        {
            var task = await rest.GetAsync(id, cancellationToken);
            if (task.FinishedAt is null)
            {
                // Its stream would not end.
                broken.Add($"{id}: still {task.State}");
                continue;
            }

            var events = (await rest.EventsAsync(id, cancellationToken)).Select(pair => pair.Event)
                .Where(envelope => envelope.Type != EventTypes.TaskOutput)
                .ToList();
            broken.AddRange(Judge(task, events).Select(what => $"{id}: {what}"));
        }

        return broken;
    }

    private static IEnumerable<string> Judge(TaskView task, List<EventEnvelope> events)
    {
        if (task.State != TaskState.Succeeded)
            yield return $"ended {task.State}: {task.Ending?.Message}";
        // A lost run counts if its process was there.
        if (task.Runs < 1 || task.Runs > 1 + task.Lost)
            yield return $"has {task.Runs} counted runs, {task.Lost} of them lost";
        if (task.Usage?.CostUsd != 0.25m)
            yield return $"cost {task.Usage?.CostUsd} instead of 0.25";
        if (!events.Select(envelope => envelope.TaskSeq!.Value).SequenceEqual(Enumerable.Range(1, events.Count)))
            yield return $"has gaps in its events: {string.Join(' ', events.Select(envelope => envelope.TaskSeq))}";
        if (events.Count(envelope => Terminal.Contains(envelope.Type)) != 1 || !Terminal.Contains(events[^1].Type))
            yield return $"has terminal events other than one at the end: {string.Join(' ', events.Select(envelope => envelope.Type))}";
        if (OwnersOverlap(events))
            yield return $"had two owners at a time: {string.Join(' ', events.Select(envelope => envelope.Type))}";
    }

    /// <summary>Between two claims there must be an end of the first: requeued or terminal.</summary>
    private static bool OwnersOverlap(List<EventEnvelope> events)
    {
        var leased = false;
        foreach (var one in events)
        {
            if (one.Type == EventTypes.TaskStarting)
            {
                if (leased)
                    return true;
                leased = true;
            }
            else if (one.Type == EventTypes.TaskRequeued || Terminal.Contains(one.Type))
            {
                leased = false;
            }
        }

        return false;
    }
}
