using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>What is wrong with a command line is said once, completely and with what to write instead.</summary>
public sealed class UsageErrorsTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("migrate-store", "--from is missing: redis or sqlite|--to is missing: redis or sqlite")]
    [InlineData("migrate-store|--from|redis|--to|redis", "--from and --to name the same store; one is sqlite, the other redis")]
    [InlineData("stop|--mode|foo", "--mode: 'foo' is not one of hold, drain, kill|say why everything is to stop, or --status, or --clear")]
    [InlineData("tasks|retry|--because|foo", "--because: 'foo' is not one of permanent, retries, lost, timeout, dependency, budget"
        + "|ID is missing; --failed retries all that failed")]
    [InlineData("gates|limit|engine:echo|-1", "'-1' is no limit; write a whole number, or none")]
    [InlineData("tasks|priority|t|-1", "PRIORITY: '-1' is not one of urgent, high, normal, low")]
    [InlineData("tasks|show|-1", "'-1' is no option; write -- before a value that starts with -")]
    [InlineData("run|hi|extra|words", "'extra' is one word too many; PROMPT of several words stands in quotes: \"hi extra words\"")]
    [InlineData("stop|the|house|burns", "'house' is one word too many; REASON of several words stands in quotes: \"the house burns\"")]
    [InlineData("gates|close|queue|two|words", "'words' is one word too many; REASON of several words stands in quotes: \"two words\"")]
    [InlineData("tasks|nonsense", "'nonsense' is not known here")]
    public async Task It_is_said(string args, string sentences)
    {
        var words = args.Split('|');
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync(words));
        Assert.Equal(
            sentences.Split('|').Select(sentence => "ccsp: " + sentence),
            _shell.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).SkipLast(1));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("--data-dir")]
    [InlineData("CCSP_DATA_DIR")]
    public async Task A_data_folder_that_is_not_there_is_named(string by)
    {
        var folder = Path.Combine(_shell.Folder, "typo");
        if (by[0] == '-')
            Assert.Equal(ExitCodes.Unreachable, await _shell.RunAsync("tasks", "list", by, folder));
        else
        {
            _shell.Environment[by] = folder;
            Assert.Equal(ExitCodes.Unreachable, await _shell.RunAsync("tasks", "list"));
        }

        Assert.StartsWith($"ccsp: {by}: there is no folder {folder}, ", _shell.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("07:30")]
    [InlineData("2030-01-01")]
    [InlineData("tomorrow 07:30")]
    public async Task A_time_in_a_time_zone_nobody_knows_is_refused(string time)
    {
        _shell.Environment["TZ"] = "Bogus/Zone";
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync("submit", "--run-at", time, "x"));
        Assert.Contains("--run-at: TZ names 'Bogus/Zone', which is no time zone known here", _shell.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("+10m", "Bogus/Zone", true)]
    [InlineData("2030-01-01T00:00:00Z", "Bogus/Zone", true)]
    [InlineData("07:30", "Europe/Berlin", false)]
    [InlineData("07:30", ":Asia/Tokyo", false)]
    [InlineData("07:30", "/usr/share/zoneinfo/Asia/Tokyo", false)]
    [InlineData("07:30", "", false)]
    public async Task A_time_that_needs_no_zone_or_has_a_known_one_is_taken(string time, string zone, bool isTold)
    {
        await using var stub = await StubGateway.StartAsync(
            context => StubGateway.JsonAsync(context, StubGateway.Task_("t", "scheduled"), 202));
        _shell.Environment["TZ"] = zone;
        _shell.Input = [];
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("--url", stub.Url.ToString(), "submit", "--run-at", time, "x"));
        Assert.Equal(isTold, _shell.Error.Contains("times are shown in UTC", StringComparison.Ordinal));
    }

    [Theory(Timeout = 240_000)]
    [InlineData("ccsp run </etc")]
    [InlineData("ccsp submit - </etc")]
    [InlineData("CCSP_PROFILE=p ccsp claude -p </etc")]
    public async Task Standard_input_that_cannot_be_read_is_named(string script)
    {
        await using var stub = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, """{"items":[]}"""));
        var (exit, _, error) = await ShellScript.RunAsync(script, stub.Url, "/");
        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains("ccsp: standard input cannot be read: Is a directory", error, StringComparison.Ordinal);
    }
}
