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
        using (var serilog = Logging.Create(new LogLevelSwitch("info"), folder.Path, new LogOptions(), clock))
        using (var factory = new SerilogLoggerFactory(serilog))
        {
            var log = factory.CreateLogger("Ccsp.Some.Feature");
            Found(log, "task-1", 7, new InvalidOperationException("why"));
            Quiet(log);
            clock.Advance(TimeSpan.FromMinutes(2));
            Found(log, "task-2", 8, problem: null);
        }

        var first = JsonDocument.Parse(Assert.Single(Unpacked(Path.Combine(folder.Path, "ccsp-2026-03-01.log.gz")))).RootElement;
        Assert.Equal("ERROR", first.GetProperty("level").GetString());
        Assert.Equal("Task task-1 run 7 failed", first.GetProperty("message").GetString());
        Assert.Equal("task-1", first.GetProperty("taskId").GetString());
        Assert.Equal(7, first.GetProperty("run").GetInt32());
        Assert.Equal("Ccsp.Some.Feature", first.GetProperty("category").GetString());
        Assert.Equal("Found", first.GetProperty("event").GetString());
        Assert.Contains("why", first.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "task-2", Assert.Single(File.ReadAllLines(Path.Combine(folder.Path, "ccsp-2026-03-02.log"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Closed_days_are_compressed_and_go_when_they_are_too_old()
    {
        using var folder = new TempFolder();
        var clock = new TestClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        File.WriteAllText(Path.Combine(folder.Path, "ccsp-notes.log"), "not ours");
        using (var file = new DailyLogFile(folder.Path, new LogOptions { KeepDays = 30 }, clock))
        {
            foreach (var days in (int[])[0, 1, 1, 27])
            {
                clock.Advance(TimeSpan.FromDays(days));
                file.Emit(Line("x"));
            }
        }

        Assert.Equal(
            ["ccsp-2026-03-01.log.gz", "ccsp-2026-03-02.log.gz", "ccsp-2026-03-03.log.gz", "ccsp-2026-03-30.log", "ccsp-notes.log"],
            Names(folder.Path));
        clock.Advance(TimeSpan.FromDays(3));
        using (var file = new DailyLogFile(folder.Path, new LogOptions { KeepDays = 30 }, clock))
            file.Emit(Line("y"));
        Assert.Equal(["ccsp-2026-03-03.log.gz", "ccsp-2026-03-30.log.gz", "ccsp-2026-04-02.log", "ccsp-notes.log"], Names(folder.Path));
        Assert.Contains("\"x\"", Assert.Single(Unpacked(Path.Combine(folder.Path, "ccsp-2026-03-03.log.gz"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_outgrows_its_file_goes_on_in_the_next_and_all_together_keep_their_bound()
    {
        using var folder = new TempFolder();
        var clock = new TestClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var noise = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(700_000));
        using (var file = new DailyLogFile(folder.Path, new LogOptions { FileMegabytes = 1, TotalMegabytes = 6 }, clock))
        {
            for (var i = 0; i < 16; i++)
                file.Emit(Line(noise));
        }

        var names = Names(folder.Path);
        Assert.Contains("ccsp-2026-03-01.log", names);
        Assert.Contains(names, name => name.EndsWith(".log.gz", StringComparison.Ordinal));
        Assert.InRange(Directory.GetFiles(folder.Path).Sum(path => new FileInfo(path).Length), 1, 7 * 1024 * 1024);
    }

    [Fact]
    public void A_folder_that_comes_back_gets_a_line_about_those_that_were_lost()
    {
        using var folder = new TempFolder();
        var clock = new TestClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var logs = Path.Combine(folder.Path, "logs");
        File.WriteAllText(logs, "a file where the folder should be");
        using (var file = new DailyLogFile(logs, new LogOptions(), clock))
        {
            file.Emit(Line("lost"));
            file.Emit(Line("lost"));
            File.Delete(logs);
            file.Emit(Line("found"));
        }

        var lines = File.ReadAllLines(Path.Combine(logs, "ccsp-2026-03-01.log"));
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("2 lines", JsonDocument.Parse(lines[0]).RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("found", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_others_move_cut_off_or_remove_with_its_folder_is_begun_anew_with_the_next_line()
    {
        using var folder = new TempFolder();
        var (logs, clock) = (folder["logs"], new TestClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
        var today = Path.Combine(logs, "ccsp-2026-03-01.log");
        using var file = new DailyLogFile(logs, new LogOptions(), clock);
        file.Emit(Line("first"));
        File.Move(today, folder["rotated"]);
        file.Emit(Line("second"));
        Assert.Contains("second", Assert.Single(File.ReadAllLines(today)), StringComparison.Ordinal);
        Assert.Contains("first", Assert.Single(File.ReadAllLines(folder["rotated"])), StringComparison.Ordinal);
        using (var cut = new FileStream(today, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            cut.SetLength(0);
        file.Emit(Line("third"));
        Assert.Contains("third",
            JsonDocument.Parse(Assert.Single(File.ReadAllLines(today))).RootElement.GetProperty("message").GetString(),
            StringComparison.Ordinal);
        Directory.Delete(logs, recursive: true);
        file.Emit(Line("fourth"));
        Assert.Contains("fourth", Assert.Single(File.ReadAllLines(today)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_folder_of_the_log_lies_in_is_never_made_again()
    {
        using var folder = new TempFolder();
        var data = Directory.CreateDirectory(folder["data"]).FullName;
        using var file = new DailyLogFile(Path.Combine(data, "logs"), new LogOptions(), new TestClock());
        file.Emit(Line("first"));
        Directory.Move(data, folder["away"]);
        file.Emit(Line("lost"));
        Assert.False(Directory.Exists(data));
        Directory.Move(folder["away"], data);
        file.Emit(Line("found"));
        var lines = File.ReadAllLines(Assert.Single(Directory.GetFiles(Path.Combine(data, "logs"))));
        Assert.Equal(3, lines.Length);
        Assert.Contains("1 lines", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_a_full_disk_takes_half_of_is_taken_back()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        using var folder = new TempFolder();
        using var disk = new TempDisk(folder["disk"], "64k");
        var filler = disk["filler"];
        using var file = new DailyLogFile(disk["logs"], new LogOptions(),
            new TestClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
        file.Emit(Line("first"));
        disk.Fill(filler, leave: 4096);
        file.Emit(Line(new string('x', 20_000)));
        File.Delete(filler);
        file.Emit(Line("last"));
        var lines = File.ReadAllLines(Path.Combine(disk["logs"], "ccsp-2026-03-01.log"));
        Assert.Equal(["first", "1 lines before this one could not be written: the disk of the log did not take them", "last"],
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()));
    }

    private static Serilog.Events.LogEvent Line(string text) => new(
        DateTimeOffset.UnixEpoch, Serilog.Events.LogEventLevel.Information, exception: null,
        new Serilog.Parsing.MessageTemplateParser().Parse(text), []);

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string[] Unpacked(string path)
    {
        using var packed = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        return new StreamReader(packed).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "never written")]
    private static partial void Quiet(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId} run {Run} failed")]
    private static partial void Found(ILogger log, string taskId, int run, Exception? problem);
}
