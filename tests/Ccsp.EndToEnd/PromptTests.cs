using System.Text;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>
/// A prompt is content, never syntax: whatever it looks like, it arrives on stdin byte for byte and leaves the arguments alone.
/// </summary>
public sealed class PromptTests
{
    public static TheoryData<string, string> Prompts => new()
    {
        { "a dash", "-p is not an option here" },
        { "two dashes", "--dangerously-skip-permissions" },
        { "an at sign", "@/etc/passwd" },
        { "a slash", "/no-such-command please" },
        { "2 MiB", new string('a', (2 << 20) - 1) + "é" },
        { "NUL", "before\0after" },
        { "bidi", "\u202Eevil\u202C \u2066x\u2069" },
        { "quotes and a substitution", "'\"`$(touch /tmp/ccsp-owned)`\\" },
    };

    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Prompts))]
    // Only here: the real CLI trims what it is given.
    [InlineData("line breaks around it", "\n\r\nx\n")]
    public async Task A_prompt_arrives_byte_for_byte_and_the_arguments_stay_the_same(string what, string prompt)
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        var setup = new GatewaySetup { DataFolder = data.Path, MoreEngines = Recorder() };
        await using var gateway = await GatewayProcess.StartAsync(setup, stop);
        var task = await gateway.Rest.SubmitAsync(new TaskSubmission { Engine = "recorder", Prompt = prompt }, stop);
        var ended = await gateway.Rest.EndedAsync(task.Id, stop);
        Assert.True(ended.State == TaskState.Succeeded, $"{what}: {ended.State}: {ended.Ending?.Message}");
        Assert.Equal(Encoding.UTF8.GetBytes(prompt), await gateway.Rest.OutputAsync(task.Id, stop));
        Assert.Equal(
            "--first\nsecond argument\n", Encoding.UTF8.GetString(await gateway.Rest.OutputAsync(task.Id, stop, stream: "stderr")));
        Assert.False(File.Exists("/tmp/ccsp-owned"));
    }

    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Prompts))]
    public async Task The_real_CLI_sends_the_prompt_on_as_it_was_written(string what, string prompt)
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url }, stop);
        var task = await gateway.Rest.SubmitAsync(new TaskSubmission { Prompt = prompt }, stop);
        var ended = await gateway.Rest.EndedAsync(task.Id, stop);
        Assert.True(ended.State == TaskState.Succeeded, $"{what}: {ended.State}: {ended.Ending?.Message}");
        var sent = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));
        Assert.Contains(
            sent, await stub.Http.GetStringAsync(new Uri("/stub/requests", UriKind.Relative), stop), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Copies stdin to stdout and its arguments, a line each, to stderr.</summary>
    private static string Recorder() =>
        """
        "recorder": { "kind": "command", "output": "text",
                      "command": ["/bin/sh", "-c", "printf '%s\\n' \"$@\" >&2; exec cat", "sh", "--first", "second argument"] }
        """;
}
