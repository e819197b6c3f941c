using System.Text.Json.Serialization;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>
/// Consecutive failed runs under a gate. They lengthen the pause before the next try: of the gate's holds, or, where a provider only
/// throttles, without a hold. Pure.
/// </summary>
/// <param name="Count">How many; runs that were side by side count once.</param>
/// <param name="Holds">How often the gate was held because of them.</param>
/// <param name="At">The latest.</param>
/// <param name="Until">Nothing starts before this; null: nothing is kept waiting.</param>
/// <param name="Tasks">The latest tasks, each once: a gate's trouble is more than one task's.</param>
internal sealed record Setbacks(int Count, int Holds, DateTimeOffset At, DateTimeOffset? Until, IReadOnlyList<string> Tasks)
{
    /// <summary>So many different tasks in a row are not to blame themselves.</summary>
    public const int Suspicious = 3;

    /// <summary>A program broken by an update takes minutes to fix, not seconds.</summary>
    private static readonly TimeSpan FirstEngineHold = TimeSpan.FromSeconds(15);

    public static Setbacks None { get; } = new(0, 0, DateTimeOffset.MinValue, null, []);

    /// <summary>After a run that was throttled: from the second in a row everybody waits.</summary>
    /// <param name="began">When the run began; one from before the latest setback tells nothing new.</param>
    public Setbacks Throttled(DateTimeOffset? began, DateTimeOffset now)
    {
        if (Count > 0 && began <= At)
            return this;
        return this with { Count = Count + 1, At = now, Until = Count == 0 ? null : now + Backoff.Growing(Count - 1, Backoff.FirstPause) };
    }

    /// <summary>After a run that says its engine cannot run.</summary>
    public Setbacks Blaming(string taskId, DateTimeOffset now) =>
        this with { Count = Count + 1, At = now, Tasks = [.. Tasks.Where(task => task != taskId).TakeLast(Suspicious - 1), taskId] };

    /// <summary>Whether so many different tasks failed that the engine is to blame.</summary>
    [JsonIgnore]
    public bool BlameTheEngine => Tasks.Count >= Suspicious || Holds > 0;

    /// <summary>The gate is held once more.</summary>
    public Setbacks Held(DateTimeOffset now) => this with { Count = Math.Max(1, Count), Holds = Holds + 1, At = now };

    /// <summary>How long the next hold lasts at least.</summary>
    public TimeSpan NextHold(bool ofEngine) => Backoff.Growing(Holds, ofEngine ? FirstEngineHold : Backoff.FirstPause);
}
