using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>The stand-in itself: what it promises to those who script it, and what the real CLI makes of it.</summary>
public sealed class ApiStubTests
{
    public static TheoryData<string> OddPrompts() =>
    [
        "-x", "--help", "@/etc/hostname tell", "/etc/hostname tell", "a\0b", "\u202eright\u2066to\u2069left", "line\r\nbreaks\n\n",
        new string('p', 2 << 20),
    ];

    [Theory(Timeout = Patience.OfTest)]
    [MemberData(nameof(OddPrompts))]
    public async Task The_real_CLI_sends_a_prompt_from_stdin_byte_for_byte(string prompt)
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);

        await AskClaudeAsync(stub, data.Path, Encoding.UTF8.GetBytes(prompt), stop);

        var seen = (await SeenAsync(stub, stop)).GetProperty("last").EnumerateArray().Last();
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt))), seen.GetProperty("promptSha256").GetString());
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_tool_call_is_run_by_the_real_CLI_and_the_next_answer_follows_its_result()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync(
            """
            { "rules": [ { "when": { "prompt": "build" }, "answers": [
              { "text": "Running.", "tool": { "name": "Bash", "input": { "command": "echo made-by-bash", "description": "build" } } },
              { "deltas": ["all ", "done"], "deltaDelayMs": 10 } ] } ] }
            """, stop);

        var stdout = await AskClaudeAsync(stub, data.Path, "build it"u8.ToArray(), stop, "--allowedTools=Bash");

        Assert.Contains("made-by-bash", stdout, StringComparison.Ordinal);
        Assert.Contains("\"result\":\"all done\"", stdout, StringComparison.Ordinal);
        Assert.Equal(2, (await SeenAsync(stub, stop)).GetProperty("count").GetInt32());
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_rule_is_used_so_often_as_it_says_and_headers_count_from_now()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync(
            """{ "rules": [ { "times": 1, "answers": [ { "status": 429, "errorType": "rate_limit_error", "headers": { "x-reset": "+100","""
                + """ "retry-after": "7" } } ] } ] }""",
            stop);
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        using var first = await PostAsync(stub, "one", stop);
        using var second = await PostAsync(stub, "two", stop);

        Assert.Equal(HttpStatusCode.TooManyRequests, first.StatusCode);
        Assert.Equal("7", first.Headers.GetValues("retry-after").Single());
        Assert.InRange(
            long.Parse(first.Headers.GetValues("x-reset").Single(), System.Globalization.CultureInfo.InvariantCulture), before + 100,
            DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 100);
        Assert.Contains("rate_limit_error", await first.Content.ReadAsStringAsync(stop), StringComparison.Ordinal);
        Assert.Contains("You said: two", await second.Content.ReadAsStringAsync(stop), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_scenario_with_an_unknown_field_is_refused_by_name_and_the_old_one_stays()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync("""{ "default": { "text": "the old one" } }""", stop);

        using var body = new StringContent("""{ "rulez": [] }""");
        using var refused = await stub.Http.PutAsync(new Uri("/stub/scenario", UriKind.Relative), body, stop);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("rulez", await refused.Content.ReadAsStringAsync(stop), StringComparison.Ordinal);
        using var answer = await PostAsync(stub, "hello", stop);
        Assert.Contains("the old one", await answer.Content.ReadAsStringAsync(stop), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task Parallel_requests_each_get_their_own_answer_and_keys_stay_masked()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync("""{ "default": { "text": "You said: {prompt}", "delayMs": 300 } }""", stop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(async i =>
        {
            using var answer = await PostAsync(stub, $"number {i};", stop);
            return await answer.Content.ReadAsStringAsync(stop);
        }));

        for (var i = 0; i < answers.Length; i++)
            Assert.Contains($"You said: number {i};", answers[i], StringComparison.Ordinal);
        var seen = await SeenAsync(stub, stop);
        Assert.Equal(0, seen.GetProperty("active").GetInt32());
        Assert.DoesNotContain("very-secret", seen.GetRawText(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_stream_is_cut_where_it_is_told()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync("""{ "default": { "deltas": ["one", "two"], "break": "cut", "breakAfter": 1 } }""", stop);

        // A reset can overtake what was sent before it, the head of the answer too.
        await Assert.ThrowsAsync<HttpRequestException>(() => StreamAsync(stub, stop));
        Assert.Equal(1, (await SeenAsync(stub, stop)).GetProperty("count").GetInt32());
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_stream_ends_with_an_error_where_it_is_told()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync(
            """{ "default": { "deltas": ["one", "two"], "break": "error", "breakAfter": 1, "errorType": "overloaded_error" } }""", stop);

        var text = await StreamAsync(stub, stop);
        Assert.Contains("one", text, StringComparison.Ordinal);
        Assert.DoesNotContain("two", text, StringComparison.Ordinal);
        Assert.Contains("event: error", text, StringComparison.Ordinal);
    }

    private static async Task<string> AskClaudeAsync(
        StubProcess stub, string home, byte[] prompt, CancellationToken cancellationToken, params string[] more)
    {
        var start = new ProcessStartInfo(Repository.Claude, ["-p", "--output-format=stream-json", "--verbose", .. more])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = home,
        };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["HOME"] = home, ["CLAUDE_CONFIG_DIR"] = Path.Combine(home, "claude"), ["ANTHROPIC_BASE_URL"] = stub.Url,
            ["ANTHROPIC_API_KEY"] = "sk-ant-stub",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1", ["DISABLE_AUTOUPDATER"] = "1",
        })
            start.Environment[name] = value;
        using var claude = Process.Start(start)!;
        var reading = claude.StandardOutput.ReadToEndAsync(cancellationToken);
        await claude.StandardInput.BaseStream.WriteAsync(prompt, cancellationToken);
        claude.StandardInput.Close();
        var stdout = await reading;
        await claude.WaitForExitAsync(cancellationToken);
        Assert.True(claude.ExitCode == 0, stdout);
        return stdout;
    }

    private static async Task<string> StreamAsync(StubProcess stub, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync(stub, "hello", cancellationToken, stream: true);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    private static async Task<HttpResponseMessage> PostAsync(StubProcess stub, string prompt, CancellationToken cancellationToken,
        bool stream = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/messages?beta=true", UriKind.Relative))
        {
            Content = new StringContent(
                $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},"messages":"""
                + $$"""[{"role":"user","content":{{JsonSerializer.Serialize(prompt)}}}]}"""),
        };
        request.Headers.Add("x-api-key", "sk-ant-very-secret-key");
        return await stub.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static async Task<JsonElement> SeenAsync(StubProcess stub, CancellationToken cancellationToken)
    {
        using var answer = await stub.Http.GetAsync(new Uri("/stub/requests", UriKind.Relative), cancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
