using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.Endings;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Translates what a run learned of its provider into gate changes. A limit concerns the profile, or the profile for one model, since all
/// its tasks would hit it. Pure.
/// </summary>
internal static class ProviderSignals
{
    /// <summary>Texts are exact to the minute, estimates less; a minute late is cheaper than a second refusal.</summary>
    private static readonly TimeSpan AfterText = TimeSpan.FromMinutes(1);

    /// <param name="ending">How its run ended.</param>
    /// <param name="quiet">When normal and low work does not resume by itself; null: no such hours.</param>
    /// <param name="jitter">Uniform in [0, 1); the same that the task's own wait uses.</param>
    public static IReadOnlyList<GateHold> Holds(AgentTask task, Ending ending, QuietHours? quiet, DateTimeOffset now, double jitter)
    {
        DateTimeOffset? until = ending.ResetsAt is { } resetsAt ? Reopening(resetsAt, ending.Source, now, jitter) : null;
        return ending.Class switch
        {
            EndingClass.Limit =>
                [.. GatesOf(task, ending.Window)
                    .Select(gate => new GateHold(gate, until, ReasonOf(ending), GateActors.Provider,
                    until is { } time ? quiet?.EndAfter(time) : null))],
            // No known end: a person must pay or sign in.
            EndingClass.Billing or EndingClass.Login =>
                [new GateHold(GateNames.Profile(task.Profile), until, ending.Message, GateActors.Provider) { Began = task.StartedAt }],
            _ => [],
        };
    }

    /// <summary>Reported quota windows by gate.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, QuotaWindow>> Windows(AgentTask task, LimitState? state,
        DateTimeOffset now)
    {
        if (state is null)
            return new Dictionary<string, IReadOnlyDictionary<string, QuotaWindow>>();
        var windows = state.Windows.ToDictionary(
            window => window.Key,
            window => new QuotaWindow(window.Value.Utilization, ResetTimes.Believe(window.Key, window.Value.ResetsAt, now),
                window.Key == state.Exhausted?.Name, "event", now),
            StringComparer.Ordinal);
        if (state.Window is { } named)
        {
            var resetsAt = ResetTimes.Believe(named, state.ResetsAt, now) ?? windows.GetValueOrDefault(named)?.ResetsAt;
            windows[named] = new QuotaWindow(state.Utilization ?? windows.GetValueOrDefault(named)?.Utilization, resetsAt,
                named == state.Exhausted?.Name, "event", now);
        }

        return windows
            .SelectMany(window => GatesOf(task, window.Key).Select(gate => (Gate: gate, window.Key, window.Value)))
            .GroupBy(window => window.Gate, StringComparer.Ordinal)
            .ToDictionary(
                gate => gate.Key,
                gate => (IReadOnlyDictionary<string, QuotaWindow>)gate.ToDictionary(window => window.Key, window => window.Value,
                    StringComparer.Ordinal),
                StringComparer.Ordinal);
    }

    /// <summary>
    /// A window of one model (<c>seven_day_opus</c>) concerns tasks that name it, and those without a model when one of them reported it.
    /// </summary>
    private static IEnumerable<string> GatesOf(AgentTask task, string? window)
    {
        if (ModelOf(window) is not { } model)
            return [GateNames.Profile(task.Profile)];
        var named = GateNames.ProfileModel(task.Profile, model);
        return task.Model is null ? [named, GateNames.ProfileModel(task.Profile, null)] : [named];
    }

    private static string? ModelOf(string? window) =>
        window is not null && window.StartsWith("seven_day_", StringComparison.Ordinal) && window["seven_day_".Length..] is var model
        && model is not "overage" ? ModelFamily.Of(model) : null;

    private static DateTimeOffset Reopening(DateTimeOffset resetsAt, string source, DateTimeOffset now, double jitter) =>
        source is "text" or "estimated" ? Later(resetsAt, now) + AfterText : Backoff.AfterReset(resetsAt, now, jitter);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static string ReasonOf(Ending ending) =>
        ending.Source == "estimated" ? $"{ending.Message} (the reset is estimated)" : ending.Message;
}
