using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Ccsp.Gateway.Telemetry;

/// <summary>
/// <c>logs/ccsp-YYYY-MM-DD.log</c>, a new file each day (UTC). The library's own rolling writes the day without dashes, and scripts of
/// operators look for this name.
/// </summary>
internal sealed class DailyLogFile(string folder, TimeProvider time) : ILogEventSink, IDisposable
{
    private readonly Lock gate = new();
    private readonly LogLine format = new();
    private Logger? file;
    private DateOnly day;

    public void Emit(LogEvent logEvent)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (gate)
        {
            if (file is null || day != today)
                Open_NeedsLock(today);
            file!.Write(logEvent);
        }
    }

    public void Dispose() => file?.Dispose();

    private void Open_NeedsLock(DateOnly today)
    {
        file?.Dispose();
        day = today;
        var path = Path.Combine(folder, $"ccsp-{today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.log");
        file = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.File(format, path, fileSizeLimitBytes: null).CreateLogger();
    }
}
