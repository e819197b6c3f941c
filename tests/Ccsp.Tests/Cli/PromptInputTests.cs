using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>What is piped in reaches the agent or is refused.</summary>
public sealed class PromptInputTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("submit", "review this", "a diff\n", "review this\na diff\n")]
    [InlineData("submit", "review this", "", "review this")]
    [InlineData("submit", "", "all of it", "all of it")]
    [InlineData("submit", "-", "all of it", "all of it")]
    [InlineData("submit", null, "all of it", "all of it")]
    public async Task Standard_input_follows_the_prompt(string verb, string? prompt, string piped, string sent)
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, StubGateway.Task_("t1", "ready"), 202));
        _shell.Input = Encoding.UTF8.GetBytes(piped);
        Assert.Equal(0, await _shell.RunAsync(["--url", stub.Url.ToString(), verb, .. prompt is null ? [] : new[] { prompt }]));
        Assert.Equal(sent, Prompt(stub));
        Assert.Equal("", _shell.Error);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("the prompt is empty", "run", "")]
    [InlineData("the prompt is empty", "submit", "  \t\n")]
    [InlineData("the prompt is empty", "run", "-")]
    [InlineData("the prompt is empty", "submit")]
    [InlineData("--engine is empty", "run", "--engine", "", "x")]
    [InlineData("--cwd is empty", "submit", "--cwd", " ", "x")]
    [InlineData("--include is empty", "submit", "--include", "a", "--include", "", "x")]
    [InlineData("--idempotency-key is empty", "submit", "--idempotency-key", "", "x")]
    [InlineData("--cwd= has no value", "submit", "--cwd=", "x")]
    [InlineData("--data-dir= has no value", "run", "--data-dir=", "x")]
    [InlineData("--resume is empty", "run", "--resume", "", "x")]
    [InlineData("--env: '=x' is not NAME=VALUE", "run", "--env", "=x", "x")]
    public async Task What_is_empty_is_refused_before_any_gateway_is_asked(string why, params string[] args)
    {
        _shell.Input = Encoding.UTF8.GetBytes(" \r\n");
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync(["--url", "http://127.0.0.1:9", .. args]));
        Assert.Contains(why, _shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be reached", _shell.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("submit")]
    [InlineData("run")]
    public async Task A_pipe_that_stays_silent_is_given_up_and_told(string verb)
    {
        await using var stub = await StubGateway.StartAsync(c => c.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal)
            ? StubGateway.SseAsync(c, StubGateway.Event("1", 1, EventTypes.TaskCompleted))
            : StubGateway.JsonAsync(c, StubGateway.Task_("t1", "succeeded", ",\"result\":\"ok\"")));
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        var clock = new TestClock();
        (_shell.Pipe, _shell.Clock) = (reader, clock);
        var running = _shell.RunAsync("--url", stub.Url.ToString(), verb, "review this");
        while (clock.ArmedTimers == 0)
            await Task.Yield();
        Assert.Empty(stub.Requests);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, await running);
        Assert.Equal("review this", Prompt(stub));
        Assert.StartsWith("ccsp: nothing came on standard input within 3 s; going on without it", _shell.Error, StringComparison.Ordinal);
        writer.Close();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_prompt_that_is_all_on_standard_input_is_waited_for_and_that_is_told()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, StubGateway.Task_("t1", "ready"), 202));
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        var clock = new TestClock();
        (_shell.Pipe, _shell.Clock) = (reader, clock);
        var running = _shell.RunAsync("--url", stub.Url.ToString(), "submit", "-");
        while (clock.ArmedTimers == 0)
            await Task.Yield();
        clock.Advance(TimeSpan.FromSeconds(3));
        while (_shell.Error.Length == 0)
            await Task.Yield();
        await writer.WriteAsync("late"u8.ToArray(), TestContext.Current.CancellationToken);
        writer.Close();
        Assert.Equal(0, await running);
        Assert.Equal(("late", "ccsp: waiting for the prompt on standard input\n"), (Prompt(stub), _shell.Error));
    }

    [Fact(Timeout = 120_000)]
    public async Task What_is_no_text_beside_a_prompt_is_refused()
    {
        await using var stub = await StubGateway.StartAsync(_ => throw new InvalidOperationException("nothing may be asked"));
        _shell.Input = [0x61, 0xFF];
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync("--url", stub.Url.ToString(), "submit", "review this"));
        Assert.Contains("standard input is not UTF-8 (byte 1)", _shell.Error, StringComparison.Ordinal);
    }

    private static string? Prompt(StubGateway stub)
    {
        using var body = JsonDocument.Parse(stub.Bodies.First());
        return body.RootElement.GetProperty("prompt").GetString();
    }
}
