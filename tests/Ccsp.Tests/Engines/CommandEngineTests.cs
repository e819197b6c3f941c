using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.Command;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class CommandEngineTests
{
    [Fact(Timeout = 30_000)]
    public Task Placeholders_are_filled_and_arguments_without_a_value_left_out()
    {
        var engine = Engine("/bin/tool", "--quiet", "--model={model}", "--id={taskId}/{run}", "--cd", "{workingDirectory}");

        var named = engine.BuildCommand(Requests.For(new TaskSubmission { Prompt = "hello", Model = "a b;{taskId}" }));
        var unnamed = engine.BuildCommand(Requests.For(new TaskSubmission { Prompt = "hello" }));

        Assert.Equal("/bin/tool", named.FileName);
        Assert.Equal(["--quiet", "--model=a b;{taskId}", "--id=task-1/2", "--cd", "/home/user/project"], named.Arguments);
        Assert.Equal(["--quiet", "--id=task-1/2", "--cd", "/home/user/project"], unnamed.Arguments);
        Assert.Equal("hello", named.StdinText());
        Assert.Equal(OutputFormat.Text, named.Format);
        Assert.False(named.Speaks);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_program_that_is_not_told_the_conversation_gets_the_whole_prompt_again()
    {
        var request = Requests.For(new TaskSubmission { Prompt = "hello" }) with { Start = ConversationStart.Continue };

        Assert.Equal("hello", Engine("tool").BuildCommand(request).StdinText());
        Assert.Equal(StandardInput.Continuation, Engine("tool", "--resume={conversationId}").BuildCommand(request).StdinText());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Text_on_stdout_is_the_result()
    {
        var engine = Engine("tool");
        var transcript = new RunTranscript(OutputFormat.Text);
        transcript.Add(engine.ParseLine("first"u8, OutputFormat.Text));
        transcript.Add(engine.ParseLine(""u8, OutputFormat.Text));
        transcript.Add(engine.ParseLine("""{"type":"result","is_error":true}"""u8, OutputFormat.Text));

        Assert.Equal("first\n\n{\"type\":\"result\",\"is_error\":true}", transcript.ResultText);
        Assert.Null(transcript.Result);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("ok 529 tests passed, 1 failed", 1)]
    [InlineData("FAIL: session expired page is shown", 1)]
    [InlineData("npm ERR! code E401 authentication required", 2)]
    [InlineData("You've hit your session limit · resets 3pm (UTC)", 1)]
    [InlineData("Credit balance is too low", 7)]
    [InlineData("fatal: out of memory budget exceeded in test", 1)]
    [InlineData("", 1)]
    public Task What_a_program_prints_as_text_is_never_taken_for_the_messages_of_another(string text, int exitCode)
    {
        var engine = Engine("tool");
        var transcript = new RunTranscript(OutputFormat.Text);
        transcript.Add(engine.ParseLine(System.Text.Encoding.UTF8.GetBytes(text), OutputFormat.Text));

        var ending = engine.Classify(
            new RunEvidence { Transcript = transcript, Now = DateTimeOffset.UnixEpoch, ExitCode = exitCode, StderrTail = text });

        Assert.Equal((EndingClass.Failed, "exit", false), (ending.Class, ending.Source, ending.Recoverable));
        Assert.Contains($"exit code {exitCode}", ending.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_program_that_dies_of_a_signal_has_given_no_answer()
    {
        var evidence = new RunEvidence { Transcript = new RunTranscript(OutputFormat.Text), Now = DateTimeOffset.UnixEpoch };

        Assert.Equal(EndingClass.Crashed, Engine("tool").Classify(evidence with { Signal = 11 }).Class);
        Assert.Equal(EndingClass.Crashed, Engine("tool").Classify(evidence with { ExitCode = 139 }).Class);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task The_operator_may_ask_for_another_run_after_a_failure()
    {
        var engine = new CommandEngine("tool", new EngineOptions { Kind = EngineKinds.Command, Command = ["tool"], RetryFailures = true });

        var evidence = new RunEvidence { Transcript = new RunTranscript(OutputFormat.Text), Now = DateTimeOffset.UnixEpoch, ExitCode = 1 };
        Assert.True(engine.Classify(evidence).Recoverable);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Claude_is_there_without_being_configured()
    {
        var tool = new EngineOptions { Kind = "command", Command = ["tool"] };
        var catalog = new EngineCatalog(new Dictionary<string, EngineOptions> { ["mytool"] = tool });

        Assert.Equal(["claude", "mytool"], catalog.Names);
        Assert.IsType<CommandEngine>(catalog["mytool"]);
        Assert.False(catalog.TryGet("other", out _));
        return Task.CompletedTask;
    }

    private static CommandEngine Engine(params string[] command) =>
        new("tool", new EngineOptions { Kind = EngineKinds.Command, Command = command });
}
