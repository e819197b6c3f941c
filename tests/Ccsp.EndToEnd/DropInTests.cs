using System.Text;
using System.Text.RegularExpressions;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary><c>ccsp claude -p …</c> beside the bare <c>claude -p …</c>: same stdout, stderr and exit code.</summary>
public sealed partial class DropInTests
{
    private static readonly string[] Formats = ["text", "json", "stream-json"];

    public static TheoryData<string, string[], string> Calls
    {
        get
        {
            var calls = new TheoryData<string, string[], string>();
            foreach (var format in Formats)
            {
                string[] flags = format == "stream-json" ? ["--output-format", format, "--verbose"] : ["--output-format", format];
                calls.Add($"success as {format}", ["-p", "say hello", .. flags], "");
                calls.Add($"invalid key as {format}", ["-p", "refuse-this-key", .. flags], "");
                calls.Add($"stdin as {format}", ["-p", .. flags], "from standard input\n");
            }

            calls.Add("bad flag", ["-p", "hello", "--no-such-flag"], "");
            calls.Add("bytes that are no UTF-8", ["-p"], "caf\u00E9");
            return calls;
        }
    }

    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Calls))]
    public async Task The_drop_in_answers_like_the_bare_CLI(string what, string[] arguments, string input)
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        using var project = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync(
            """{"rules":[{"when":{"prompt":"refuse-this-key"},"answers":[{"status":"""
                + """401,"errorType":"authentication_error","message":"invalid x-api-key"}],"loop":true}]}""",
            stop);
        // One retry instead of ten: the words stay the same, the test is shorter.
        var setup = new GatewaySetup
        {
            DataFolder = data.Path,
            StubUrl = stub.Url,
            More = new Dictionary<string, string> { ["CLAUDE_CODE_MAX_RETRIES"] = "1" },
        };
        var directory = project.Path;
        // The first CLI in a new configuration folder writes it; one that reads it meanwhile (the gateway's
        // look at the sign-in) puts a complaint on stderr. Both calls compared below find it written.
        await Call.RunAsync(Repository.Claude, ["-p", "first call"], [], setup.Environment(null), directory, stop);
        await using var gateway = await GatewayProcess.StartAsync(setup, stop);
        var environment = setup.Environment(new Dictionary<string, string> { ["CCSP_URL"] = gateway.Url });

        // Latin-1 keeps the test's own bytes as they are: é becomes the single byte E9.
        var stdin = Encoding.Latin1.GetBytes(input);
        var bare = await Call.RunAsync(Repository.Claude, arguments, stdin, environment, directory, stop);
        var through = await Call.RunAsync(Repository.Ccsp, ["claude", .. arguments], stdin, environment, directory, stop);

        Assert.True(bare.ExitCode == through.ExitCode, $"{what}: exit {bare.ExitCode} bare, {through.ExitCode} through: {through.Stderr}");
        Assert.Equal(Comparable(bare.Stdout), Comparable(through.Stdout));
        Assert.Equal(Comparable(bare.Stderr), Comparable(through.Stderr));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task While_a_limit_holds_the_profile_the_caller_sees_one_note_and_then_one_normal_answer()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        using var project = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        var setup = new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url };
        await using var gateway = await GatewayProcess.StartAsync(setup, stop);
        await PostAsync(gateway, "close", stop);
        var noted = new TaskCompletionSource();
        var environment = setup.Environment(new Dictionary<string, string> { ["CCSP_URL"] = gateway.Url });

        var calling = Call.RunAsync(
            Repository.Ccsp, ["claude", "-p", "say hello"], [], environment, project.Path, stop, _ => noted.TrySetResult());
        await noted.Task.WaitAsync(stop);
        await PostAsync(gateway, "open", stop);
        var ended = await calling;

        Assert.Equal((0, "You said: say hello\n"), (ended.ExitCode, ended.Stdout));
        Assert.Matches(
            "^ccsp: task .+ waits: profile:default is closed by .+ until someone opens it: closed by hand. To let it go on: ccsp gates "
            + "open "
            + "profile:default\n$",
            ended.Stderr);
    }

    private static async Task PostAsync(GatewayProcess gateway, string what, CancellationToken cancellationToken) =>
        (await gateway.Rest.Http.PostAsync(new Uri($"/api/v1/gates/profile:default/{what}", UriKind.Relative), null, cancellationToken))
            .EnsureSuccessStatusCode();

    /// <summary>Ids, process ids, durations and delays differ from call to call, whoever makes it.</summary>
    private static string Comparable(string text) => Durations().Replace(Ids().Replace(text, "ID"), "$1:N");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?:msg|req|toolu)_[A-Za-z0-9_]+|(?<=/cc-socks/)[0-9]+")]
    private static partial Regex Ids();

    [GeneratedRegex("(\"[a-z_]*(?:_ms|timestamp)\"):(?:\"[^\"]*\"|[0-9.]+)")]
    private static partial Regex Durations();
}
