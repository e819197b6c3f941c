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

    /// <summary>How often the same came in between.</summary>
    public const string Repeated = "Repeated";

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Kinds of trouble remembered at a time; beyond it the folding forgets, it never grows.</summary>
    private const int MostKinds = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Trouble> _troubles = new(StringComparer.Ordinal);
    private readonly ILogEventSink _inner;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public FoldedStorms(ILogEventSink inner, TimeProvider time)
    {
        (_inner, _time) = (inner, time);
        _timer = time.CreateTimer(_ => TellRest(all: false), null, Pause, Pause);
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
            if (_troubles.TryGetValue(key, out var known) && _time.GetElapsedTime(known.ToldAt, now) < Pause)
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

    /// <summary>Tells what is still held back.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        TellRest(all: true);
        (_inner as IDisposable)?.Dispose();
    }

    /// <summary>Trouble that has ended since is told with its count too.</summary>
    private void TellRest(bool all)
    {
        List<LogEvent> due = [];
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            foreach (var (key, trouble) in _troubles.Where(entry => all || _time.GetElapsedTime(entry.Value.ToldAt, now) >= Pause).ToList())
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

    private static LogEvent WithCount(LogEvent told, int repeated) => repeated == 0
        ? told
        : new LogEvent(
            told.Timestamp, told.Level, told.Exception, told.MessageTemplate,
            [
                .. told.Properties.Select(property => new LogEventProperty(property.Key, property.Value)),
                new LogEventProperty(Repeated, new ScalarValue(repeated)),
            ]);

    /// <summary>The words without numbers and ids: a thousand tasks with one trouble are one trouble.</summary>
    private static string KeyOf(LogEvent told) =>
        $"{told.Level} {Varying().Replace(told.RenderMessage(System.Globalization.CultureInfo.InvariantCulture), "#")} "
            + $"{told.Exception?.GetType().Name} {Varying().Replace(told.Exception?.Message ?? "", "#")}";

    [GeneratedRegex(@"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}|\d+")]
    private static partial Regex Varying();

    private sealed record Trouble(long ToldAt, LogEvent Last, int Held);
}
