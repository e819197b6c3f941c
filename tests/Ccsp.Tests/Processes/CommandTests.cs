using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

/// <summary>What reaches the CLI is what was described, to the byte.</summary>
public sealed class CommandTests
{
    /// <summary>As UTF-8 these are all bytes from 1 to 0xDF, those among them that shells use as marks inside words.</summary>
    private static readonly string AllCharacters = new([.. Enumerable.Range(1, 0x7FF).Select(number => (char)number)]);

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Arguments_arrive_identical(bool standing)
    {
        string[] arguments =
        [
            "", " ", "a b", "'", "\"", "it's \"quoted\"", "line\nbreak\n", "\ttab", "$(touch pwned)", "`id`", "$HOME", "${PATH}", "*", "~",
                "\\", "a\\nb",
            "-", "--", "-rf", "--flag=value", ";", "&", "|", ">", "<", "#", "!", "a=b", "日本語", "🚀", "\u202Eltr", "\u0001\u001b[31m",
                new string('x', 100_000),
            "\n", "\n\n", "0", "1", "2\n", "go", "go\n", "\r\n", AllCharacters, "",
        ];
        await using var fixture = new SupervisorFixture();
        if (standing) await fixture.Supervisors.StandByAsync();
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("argv"), arguments));
        var output = await SupervisorFixture.ReadToEndAsync(run);
        var errors = await SupervisorFixture.ReadTextAsync(run, SpoolStream.Stderr);
        Assert.True(await run.Exited is RunExit.Code { Value: 0 }, $"{await run.Exited}: {errors}");
        Assert.Equal(arguments, JsonSerializer.Deserialize<string[]>(output));
        Assert.Empty(Directory.GetFiles(fixture.Workspace));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("")]
    [InlineData("-p")]
    [InlineData("\n")]
    [InlineData("a\0b\u202E\u001b[0m\r\n$(id)")]
    public async Task Stdin_arrives_identical_and_ends(string prompt)
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command("", "--scenario", SupervisorFixture.Scenario("echo")) with { Stdin = Encoding.UTF8.GetBytes(prompt) };
        using var run = await fixture.StartAsync(command);
        Assert.Equal(command.Stdin.ToArray(), await SupervisorFixture.ReadToEndAsync(run));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_prompt_of_two_mebibytes_of_every_byte_arrives_identical()
    {
        await using var fixture = new SupervisorFixture();
        var prompt = Enumerable.Range(0, 2 * 1024 * 1024).Select(number => (byte)(number * 31 / 7)).ToArray();
        using var run = await fixture.StartAsync(
            fixture.Command("", "--scenario", SupervisorFixture.Scenario("echo")) with { Stdin = prompt });
        Assert.Equal(prompt, await SupervisorFixture.ReadToEndAsync(run));
    }

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_environment_is_the_described_one_and_the_token_and_nothing_else(bool standing)
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command(SupervisorFixture.Scenario("environment"));
        var described = new Dictionary<string, string>(command.Environment) { ["ODD"] = "a b\n\"c\" $(x) = 'y' 日本", ["EMPTY"] = "" };
        described["ALL"] = AllCharacters;
        described["LINES"] = "\n\n--\n";
        // Variables that mean something to a shell.
        foreach (var name in (string[])["IFS", "PWD", "OLDPWD", "PPID", "LINENO", "ENV", "CDPATH", "LC_ALL", "PS1"])
            described[name] = "odd";
        if (standing) await fixture.Supervisors.StandByAsync();
        using var run = await fixture.StartAsync(command with { Environment = described });
        var seen = Encoding.UTF8.GetString(await SupervisorFixture.ReadToEndAsync(run)).TrimEnd('\0').Split('\0').Order();
        Assert.Equal(described.Append(new("CCSP_TOKEN", command.Marker)).Select(pair => $"{pair.Key}={pair.Value}").Order(), seen);
    }

    [Fact(Timeout = 120_000)]
    public async Task No_signal_is_ignored_or_blocked_from_birth()
    {
        await using var fixture = new SupervisorFixture();
        // grep and not the fake agent, whose runtime has dispositions of its own.
        var command = fixture.Command("") with { FileName = "grep", Arguments = ["-E", "^Sig(Blk|Ign):", "/proc/self/status"] };
        using var run = await fixture.StartAsync(command);
        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", await SupervisorFixture.ReadTextAsync(run));
    }

    [Fact(Timeout = 120_000)]
    public async Task Only_the_standard_files_are_open_and_the_directory_is_the_described_one()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command("") with { FileName = "ls", Arguments = ["-l", "/proc/self/fd", "/proc/self/cwd"] };
        using var run = await fixture.StartAsync(command);
        var links = (await SupervisorFixture.ReadTextAsync(run)).Split('\n').Where(line => line.Contains(" -> ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[^3..]).Select(link => $"{link[0]} {link[2]}").Order(StringComparer.Ordinal).ToList();
        // 3 is the folder that ls is reading.
        Assert.StartsWith("3 /proc/", links[4], StringComparison.Ordinal);
        links.RemoveAt(4);
        Assert.Equal([$"/proc/self/cwd {fixture.Workspace}", $"0 {command.Directory}/stdin", $"1 {command.Directory}/stdout",
            $"2 {command.Directory}/stderr"], links);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_program_whose_path_holds_an_equals_sign_is_not_taken_for_a_variable()
    {
        await using var fixture = new SupervisorFixture();
        var odd = Directory.CreateDirectory(Path.Combine(fixture.Root, "a=b c")).FullName;
        File.Copy("/bin/echo", Path.Combine(odd, "echo"));
        using var run = await fixture.StartAsync(
            fixture.Command("") with { FileName = Path.Combine(odd, "echo"), Arguments = ["-n", "hello"] });
        Assert.Equal("hello", await SupervisorFixture.ReadTextAsync(run));
    }

    [Fact(Timeout = 120_000)]
    public async Task Run_files_are_the_owners_only()
    {
        await using var fixture = new SupervisorFixture();
        var command = fixture.Command(SupervisorFixture.Scenario("exit"));
        await (await fixture.StartAsync(command)).Exited;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(command.Directory));
        Assert.All(Directory.GetFiles(command.Directory),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("marker")]
    [InlineData("name")]
    [InlineData("value")]
    [InlineData("argument")]
    [InlineData("deadline")]
    [InlineData("folder")]
    public async Task What_no_program_can_be_given_is_refused_before_anything_is_made(string what)
    {
        await using var fixture = new SupervisorFixture();
        var good = fixture.Command("");
        var bad = what switch
        {
            "marker" => good with { Marker = "../x" },
            "name" => good with { Environment = new Dictionary<string, string> { ["a-b"] = "" } },
            "value" => good with { Environment = new Dictionary<string, string> { ["SECRET"] = "hush\0" } },
            "argument" => good with { Arguments = ["a\0b"] },
            "deadline" => good with { Deadline = TimeSpan.Zero },
            _ => good with { Directory = "runs/1" },
        };
        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => fixture.Supervisors.StartAsync(bad, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("hush", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(good.Directory));
    }
}
