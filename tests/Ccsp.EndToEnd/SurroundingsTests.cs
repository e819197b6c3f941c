using System.Net;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>What happens to a gateway from outside while it runs: signals, a new configuration, a data folder that goes away.</summary>
public sealed class SurroundingsTests
{
    [Fact(Timeout = Patience.OfTest)]
    public async Task Signals_do_not_end_a_gateway_and_HUP_has_the_configuration_read_again()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        var setup = new GatewaySetup { DataFolder = data.Path, MaxConcurrent = 2 };
        await using var gateway = await GatewayProcess.StartAsync(setup, stop);
        const int quit = 3, user1 = 10, user2 = 12, hangUp = 1, alarm = 14, power = 30, terminalOutput = 22;
        foreach (var signal in new[] { quit, user1, user2, alarm, power, terminalOutput, hangUp })
            gateway.Program.Signal(signal);
        var text = await File.ReadAllTextAsync(setup.ConfigFile, stop);
        await ReplaceAsync(setup.ConfigFile, text.Replace("\"maxConcurrent\": 2", "\"maxConcurrent\": 7", StringComparison.Ordinal), stop);
        gateway.Program.Signal(hangUp);
        await Poll.UntilAsync(
            () => Log(data.Path).Contains("maxConcurrent 2 → 7", StringComparison.Ordinal), "the new configuration in the log", stop);
        // Each signal is handled on a thread of its own, so the order of the lines is open.
        await Poll.UntilAsync(
            () => Log(data.Path).Contains("SIGQUIT does nothing here", StringComparison.Ordinal), "SIGQUIT in the log", stop);
        Assert.False(gateway.IsDead);

        await ReplaceAsync(setup.ConfigFile, text.Replace("\"maxConcurrent\"", "\"maxConcurent\"", StringComparison.Ordinal), stop);
        gateway.Program.Signal(hangUp);
        await Poll.UntilAsync(
            () => Log(data.Path).Contains("so the one in force stays", StringComparison.Ordinal), "the refusal in the log", stop);
        Assert.Equal(0, await gateway.TerminateAsync(stop));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_data_folder_that_was_moved_takes_no_task_and_is_told_by_ready()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        var folder = Path.Combine(data.Path, "moves");
        Directory.CreateDirectory(folder);
        // The CLI, asked for its login, makes its own folder; that must not be the one that went away.
        var elsewhere = new Dictionary<string, string> { ["HOME"] = data.Path, ["CLAUDE_CONFIG_DIR"] = data.Sub("claude-config") };
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = folder, More = elsewhere }, stop);
        await gateway.Rest.SubmitAsync(new TaskSubmission { Engine = "fake", Prompt = """{"species":"lines"}""", Hold = true }, stop);
        Directory.Move(folder, folder + ".away");
        const string Held = """{"engine":"fake","prompt":"x","hold":true}""";
        using (var body = new StringContent(Held, System.Text.Encoding.UTF8, "application/json"))
        using (var refused = await gateway.Rest.Http.PostAsync("/api/v1/tasks", body, stop))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await Poll.UntilAsync(
            async () =>
            {
                using var ready = await gateway.Rest.Http.GetAsync("/ready", stop);
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable
                    && (await ready.Content.ReadAsStringAsync(stop)).Contains("was deleted, moved or replaced", StringComparison.Ordinal);
            },
            "/ready to tell it",
            stop);
    }

    /// <summary>The working directory is looked for before the address: what is said about the one shows that the other is no
    /// matter.</summary>
    [Fact(Timeout = Patience.OfTest)]
    public async Task A_gateway_without_a_working_directory_starts_and_tells_who_has_its_address()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        using var other = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path }, stop);
        string[] script =
        [
            "-c",
            "mkdir gone && cd gone && rmdir ../gone && "
                + "exec \"$0\" serve --data-dir \"$1\" --listen \"$2\"",
            Repository.Ccsp,
            other.Sub("data"),
            new Uri(gateway.Url).Authority,
        ];
        var call = await Call.RunAsync("/bin/sh", script, [], new Dictionary<string, string>(), other.Path, stop);
        Assert.Equal(ExitCodes.Failed, call.ExitCode);
        Assert.Contains("another program listens there. Name another address with --listen", call.Stderr, StringComparison.Ordinal);
    }

    /// <summary>In one step: the HUP before may have it read at any moment.</summary>
    private static async Task ReplaceAsync(string path, string text, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(path + ".new", text, cancellationToken);
        File.SetUnixFileMode(path + ".new", File.GetUnixFileMode(path));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static string Log(string folder) => string.Concat(Directory.GetFiles(Path.Combine(folder, "logs"), "*.log").Select(Read));

    private static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
