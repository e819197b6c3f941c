using System.Text.RegularExpressions;
using Serilog.Core;
using Serilog.Events;

namespace Ccsp.Gateway.Telemetry;

/// <summary>
/// Tells the same trouble once and then at most every half minute, with how often it came in between (<c>repeated</c>). A full disk or a
/// store that is away would otherwise fill the log many times a second, mostly on the very disk that is full. Information is never folded,
/// nor is a line that says how a run ended.
/// </summary>
internal sealed partial class FoldedStorms : ILogEventSink, IDisposable
{
    /// <summary>Marks a line each of which counts.</summary>
    public const string Ending = "Ending";

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Kinds of trouble remembered at a time; beyond it the folding forgets, it never grows.</summary>
    private const int MostKinds = 500;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Trouble> troubles = new(StringComparer.Ordinal);
    private readonly ILogEventSink inner;
    private readonly TimeProvider time;
    private readonly ITimer timer;

    public FoldedStorms(ILogEventSink inner, TimeProvider time)
    {
        (this.inner, this.time) = (inner, time);
        timer = time.CreateTimer(_ => TellRest(all: false), null, Pause, Pause);
    }

    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level < LogEventLevel.Warning || logEvent.Properties.ContainsKey(Ending))
        {
            inner.Emit(logEvent);
            return;
        }

        int repeated;
        lock (gate)
        {
            var (key, now) = (KeyOf(logEvent), time.GetTimestamp());
            if (troubles.TryGetValue(key, out var known) && time.GetElapsedTime(known.ToldAt, now) < Pause)
            {
                troubles[key] = known with { Last = logEvent, Held = known.Held + 1 };
                return;
            }

            repeated = known?.Held ?? 0;
            if (troubles.Count >= MostKinds)
                troubles.Clear();
            troubles[key] = new Trouble(now, logEvent, 0);
        }

        inner.Emit(WithCount(logEvent, repeated));
    }

    /// <summary>Tells what is still held back.</summary>
    public void Dispose()
    {
        timer.Dispose();
        TellRest(all: true);
        (inner as IDisposable)?.Dispose();
    }

    /// <summary>Trouble that has ended since is told with its count too.</summary>
    private void TellRest(bool all)
    {
        List<LogEvent> due = [];
        lock (gate)
        {
            var now = time.GetTimestamp();
            foreach (var (key, trouble) in troubles.Where(entry => all || time.GetElapsedTime(entry.Value.ToldAt, now) >= Pause).ToList())
            {
                if (trouble.Held == 0)
                {
                    troubles.Remove(key);
                    continue;
                }

                due.Add(WithCount(trouble.Last, trouble.Held));
                troubles[key] = new Trouble(now, trouble.Last, 0);
            }
        }

        due.ForEach(inner.Emit);
    }

    private static LogEvent WithCount(LogEvent told, int repeated) => repeated == 0
        ? told
        : new LogEvent(
            told.Timestamp, told.Level, told.Exception, told.MessageTemplate,
            [
                .. told.Properties.Select(property => new LogEventProperty(property.Key, property.Value)),
                new LogEventProperty("Repeated", new ScalarValue(repeated)),
            ]);

    /// <summary>The words without numbers and ids: a thousand tasks with one trouble are one trouble.</summary>
    private static string KeyOf(LogEvent told) =>
        $"{told.Level} {Varying().Replace(told.RenderMessage(System.Globalization.CultureInfo.InvariantCulture), "#")} "
            + $"{told.Exception?.GetType().Name} {Varying().Replace(told.Exception?.Message ?? "", "#")}";

    [GeneratedRegex(@"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}|\d+")]
    private static partial Regex Varying();

    private sealed record Trouble(long ToldAt, LogEvent Last, int Held);
}
