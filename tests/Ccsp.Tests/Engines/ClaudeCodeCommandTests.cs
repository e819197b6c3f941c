using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.ClaudeCode;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class ClaudeCodeCommandTests
{
    private static readonly ClaudeCodeEngine Engine = new("claude", new EngineOptions());

    public static TheoryData<string> OddPrompts() =>
    [
        "-x", "--help", "--", "@/etc/passwd", "/clear", "\n", " \r\n\t", "a\0b", "\u202eright\u2066to\u2069left", "\ufeffbom",
        new string('p', 2 << 20), "'\"`$(id);|&",
    ];

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(OddPrompts))]
    public Task A_prompt_goes_to_stdin_byte_for_byte_and_leaves_the_arguments_as_they_are(string prompt)
    {
        var plain = Engine.BuildCommand(Requests.For(new TaskSubmission { Prompt = "hello" }));

        var odd = Engine.BuildCommand(Requests.For(new TaskSubmission { Prompt = prompt }));

        Assert.Equal(plain.Arguments, odd.Arguments);
        Assert.True(Encoding.UTF8.GetBytes(prompt).AsSpan().SequenceEqual(odd.Stdin.Span));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_plain_task_streams_events_of_a_conversation_we_named()
    {
        var command = Engine.BuildCommand(Requests.For(new TaskSubmission { Prompt = "hello" }));

        Assert.Equal(["-p", "--output-format=stream-json", "--verbose", $"--session-id={Requests.Conversation}"], command.Arguments);
        Assert.Equal(OutputFormat.StreamJson, command.Format);
        Assert.True(command.Speaks);
        Assert.False(command.Resumed);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("stream-json")]
    public Task The_drop_in_may_be_silent_for_as_long_as_the_cli_is(string format)
    {
        Assert.False(
            Engine.BuildCommand(
                Requests.For(new TaskSubmission { Arguments = ["-p", "hi", "--output-format", format, "--verbose"] })).Speaks);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_run_that_goes_on_is_asked_to_continue_and_one_the_caller_resumes_gets_the_prompt()
    {
        var spec = new TaskSubmission { Prompt = "hello" };

        var goesOn = Engine.BuildCommand(Requests.For(spec) with { Start = ConversationStart.Continue });
        var resumes = Engine.BuildCommand(Requests.For(spec) with { Start = ConversationStart.Resume });

        Assert.Contains($"--resume={Requests.Conversation}", goesOn.Arguments);
        Assert.Equal(StandardInput.Continuation, goesOn.StdinText());
        Assert.Equal(goesOn.Arguments, resumes.Arguments);
        Assert.Equal("hello", resumes.StdinText());
        Assert.True(goesOn.Resumed && resumes.Resumed);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Every_field_becomes_one_argument_or_a_file()
    {
        var command = Engine.BuildCommand(Requests.For(new TaskSubmission
        {
            Prompt = "hello",
            Model = "-sonnet",
            FallbackModel = "haiku",
            SystemPrompt = "be brief",
            AppendSystemPrompt = new string('a', 300_000),
            AllowedTools = ["Bash(git log:*)", "Read"],
            DisallowedTools = ["WebFetch"],
            PermissionMode = "acceptEdits",
            McpConfig = JsonElement.Parse("""{"mcpServers":{"x":{"env":{"TOKEN":"secret"}}}}"""),
            OutputSchema = JsonElement.Parse("""{ "type": "object" }"""),
            MaxTurns = 3,
            MaxBudgetUsd = 1.50m,
        }));

        Assert.Equal(
        [
            "--model=-sonnet", "--fallback-model=haiku", "--system-prompt-file=/data/runs/task-1/2/system-prompt.txt",
            "--append-system-prompt-file=/data/runs/task-1/2/append-system-prompt.txt", "--allowedTools=Bash(git log:*),Read",
            "--disallowedTools=WebFetch",
            "--permission-mode=acceptEdits", "--mcp-config=/data/runs/task-1/2/mcp-config.json", """--json-schema={"type":"object"}""",
            "--max-turns=3", "--max-budget-usd=1.50",
        ], command.Arguments.Skip(4));
        Assert.Equal(
            ["system-prompt.txt", "append-system-prompt.txt", "mcp-config.json"],
            command.Files.Select(file => Path.GetFileName(file.Path)));
        Assert.Equal("be brief", Encoding.UTF8.GetString(command.Files[0].Content.Span));
        Assert.DoesNotContain(command.Arguments, argument => argument.Contains("secret", StringComparison.Ordinal));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Included_files_stand_before_the_prompt_in_their_order()
    {
        var request = Requests.For(new TaskSubmission { Prompt = "compare" }) with
        {
            IncludedFiles = [new IncludedFile("a \"b\".txt", "one"u8.ToArray()), new IncludedFile("c.txt", new byte[] { 0xff, 0x00 })],
        };

        byte[] expected =
        [
            .. "<file path=\"a &quot;b&quot;.txt\">\none\n</file>\n\n<file path=\"c.txt\">\n"u8, 0xff, 0x00, .. "\n</file>\n\ncompare"u8,
        ];
        Assert.Equal(expected, Engine.BuildCommand(request).Stdin.ToArray());
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Text", "-p", "hi")]
    [InlineData("Json", "-p", "--output-format", "json")]
    [InlineData("StreamJson", "--print", "--output-format=stream-json", "--verbose")]
    [InlineData("Text", "-p", "--output-format=json", "--output-format", "text")]
    [InlineData("Text", "-p", "--", "--output-format=json")]
    public Task The_drop_in_passes_its_arguments_and_stdin_as_they_are_and_knows_the_format(string format, params string[] arguments)
    {
        byte[] stdin = [0xff, 0xfe, 0x00, (byte)'x'];

        var command = Engine.BuildCommand(
            Requests.For(new TaskSubmission { Arguments = arguments, Stdin = stdin }) with { ConversationId = null });

        Assert.Equal(arguments, command.Arguments);
        Assert.Equal(stdin, command.Stdin.ToArray());
        Assert.Equal(format, command.Format.ToString());
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true, "-p", "hi")]
    [InlineData(true, "-p", "--model", "x", "--", "--resume")]
    [InlineData(false, "-p", "--session-id", "x")]
    [InlineData(false, "-p", "--resume=x")]
    [InlineData(false, "-pc", "go on")]
    [InlineData(false, "-p", "-r", "x")]
    [InlineData(false, "-p", "--no-session-persistence")]
    public Task The_drop_in_gets_a_conversation_id_only_where_it_names_none(bool added, params string[] arguments)
    {
        var command = Engine.BuildCommand(Requests.For(new TaskSubmission { Arguments = arguments, Stdin = [] }));

        Assert.Equal(added ? [$"--session-id={Requests.Conversation}", .. arguments] : arguments, command.Arguments);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(null, null, "claude")]
    [InlineData("/opt/claude", null, "/opt/claude")]
    [InlineData("/opt/claude", "/usr/bin/claude-2", "/usr/bin/claude-2")]
    public Task The_program_is_the_one_the_environment_names_else_the_configured_else_claude(
        string? configured, string? environment, string expected)
    {
        var engine = new ClaudeCodeEngine("claude", new EngineOptions { Path = configured });
        var request = Requests.For(new TaskSubmission { Prompt = "hello" });
        if (environment is not null)
            request = request with { GatewayEnvironment = new Dictionary<string, string> { ["CLAUDE_CLI_PATH"] = environment } };

        Assert.Equal(expected, engine.BuildCommand(request).FileName);
        return Task.CompletedTask;
    }
}
