using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using Ccsp.Cli.Help;
using Ccsp.Cli.Parsing;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed partial class HelpTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("help|submit", "submit|--help", "ccsp submit")]
    [InlineData("help|tasks|list", "tasks|list|--help", "ccsp tasks list")]
    [InlineData("help|tasks", "tasks|--help", "Look at tasks")]
    [InlineData("help", "--help", "ccsp help tasks list")]
    public async Task The_help_verb_shows_what_the_option_shows(string verb, string option, string said)
    {
        using var other = new TestShell();
        Assert.Equal((0, 0), (await _shell.RunAsync(verb.Split('|')), await other.RunAsync(option.Split('|'))));
        Assert.Equal(other.Out, _shell.Out);
        Assert.Contains(
            said.Replace("ccsp help tasks list", "Exit codes:", StringComparison.Ordinal), _shell.Out, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_overview_has_examples_variables_and_exit_codes()
    {
        Assert.Equal(0, await _shell.RunAsync("--help"));
        foreach (var text in new[] { "Examples:", "CCSP_URL", "NO_COLOR", "130", "ccsp run \"What is in this folder?\"" })
            Assert.Contains(text, _shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_can_be_typed()
    {
        var root = CommandLine.Create(_shell.Shell);
        foreach (var command in Examples.Commands)
        {
            Assert.NotNull(Find(root, command.Split(' ')[1..]));
            foreach (var example in Examples.Of(command))
            {
                var typed = example[example.IndexOf("ccsp", StringComparison.Ordinal)..].Split('<')[0];
                var parsed = root.Parse(typed["ccsp ".Length..].Replace('\'', '"'));
                Assert.True(
                    parsed.Errors.Count == 0 && parsed.UnmatchedTokens.Count == 0,
                    $"{example}: {string.Join("; ", parsed.Errors.Select(error => error.Message))}");
                Assert.StartsWith(command, typed, StringComparison.Ordinal);
            }
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task No_wrong_value_is_answered_with_a_name_of_dotnet()
    {
        var named = 0;
        foreach (var (path, option) in Options(CommandLine.Create(_shell.Shell), []))
        {
            if (option is HelpOption or VersionOption
                || option.ValueType == typeof(bool)
                || option.ValueType == typeof(string)
                || option.ValueType == typeof(string[])
                || path is ["claude"])
                continue;
            using var shell = new TestShell();
            Assert.Equal(ExitCodes.Usage, await shell.RunAsync([.. path, option.Name, "nonsense"]));
            named += shell.Error.Contains($"{option.Name}: 'nonsense' is no ", StringComparison.Ordinal) ? 1 : 0;
            Assert.DoesNotContain("System.", shell.Error, StringComparison.Ordinal);
        }

        Assert.InRange(named, 15, 10_000);
    }

    /// <summary>Messages send people only to what there is.</summary>
    [Fact]
    public void Every_command_that_a_text_names_exists()
    {
        var root = CommandLine.Create(_shell.Shell);
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ccsp.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        var named = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "src"), "*.cs", SearchOption.AllDirectories))
        {
            foreach (Match match in CommandInText.Matches(File.ReadAllText(file)))
            {
                var words = match.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var command = Find(root, words[..1]);
                Assert.True(command is not null || IsOptionOf(root, words), $"{file}: '{match.Value}' names no command");
                Assert.True(
                    words.Length == 1 || command is null or { Subcommands.Count: 0 } || Find(command, words[1..]) is not null,
                    $"{file}: '{match.Value}' names no command");
                named++;
            }
        }

        Assert.InRange(named, 20, 10_000);
    }

    // After a quote, a backtick or a colon: elsewhere "ccsp" is the product.
    [GeneratedRegex("""(?<=['`"“]|: )ccsp (?<words>[a-z][a-z-]*(?: [a-z][a-z-]*)?)""")]
    private static partial Regex CommandInText { get; }

    private static bool IsOptionOf(RootCommand root, string[] words) => root.Options.Any(option => option.Name == words[0]);

    private static Command? Find(Command at, string[] words) =>
        words.Length == 0
            ? at
            : at.Subcommands.FirstOrDefault(command => command.Name == words[0]) is { } next
            ? Find(next, words[1..])
            : null;

    private static IEnumerable<(string[] Path, Option Option)> Options(Command command, string[] path) =>
    [
        .. command.Options.Select(option => (path, option)),
        .. command.Subcommands.SelectMany(child => Options(child, [.. path, child.Name])),
    ];
}
