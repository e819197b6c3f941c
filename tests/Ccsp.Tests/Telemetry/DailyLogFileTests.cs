using System.Text.Json;
using Ccsp.Gateway.Telemetry;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging;
using Xunit;

namespace Ccsp.Tests.Telemetry;

public sealed partial class DailyLogFileTests
{
    [Fact]
    public void A_log_event_is_one_JSON_line_in_the_file_of_its_day()
    {
        using var folder = new TempFolder();
        var clock = new TestClock(new DateTimeOffset(2026, 3, 1, 23, 59, 0, TimeSpan.Zero));
        using (var serilog = Logging.Create("info", folder.Path, clock))
        using (var factory = new SerilogLoggerFactory(serilog))
        {
            var log = factory.CreateLogger("Ccsp.Some.Room");
            Found(log, "task-1", 7, new InvalidOperationException("why"));
            Quiet(log);
            clock.Advance(TimeSpan.FromMinutes(2));
            Found(log, "task-2", 8, problem: null);
        }

        var first = JsonDocument.Parse(Assert.Single(File.ReadAllLines(Path.Combine(folder.Path, "ccsp-2026-03-01.log")))).RootElement;
        Assert.Equal("ERROR", first.GetProperty("level").GetString());
        Assert.Equal("Task task-1 run 7 failed", first.GetProperty("message").GetString());
        Assert.Equal("task-1", first.GetProperty("taskId").GetString());
        Assert.Equal(7, first.GetProperty("run").GetInt32());
        Assert.Equal("Ccsp.Some.Room", first.GetProperty("category").GetString());
        Assert.Equal("Found", first.GetProperty("event").GetString());
        Assert.Contains("why", first.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.Contains("task-2", Assert.Single(File.ReadAllLines(Path.Combine(folder.Path, "ccsp-2026-03-02.log"))), StringComparison.Ordinal);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "never written")]
    private static partial void Quiet(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId} run {Run} failed")]
    private static partial void Found(ILogger log, string taskId, int run, Exception? problem);
}
