using Serilog;
using Serilog.Events;

namespace Ccsp.Gateway.Telemetry;

/// <summary>Where log lines go: the daily file, and warnings and errors to whoever started the gateway as well.</summary>
internal static class Logging
{
    /// <param name="level">What is logged.</param>
    /// <param name="folder">Folder of the daily files.</param>
    /// <param name="options">How much is kept.</param>
    /// <param name="time">Decides the day.</param>
    /// <param name="tell">Takes warnings and errors, one line each, for whoever started the gateway; null: nobody.</param>
    /// <param name="isTold">Failures that stand in the log already, whoever meets them.</param>
    public static Serilog.Core.Logger Create(
        LogLevelSwitch level, string folder, LogOptions options, TimeProvider time, Action<string>? tell = null,
        Func<Exception, bool>? isTold = null)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(level.Serilog)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // What keeps the host from starting is told once, in our own words.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
            .Filter.ByExcluding(line => line.Exception is { } failure && isTold?.Invoke(failure) == true)
            .WriteTo.Sink(new FoldedStorms(new DailyLogFile(folder, options, time), time));
        if (tell is not null)
            configuration = configuration.WriteTo.Sink(new FoldedStorms(new WarningLines(tell), time), LogEventLevel.Warning);
        return configuration.CreateLogger();
    }
}
