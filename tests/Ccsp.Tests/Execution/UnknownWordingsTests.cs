using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class UnknownWordingsTests
{
    private readonly TestClock _clock = new(SampleTasks.Noon);

    [Fact]
    public void A_wording_is_kept_once_with_its_count_also_over_a_restart()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "unknown-endings.json");
        var wordings = new UnknownWordings(file, _clock);

        Assert.Equal(1, wordings.Note(Failed("The frobnicator has 17 splines (req_011abc)."), "task-1", "3.0.0"));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(2, wordings.Note(Failed("The frobnicator has 18 splines (req_022def)."), "task-2", "3.0.1"));
        Assert.Equal(3, new UnknownWordings(file, _clock).Note(Failed("The frobnicator has 19 splines (req_033fed)."), "task-3", "3.0.1"));

        var kept = Assert.Single(JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray());
        Assert.Equal("The frobnicator has # splines (#).", kept.GetProperty("wording").GetString());
        Assert.Equal("task-3", kept.GetProperty("taskId").GetString());
    }

    [Theory]
    [InlineData(EndingClass.Succeeded, "result", "The frobnicator")]
    [InlineData(EndingClass.Limit, "event", "The frobnicator")]
    [InlineData(EndingClass.Failed, "exit", "The frobnicator")]
    [InlineData(EndingClass.Server, "result", "API Error: 500 Internal server error")]
    public void What_is_understood_is_not_noted(EndingClass kind, string source, string message)
    {
        using var folder = new TempFolder();
        var wordings = new UnknownWordings(Path.Combine(folder.Path, "unknown-endings.json"), _clock);

        Assert.Null(wordings.Note(SampleTasks.Ending(kind) with { Source = source, Message = message }, "task-1", engineVersion: null));
    }

    [Fact]
    public void A_program_that_never_says_the_same_twice_fills_no_disk_and_a_torn_file_stops_nothing()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "unknown-endings.json");
        File.WriteAllText(file, "[{\"wording\":");
        var wordings = new UnknownWordings(file, _clock);
        for (var i = 0; i < 300; i++)
            wordings.Note(Failed(
                string.Concat(i.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('g' + digit - '0')))),
                    "task", engineVersion: null);

        Assert.Equal(200, JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetArrayLength());
    }

    private static Ending Failed(string message) =>
        SampleTasks.Ending(EndingClass.Crashed) with { Source = "exit", ExitCode = 1, Message = message };
}
