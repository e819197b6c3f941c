using System.Text.RegularExpressions;
using Serilog.Core;
using Serilog.Events;

namespace Ccsp.Gateway.Telemetry;

/// <summary>
/// Logs an error once and then at most every half minute, with the number of repetitions in between (<c>repeated</c>). Otherwise a full
/// disk or an unavailable store would fill the log many times a second, often on the very disk that is full. Information is never folded,
/// nor are lines about the end of a run.
/// </summary>
internal sealed partial class FoldedStorms : ILogEventSink, IDisposable
{
    /// <summary>Marks lines that are never folded.</summary>
    public const string Ending = "Ending";

    /// <summary>Number of repetitions since the last line.</summary>
    public const string Repeated = "Repeated";

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Kinds of errors remembered at a time; beyond it folding forgets instead of growing.</summary>
    private const int MostKinds = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Trouble> _troubles = new(StringComparer.Ordinal);
    private readonly ILogEventSink _inner;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public FoldedStorms(ILogEventSink inner, TimeProvider time)
    {
        (_inner, _time) = (inner, time);
        _timer = time.CreateTimer(_ => LogRest(all: false), null, Pause, Pause);
    }

    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level < LogEventLevel.Warning || logEvent.Properties.ContainsKey(Ending))
        {
            _inner.Emit(logEvent);
            return;
        }

        int repeated;
        lock (_gate)
        {
            var (key, now) = (KeyOf(logEvent), _time.GetTimestamp());
            if (_troubles.TryGetValue(key, out var known) && _time.GetElapsedTime(known.LoggedAt, now) < Pause)
            {
                _troubles[key] = known with { Last = logEvent, Held = known.Held + 1 };
                return;
            }

            repeated = known?.Held ?? 0;
            if (_troubles.Count >= MostKinds)
                _troubles.Clear();
            _troubles[key] = new Trouble(now, logEvent, 0);
        }

        _inner.Emit(WithCount(logEvent, repeated));
    }

    /// <summary>Logs pending repetitions.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        LogRest(all: true);
        (_inner as IDisposable)?.Dispose();
    }

    /// <summary>Repetitions of an error that has ended are logged too.</summary>
    private void LogRest(bool all)
    {
        List<LogEvent> due = [];
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            foreach (var (key, trouble) in _troubles.Where(
                entry => all || _time.GetElapsedTime(entry.Value.LoggedAt, now) >= Pause).ToList())
            {
                if (trouble.Held == 0)
                {
                    _troubles.Remove(key);
                    continue;
                }

                due.Add(WithCount(trouble.Last, trouble.Held));
                _troubles[key] = new Trouble(now, trouble.Last, 0);
            }
        }

        due.ForEach(_inner.Emit);
    }

    private static LogEvent WithCount(LogEvent logEvent, int repeated) => repeated == 0
        ? logEvent
        : new LogEvent(
            logEvent.Timestamp, logEvent.Level, logEvent.Exception, logEvent.MessageTemplate,
            [
                .. logEvent.Properties.Select(property => new LogEventProperty(property.Key, property.Value)),
                new LogEventProperty(Repeated, new ScalarValue(repeated)),
            ]);

    /// <summary>The message without numbers and ids, so that a thousand tasks with one error count as one.</summary>
    private static string KeyOf(LogEvent logEvent) =>
        $"{logEvent.Level} {Varying().Replace(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture), "#")} "
            + $"{logEvent.Exception?.GetType().Name} {Varying().Replace(logEvent.Exception?.Message ?? "", "#")}";

    [GeneratedRegex(@"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}|\d+")]
    private static partial Regex Varying();

    private sealed record Trouble(long LoggedAt, LogEvent Last, int Held);
}
