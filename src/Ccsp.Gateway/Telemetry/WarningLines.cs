using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace Ccsp.Gateway.Telemetry;

/// <summary>
/// Warnings and errors as sentences for the person, or the journal, that runs the gateway. Endings of tasks are omitted: they concern the
/// tasks' callers.
/// </summary>
internal sealed class WarningLines(Action<string> report) : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Properties.ContainsKey(FoldedStorms.Ending))
            return;
        var why = logEvent.Exception is { } failure ? $": {failure.Message}" : "";
        var times = logEvent.Properties.TryGetValue(FoldedStorms.Repeated, out var repeated)
            ? string.Create(CultureInfo.InvariantCulture, $" ({repeated} times more)")
            : "";
        report($"{(logEvent.Level == LogEventLevel.Warning ? "warning" : "error")}: {LogLine.Render(logEvent)}{why}{times}");
    }
}
