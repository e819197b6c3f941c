using Serilog;
using Serilog.Events;

namespace Ccsp.Gateway.Telemetry;

/// <summary>Creates the logger: the daily file, and warnings and errors also for the person who started the gateway.</summary>
internal static class Logging
{
    /// <param name="level">The lowest logged level.</param>
    /// <param name="folder">Folder of the daily files.</param>
    /// <param name="options">Retention.</param>
    /// <param name="time">Decides the day.</param>
    /// <param name="report">Receives warnings and errors, one line each, for the person who started the gateway; null: off.</param>
    /// <param name="isLogged">Whether a failure is in the log already.</param>
    public static Serilog.Core.Logger Create(
        LogLevelSwitch level, string folder, LogOptions options, TimeProvider time, Action<string>? report = null,
        Func<Exception, bool>? isLogged = null)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(level.Serilog)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // Start errors are reported once, in our own terms.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
            .Filter.ByExcluding(line => line.Exception is { } failure && isLogged?.Invoke(failure) == true)
            .WriteTo.Sink(new FoldedStorms(new DailyLogFile(folder, options, time), time));
        if (report is not null)
            configuration = configuration.WriteTo.Sink(new FoldedStorms(new WarningLines(report), time), LogEventLevel.Warning);
        return configuration.CreateLogger();
    }
}
