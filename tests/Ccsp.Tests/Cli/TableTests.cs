using System.Text.Json;
using Ccsp.Cli.Tables;
using Spectre.Console.Rendering;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class TableTests : IDisposable
{
    private const string Id = "019a3f5e-7b21-7c11-8d2e-0123456789ab";

    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData(80, "short")]
    [InlineData(80, "a prompt that is much longer than anything that fits beside an id on a narrow terminal")]
    [InlineData(80, "日本語の長い指示をここに書きます。端末の幅に収まらないほど長い文です。")]
    [InlineData(80, "👩‍👩‍👧‍👦 ❤️ 👍🏽 🇯🇵 ✔️ émoji 日本語 👩‍🚀 ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️ ☎️")]
    [InlineData(80, "\u202eturned around\u2066 and \u200binvisible\ufeff, a bell \u0007 and a colour \u009b31m")]
    [InlineData(70, "a prompt that is much longer than the rest")]
    [InlineData(200, "a prompt that is much longer than the rest")]
    public async Task A_task_takes_one_line_with_its_whole_id(int width, string prompt)
    {
        var more = $",\"waitReason\":\"limit\",\"agent\":\"nightly-builds\",\"prompt\":{JsonSerializer.Serialize(prompt)}";
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(
            c,
            $$"""{"items":[{{StubGateway.Task_(Id, "scheduled", more)}}]}"""));
        (_shell.Terminal, _shell.Width) = (true, width);
        _shell.Environment["NO_COLOR"] = "1";
        Assert.Equal(0, await _shell.RunAsync("--url", stub.Url.ToString(), "tasks", "list"));
        var lines = _shell.Out.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(Id + "  scheduled (limit)", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(new Segment(line).CellCount(), 1, width));
        Assert.DoesNotContain(lines[1], c => char.IsControl(c) || c is '\u200d' or '\ufe0f' or '\u202e' or '\u2066' or '\ufeff');
    }

    [Theory(Timeout = 120_000)]
    [InlineData(true, null, true)]
    [InlineData(true, "NO_COLOR", false)]
    [InlineData(false, null, false)]
    public async Task States_are_coloured_on_a_terminal_that_wants_it(bool terminal, string? variable, bool coloured)
    {
        await using var stub = await StubGateway.StartAsync(
            c => StubGateway.JsonAsync(c, $$"""{"items":[{{StubGateway.Task_(Id, "failed")}}]}"""));
        _shell.Terminal = terminal;
        if (variable is not null)
            _shell.Environment[variable] = "1";
        Assert.Equal(0, await _shell.RunAsync("--url", stub.Url.ToString(), "tasks", "list"));
        Assert.Equal(coloured, _shell.Out.Contains("\e[91mfailed", StringComparison.Ordinal));
        Assert.Equal(coloured, _shell.Out.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void What_has_room_is_left_alone() =>
        Assert.Equal([36, 9, 30], TableLayout.Fit([new("ID", Whole: true), new("STATE", Whole: true), new("PROMPT")], [36, 9, 30], 80));

    [Fact]
    public void The_widest_is_shortened_first() =>
        Assert.Equal([36, 12, 28], TableLayout.Fit([new("ID", Whole: true), new("AGENT"), new("PROMPT")], [36, 12, 60], 80));

    [Fact]
    public void What_may_go_goes_from_the_right_when_shortening_is_not_enough() =>
        Assert.Equal(
            [36, 9, null, 11],
            TableLayout.Fit(
                [new("ID", Whole: true), new("STATE", Whole: true), new("RUNS", Whole: true, MayGo: true), new("PROMPT")], [36, 9, 4, 20],
                60));

    [Fact]
    public void An_id_is_whole_on_any_terminal() =>
        Assert.Equal([36, 10], TableLayout.Fit([new("ID", Whole: true), new("PROMPT")], [36, 60], 20));
}
