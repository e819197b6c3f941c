using System.Diagnostics;
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

    [Theory(Timeout = 180_000), MemberData(nameof(Calls))]
    public async Task The_drop_in_answers_like_the_bare_CLI(string what, string[] arguments, string input)
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync(
            """{"rules":[{"when":{"prompt":"refuse-this-key"},"answers":[{"status":401,"errorType":"authentication_error","message":"invalid x-api-key"}],"loop":true}]}""",
            stop);
        // One retry instead of ten: the words stay the same, the test is shorter.
        var setup = new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url, More = new Dictionary<string, string> { ["CLAUDE_CODE_MAX_RETRIES"] = "1" } };
        await using var gateway = await GatewayProcess.StartAsync(setup, stop);
        var environment = setup.Environment(new Dictionary<string, string> { ["CCSP_URL"] = gateway.Url });
        var directory = data.Sub("project");

        // Latin-1 keeps the test's own bytes as they are: é becomes the single byte E9.
        var stdin = Encoding.Latin1.GetBytes(input);
        var bare = await RunAsync(Repository.Claude, arguments, stdin, environment, directory, stop);
        var through = await RunAsync(Repository.Ccsp, ["claude", .. arguments], stdin, environment, directory, stop);

        Assert.True(bare.ExitCode == through.ExitCode, $"{what}: exit {bare.ExitCode} bare, {through.ExitCode} through: {through.Stderr}");
        Assert.Equal(Comparable(bare.Stdout), Comparable(through.Stdout));
        Assert.Equal(Comparable(bare.Stderr), Comparable(through.Stderr));
    }

    private static async Task<(int ExitCode, string Stdout, string Stderr)> RunAsync(
        string program, string[] arguments, byte[] stdin, IReadOnlyDictionary<string, string> environment, string directory, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.BaseStream.WriteAsync(stdin, stop);
        process.StandardInput.Close();
        var stdout = process.StandardOutput.ReadToEndAsync(stop);
        var stderr = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, await stdout, await stderr);
    }

    /// <summary>Ids, process ids, durations and delays differ from call to call, whoever makes it.</summary>
    private static string Comparable(string text) => Durations().Replace(Ids().Replace(text, "ID"), "$1:N");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?:msg|req|toolu)_[A-Za-z0-9_]+|(?<=/cc-socks/)[0-9]+")]
    private static partial Regex Ids();

    [GeneratedRegex("(\"[a-z_]*(?:_ms|timestamp)\"):(?:\"[^\"]*\"|[0-9.]+)")]
    private static partial Regex Durations();
}
