using Serilog.Core;
using Serilog.Events;

namespace Ccsp.Gateway.Telemetry;

/// <summary>The lowest logged level; can be changed at run time.</summary>
internal sealed class LogLevelSwitch(string level)
{
    public LoggingLevelSwitch Serilog { get; } = new(LevelOf(level));

    /// <param name="level"><c>trace</c>, <c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</param>
    public void Set(string level) => Serilog.MinimumLevel = LevelOf(level);

    private static LogEventLevel LevelOf(string word) => word switch
    {
        "trace" => LogEventLevel.Verbose,
        "debug" => LogEventLevel.Debug,
        "warn" => LogEventLevel.Warning,
        "error" => LogEventLevel.Error,
        _ => LogEventLevel.Information,
    };
}
