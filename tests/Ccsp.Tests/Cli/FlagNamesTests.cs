using System.CommandLine;
using System.Text.Json;
using Ccsp.Cli.Parsing;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>What the gateway says of a field, the command line says of the option.</summary>
public sealed class FlagNamesTests : IDisposable
{
    /// <summary>Fields of a submission no option of <c>submit</c> sets.</summary>
    private static readonly string[] WithoutOption = ["arguments", "stdin", "callbackUrl"];

    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Every_field_of_a_submission_has_its_option()
    {
        var submit = CommandOf("submit");
        var names = new FlagNames(submit);
        var fields = typeof(TaskSubmission).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
            .Except([.. WithoutOption, "equalityContract"]).ToList();
        Assert.Equal([], fields.Where(field => names.Of(field) == field));
        string[] others = ["--json", "--idempotency-key", "--shared", "--system-prompt-file", "--append-system-prompt-file"];
        Assert.Equal([], submit.Options.Select(option => option.Name).Except(others).Except(fields.Select(names.Of)));
    }

    [Theory]
    [InlineData("submit", "dependsOn[0]", "--after")]
    [InlineData("submit", "includeFiles[2]", "--include (number 3)")]
    [InlineData("submit", "env.PATH", "--env PATH")]
    [InlineData("submit", "arguments", "arguments")]
    [InlineData("gates limit", "limit", "N")]
    [InlineData("gates limit", "headroom.low", "--low-up-to")]
    [InlineData("gates limit", "ratePerMinute", "--rate")]
    [InlineData("gates close", "reason", "REASON")]
    [InlineData("queue clear", "reason", "--reason")]
    [InlineData("queue pause", "until", "--until")]
    [InlineData("tasks list", "limit", "--limit")]
    [InlineData("tasks list", "text", "--search")]
    [InlineData("tasks retry", "failReason", "--because")]
    public void A_field_is_called_as_this_command_calls_it(string command, string field, string called) =>
        Assert.Equal(called, new FlagNames(CommandOf(command)).Of(field));

    [Fact(Timeout = 120_000)]
    public async Task A_refusal_is_told_once_in_the_words_of_the_command_line()
    {
        await using var stub = await StubGateway.StartAsync(context => StubGateway.JsonAsync(
            context,
            """
            {"title":"2 fields are wrong","status":422,"code":"invalid_field",
             "detail":"startBefore: It is not after runAt. timeoutSeconds: It must be between 1 and 604800.",
             "errors":{"startBefore":"It is not after runAt.","timeoutSeconds":"It must be between 1 and 604800."}}
            """,
            422));
        _shell.Input = [];
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync("--url", stub.Url.ToString(), "submit", "x"));
        Assert.Equal(
            "ccsp: --start-before: It is not after --run-at. --timeout: It must be between 1 and 604800.\n", _shell.Error);
    }

    [Fact]
    public void A_library_tells_each_fault_once()
    {
        var problem = new Problem
        {
            Title = "wrong", Status = 422, Code = ErrorCodes.InvalidField, Detail = "a: One. b: Two.",
            Errors = new Dictionary<string, string> { ["a"] = "One.", ["b"] = "Two.", ["c"] = "Three." },
        };
        Assert.Equal("a: One. b: Two. (c: Three.)", GatewayException.From(problem).Message);
    }

    private Command CommandOf(string path) => path.Split(' ').Aggregate(
        (Command)CommandLine.Create(_shell.Shell), (command, name) => command.Subcommands.Single(child => child.Name == name));
}
