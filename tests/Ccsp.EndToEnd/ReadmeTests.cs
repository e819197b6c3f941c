using System.Text.RegularExpressions;
using Ccsp.EndToEnd.Support;
using Ccsp.RedisServers;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>What the READMEs show works as it stands there, and both say the same.</summary>
public sealed partial class ReadmeTests
{
    private const string English = "README.md";
    private const string Japanese = "README.ja.md";

    public static TheoryData<string> Files => [English, Japanese];

    [Fact]
    public void Both_languages_show_the_same()
    {
        Assert.Equal(Readme.Commands(English).Select(WithoutWords), Readme.Commands(Japanese).Select(WithoutWords));
        Assert.Equal(Readme.Examples(English), Readme.Examples(Japanese));
        Assert.Equal(Readme.Skeleton(English), Readme.Skeleton(Japanese));
    }

    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Files))]
    public async Task Every_command_works(string file)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var home = new DataFolder();
        await using var stub = await StubProcess.StartAsync(cancellationToken);
        await using var redis = await RedisServer.StartAsync("--requirepass", "secret", "--maxmemory-policy", "noeviction");
        var setup = new GatewaySetup { DataFolder = home.Sub(".local/share/ccsp"), StubUrl = stub.Url };
        await using var gateway = await GatewayProcess.StartAsync(setup, cancellationToken);
        var environment = setup.Environment(new Dictionary<string, string>
        {
            ["HOME"] = home.Path,
            ["CCSP_URL"] = gateway.Url,
            ["PATH"] = $"{Path.GetDirectoryName(Repository.Ccsp)}:{Environment.GetEnvironmentVariable("PATH")}",
        });
        environment.Remove("CCSP_DATA_DIR");
        home.Sub("code/app");
        await RunAsync("git init -q . && echo change >file && git add -N file", environment, home.Path, cancellationToken);

        foreach (var command in Readme.Commands(file))
        {
            if (command.StartsWith("./", StringComparison.Ordinal))
                AssertIsScript(command);
            else if (command.EndsWith("ccsp serve", StringComparison.Ordinal))
                await AssertServesAsync(command, redis.Port, environment, home, cancellationToken);
            else
                await RunAsync(
                    command.Replace("http://127.0.0.1:3001", gateway.Url, StringComparison.Ordinal), environment, home.Path,
                    cancellationToken);
        }
    }

    /// <summary>As after <c>./run</c> on a machine without it, whose CLI is only in the clone.</summary>
    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Files))]
    public async Task Where_claude_is_missing_serve_says_what_the_README_says(string file)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var home = new DataFolder();
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = home.Path, ["PATH"] = "/usr/bin:/bin", ["CLAUDE_CLI_PATH"] = "", ["CCSP_DATA_DIR"] = home.Sub("data"),
        };
        await using var program = ChildProgram.Start(Repository.Ccsp, ["serve", "--listen", "127.0.0.1:0"], environment, home.Path);
        var said = await program.LineAsync("there is no program claude on PATH", cancellationToken);
        foreach (var cure in new[] { "npm install -g @anthropic-ai/claude-code", "CLAUDE_CLI_PATH" })
        {
            Assert.Contains(cure, said, StringComparison.Ordinal);
            Assert.Contains($"`{cure}`", Readme.Skeleton(file));
        }

        program.Signal(15);
        await program.Exited.WaitAsync(cancellationToken);
    }

    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Files))]
    public async Task Every_command_that_a_sentence_names_exists(string file)
    {
        var named = Readme.Named(file);
        Assert.NotEmpty(named);
        foreach (var command in named)
        {
            var words = command.Split(' ').Skip(1).TakeWhile(word => Verb().IsMatch(word)).ToArray();
            var help = await Call.RunAsync(
                Repository.Ccsp, [.. words, "--help"], [], new Dictionary<string, string>(), "/", TestContext.Current.CancellationToken);
            Assert.True(help.ExitCode == 0, $"{command}: {help.Stderr}");
        }
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task Every_configuration_example_is_accepted()
    {
        using var folder = new DataFolder();
        var secret = Path.Combine(folder.Path, "secret");
        await File.WriteAllTextAsync(secret, "value", TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string>
        {
            ["CI_KEY"] = "one",
            ["CI_EU_KEY"] = "two",
            ["HOME"] = folder.Path,
            ["GITHUB_TOKEN"] = "three",
        };
        var file = Path.Combine(folder.Path, "ccsp.json");
        foreach (var example in Readme.Examples(English))
        {
            await File.WriteAllTextAsync(
                file, SecretFile().Replace(example, $"secret:file:{secret}"), TestContext.Current.CancellationToken);
            var shown = await Call.RunAsync(
                Repository.Ccsp, ["config", "show", "--config", file], [], environment, folder.Path, TestContext.Current.CancellationToken);
            Assert.True(shown.ExitCode == 0, $"{example}\n{shown.Stdout}{shown.Stderr}");
        }
    }

    private static void AssertIsScript(string command)
    {
        var mode = File.GetUnixFileMode(Path.Combine(Repository.Root, command.Split(' ')[0]));
        Assert.True(mode.HasFlag(UnixFileMode.UserExecute), command);
    }

    /// <summary>With a data folder and a port of its own, beside the gateway the other commands talk to.</summary>
    private static async Task AssertServesAsync(
        string command, int redisPort, Dictionary<string, string> environment, DataFolder home, CancellationToken cancellationToken)
    {
        var own = new Dictionary<string, string>(environment)
        {
            ["CCSP__LISTEN"] = "127.0.0.1:0",
            ["CCSP_DATA_DIR"] = home.Sub($"serve-{Guid.NewGuid():N}"),
        };
        if (command.Contains("REDIS_HOST", StringComparison.Ordinal))
            own["REDIS_PORT"] = $"{redisPort}";
        var line = command.Replace("redis.internal", "127.0.0.1", StringComparison.Ordinal)
            .Replace("…", "secret", StringComparison.Ordinal);
        await using var program = ChildProgram.Start("/bin/bash", ["-c", $"trap 'kill $!' TERM; {line} & wait; wait"], own, home.Path);
        await program.LineAsync("ready on ", cancellationToken);
        program.Signal(15);
        await program.Exited.WaitAsync(cancellationToken);
    }

    private static async Task RunAsync(
        string command, IReadOnlyDictionary<string, string> environment, string directory, CancellationToken cancellationToken)
    {
        var call = await Call.RunAsync("/bin/bash", ["-eo", "pipefail", "-c", command], [], environment, directory, cancellationToken);
        Assert.True(call.ExitCode == 0, $"{command}: exit {call.ExitCode}\n{call.Stdout}{call.Stderr}");
    }

    /// <summary>What a person says to an agent is in his own language.</summary>
    private static string WithoutWords(string command) => Quoted().Replace(command, "\"…\"");

    [GeneratedRegex("\"[^\"$]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("^[a-z-]+$")]
    private static partial Regex Verb();

    [GeneratedRegex("secret:file:[^\"]+")]
    private static partial Regex SecretFile();
}
