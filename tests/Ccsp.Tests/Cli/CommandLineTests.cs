using System.Text;
using System.Text.Json;
using Ccsp.Cli.Claude;
using Ccsp.Cli.Help;
using Ccsp.Cli.Parsing;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("tasks", "/api/v1/tasks")]
    [InlineData("gates", "/api/v1/gates")]
    [InlineData("sessions", "/api/v1/sessions")]
    [InlineData("notify", "/api/v1/notifications/channels")]
    public async Task A_command_that_has_much_to_show_shows_it_without_a_subcommand(string name, string path)
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, """{"items":[]}"""));
        Assert.Equal(0, await _shell.RunAsync("--url", stub.Url.ToString(), name, "--json"));
        Assert.StartsWith($"GET {path}", Assert.Single(stub.Requests), StringComparison.Ordinal);
        Assert.Contains("\"items\": []", _shell.Out, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("tsks|list", "'tsks' is not known here; did you mean tasks?")]
    [InlineData("tasks|lst", "'lst' is not known here; did you mean list?")]
    [InlineData("config", "a command is missing: ")]
    [InlineData("tasks|show", "ID is missing")]
    [InlineData("run|x|--max-turns", "--max-turns: its value is missing")]
    [InlineData("completion", "SHELL is missing")]
    [InlineData("run|-p|urgnt|x", "--priority: 'urgnt' is not one of urgent, high, normal, low; did you mean urgent?")]
    [InlineData("run|--json|--stream-json|x", "--json and --stream-json exclude each other")]
    [InlineData("run|--modle", "'--modle' is no option; did you mean --model? Write -- before a value")]
    [InlineData("run|--directory|/tmp|x", "'--directory' is not known here")]
    [InlineData("run|--modle|opus|x", "'--modle' is not known here; did you mean --model?")]
    [InlineData("run", "a prompt is missing")]
    [InlineData("submit|--max-turns|many|x", "--max-turns: 'many' is no whole number")]
    [InlineData("gates|limit|profile:x|few", "'few' is no limit")]
    [InlineData("--url|ftp://x|queue|status", "'ftp://x' is no address of a gateway")]
    [InlineData("serve|--listen|nowhere", "--listen: listen: must be an address")]
    [InlineData("queue|clear", "--yes does it without asking")]
    [InlineData("queue|pause|--group|g|--priority|low", "--priority and --group exclude each other")]
    [InlineData("stop", "say why everything is to stop, or --status, or --clear")]
    [InlineData("stop|fire|--clear", "say why everything is to stop, or --status, or --clear")]
    [InlineData("stop|--clear|--mode|hold", "--mode belongs to a reason")]
    [InlineData("stop|fire|--mode|freeze", "--mode: 'freeze' is not one of hold, drain, kill")]
    [InlineData("tasks|retry", "ID is missing; --failed retries all that failed")]
    [InlineData("tasks|retry|--agent|a", "ID is missing")]
    [InlineData("tasks|retry|x|--failed", "name tasks, or say --failed")]
    [InlineData("tasks|retry|x|--agent|a", "only tasks meant by --failed")]
    [InlineData("tasks|retry|--failed|--expired", "exclude each other")]
    [InlineData("notify|retry", "ID is missing; --all sends all that were given up")]
    [InlineData("notify|retry|7|--all", "name notifications, or say --all")]
    [InlineData("notify|retry|7|--channel|log", "--channel belongs to --all")]
    [InlineData("notify|list|--state|gone", "'gone' is not one of waiting")]
    [InlineData("tasks|priority|x|soon", "'soon' is not one of urgent, high, normal, low")]
    public async Task A_wrong_command_line_ends_with_two_and_says_why(string args, string why)
    {
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync(args.Split('|')));
        Assert.Contains(why, _shell.Error, StringComparison.Ordinal);
        Assert.Equal("", _shell.Out);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("run|--modle|opus|x", "opus")]
    [InlineData("serve|--prot|5", "'5'")]
    [InlineData("rnu|hello", "hello")]
    public async Task What_is_left_over_by_a_mistake_is_not_called_one(string args, string innocent)
    {
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync(args.Split('|')));
        Assert.DoesNotContain(innocent, _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task No_gateway_ends_with_three_and_the_remedy()
    {
        await using var gone = await StubGateway.StartAsync(_ => Task.CompletedTask);
        await gone.DisposeAsync();
        Assert.Equal(ExitCodes.Unreachable, await _shell.RunAsync("--url", gone.Url.ToString(), "queue", "status"));
        Assert.Contains("ccsp serve", _shell.Error, StringComparison.Ordinal);
        Assert.Equal(1, _shell.Error.Count(c => c == '\n'));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_refusal_ends_with_four()
    {
        await using var stub = await StubGateway.StartAsync(
            c => StubGateway.JsonAsync(c, StubGateway.Problem(401, ErrorCodes.Unauthorized, "no key"), 401));
        Assert.Equal(ExitCodes.Refused, await _shell.RunAsync("--url", stub.Url.ToString(), "submit", "x"));
        Assert.Contains("CCSP_API_KEY", _shell.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("flag", "from flag")]
    [InlineData("variable", "from variable")]
    [InlineData("file variable", "from file")]
    [InlineData("data folder", "from folder")]
    [InlineData("configured folder", "from config")]
    [InlineData("default folder", "from default")]
    public async Task The_key_is_found_in_its_order(string where, string key)
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, """{"items":[]}"""));
        string Write(string name, string content)
        {
            var path = Path.Combine(_shell.Folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
            return path;
        }

        _shell.Environment["CCSP_URL"] = stub.Url.ToString();
        Write("data/local.key", "from default\n");
        Write("elsewhere/local.key", "from config\n");
        if (where != "default folder")
            Write("config/ccsp.json", """{ "dataDir": "elsewhere" }""");
        if (where is not ("configured folder" or "default folder"))
            _shell.Environment["CCSP_DATA_DIR"] = Path.GetDirectoryName(Write("other/local.key", "from folder\n"))!;
        if (where is "file variable" or "variable" or "flag")
            _shell.Environment["CCSP_API_KEY_FILE"] = Write("key", "from file\n");
        if (where is "variable" or "flag")
            _shell.Environment["CCSP_API_KEY"] = "from variable";
        Assert.Equal(0, await _shell.RunAsync([.. where == "flag" ? new[] { "--key", "from flag" } : [], "gates", "list"]));
        Assert.Equal("Bearer " + key, Assert.Single(stub.Headers).Authorization.ToString());
    }

    [Theory(Timeout = 120_000)]
    [InlineData("@file", "")]
    [InlineData("-", "\n  piped \0 ‮ text\n\n")]
    [InlineData(null, "\uFEFFwith a mark")]
    [InlineData("--|--looks like an option", "")]
    public async Task A_prompt_arrives_as_it_was_given(string? argument, string piped)
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, StubGateway.Task_("t1", "ready"), 202));
        _shell.Input = Encoding.UTF8.GetBytes(piped);
        Assert.Equal(0, await _shell.RunAsync(["--url", stub.Url.ToString(), "submit", "-p", "low", .. argument?.Split('|') ?? []]));
        using var body = JsonDocument.Parse(Assert.Single(stub.Bodies));
        Assert.Equal(piped.Length > 0 ? piped : argument!.Split('|')[^1], body.RootElement.GetProperty("prompt").GetString());
        Assert.Equal("t1\n", _shell.Out);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_piped_prompt_that_is_no_text_is_refused()
    {
        _shell.Input = [0x61, 0xFF];
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync("submit"));
        Assert.Contains("not UTF-8 (byte 1)", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Version_and_completion_need_no_gateway()
    {
        Assert.Equal(0, await _shell.RunAsync("version"));
        Assert.Matches(@"^ccsp 0\.\d+\.\d+ \(commit [0-9a-f]{12} of \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ, schema \d+, ", _shell.Out);
        foreach (var name in new[] { "bash", "zsh", "fish" })
            Assert.Equal(0, await _shell.RunAsync("completion", name));
        Assert.Contains("complete -o default -F _ccsp ccsp", _shell.Out, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("ccsp ta", "tasks")]
    [InlineData("ccsp tasks ", "list,show,output,events,explain,cancel,retry,approve,wait")]
    [InlineData("ccsp run --priority ", "urgent,high,normal,low")]
    [InlineData("ccsp completion ", "bash,zsh,fish")]
    public async Task Completion_offers_what_may_follow(string line, string offered)
    {
        Assert.Equal(0, await _shell.RunAsync($"[suggest:{line.Length}]", line));
        Assert.Subset(_shell.Out.Split('\n').ToHashSet(), offered.Split(',').ToHashSet());
    }

    [Fact(Timeout = 120_000)]
    public async Task Config_check_ends_with_five_on_findings_and_show_masks()
    {
        Assert.Equal(0, await _shell.RunAsync("config", "check"));
        Assert.DoesNotContain("is fine", _shell.Out, StringComparison.Ordinal);
        Assert.Contains("engines.claude.path: there is no program claude on PATH ('npm install", _shell.Out, StringComparison.Ordinal);
        Assert.Contains("; tasks for it wait until there is one", _shell.Out, StringComparison.Ordinal);
        _shell.Environment["REDIS_PASSWORD"] = "hunter2hunter2";
        Assert.Equal(0, await _shell.RunAsync("config", "show"));
        Assert.DoesNotContain("hunter2", _shell.Out, StringComparison.Ordinal);
        Assert.Matches(@"store\.redis\.password +hunt\*\*\*\* +environment REDIS_PASSWORD", _shell.Out);
        _shell.Environment["CCSP_QUEUE_SIZE"] = "none";
        Assert.Equal(ExitCodes.Findings, await _shell.RunAsync("config", "check"));
        Assert.Equal(ExitCodes.Findings, await _shell.RunAsync("config", "check", "--json"));
        Assert.Contains("\"key\": \"queueSize\"", _shell.Out, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("CCSP_URLL", "CCSP_URLL: unknown variable; did you mean CCSP_URL?")]
    [InlineData("CCSP_AGNET", "CCSP_AGNET: unknown variable; did you mean CCSP_AGENT?")]
    [InlineData("CCSP_SOMETHING_ELSE", "CCSP_SOMETHING_ELSE: unknown variable; known: ")]
    [InlineData("CCSP_SERVICE_HOST", null)]
    [InlineData("CCSP_DATA_DIR", null)]
    [InlineData("CCSP_API_KEY_FILE", null)]
    public async Task A_variable_that_means_nothing_is_named_on_one_line_beside_the_answer(string name, string? said)
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, """{"items":[]}"""));
        _shell.Environment["CCSP_API_KEY"] = "k";
        _shell.Environment[name] = Path.Combine(_shell.Folder, "x");
        await _shell.RunAsync("--url", stub.Url.ToString(), "tasks", "list", "--json");
        Assert.Equal("{}", string.Concat(_shell.Out.Where(c => c is '{' or '}')));
        Assert.Equal(said is null ? 0 : 1, _shell.Error.Count(c => c == '\n'));
        if (said is not null)
            Assert.StartsWith("ccsp: " + said, _shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_is_not_UTF8_is_told_from_one_that_only_holds_a_replacement_character()
    {
        Assert.Null(ProcessArguments.FirstBroken([[], "a"u8.ToArray(), "\ufffd é"u8.ToArray()]));
        Assert.Equal(2, ProcessArguments.FirstBroken(["submit"u8.ToArray(), [(byte)'a', 0xff], [0xc3]]));
    }

    /// <summary>To take over a change on purpose: run this test with CCSP_UPDATE=1.</summary>
    [Fact(Timeout = 120_000)]
    public Task The_documented_reference_is_that_of_the_program() => Task.Run(() =>
    {
        using var made = new StringWriter();
        Reference.Write(CommandLine.Create(_shell.Shell), made);
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ccsp.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        var committed = Path.Combine(folder, "docs", "cli.md");
        if (Environment.GetEnvironmentVariable("CCSP_UPDATE") == "1")
            File.WriteAllText(committed, made.ToString());
        Assert.Equal(made.ToString(), File.ReadAllText(committed));
    }, TestContext.Current.CancellationToken);
}
