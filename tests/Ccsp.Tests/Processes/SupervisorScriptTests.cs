using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class SupervisorScriptTests
{
    [Fact(Timeout = 120_000)]
    public async Task The_script_is_clean_to_shellcheck()
    {
        await using var fixture = new SupervisorFixture();
        Assert.Equal(0, ChildProcess.Run("shellcheck",
            ["--shell=sh", "--severity=style", Path.Combine(fixture.Root, "data", "supervisor.sh")]));
    }

    [Fact(Timeout = 120_000)]
    public async Task Replacing_the_script_leaves_live_runs_alone()
    {
        await using var fixture = new SupervisorFixture();
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario("lines", ("count", 50), ("everyMs", 2))));
        await SupervisorFixture.FirstByteAsync(run);
        using var other = fixture.NewSupervisors();
        Assert.Equal(0, Assert.IsType<RunExit.Code>(await run.Exited).Value);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_meant_for_a_gateway_does_not_end_a_supervisor_and_its_program_still_hears_it(bool forceScan)
    {
        await using var fixture = new SupervisorFixture(forceScan);
        var script = "trap 'echo heard; exit 7' USR1; echo ready; while :; do sleep 0.05; done";
        using var run = await fixture.StartAsync(fixture.Command(script) with { FileName = "/bin/sh" });
        await SupervisorFixture.FirstByteAsync(run);
        foreach (var signal in new[] { 1, 3, 10, 12, 14 })
            Assert.Equal(0, NativeMethods.Kill(run.Identity.Pid, signal));
        var program = 0;
        await SupervisorFixture.EventuallyAsync(
            () => int.TryParse(File.ReadAllText(Path.Combine(run.Directory, "gate")).Trim(), CultureInfo.InvariantCulture, out program),
                "the program's id");
        Assert.Equal(0, NativeMethods.Kill(program, 10));
        Assert.Equal(7, Assert.IsType<RunExit.Code>(await run.Exited).Value);
        Assert.Equal("ready\nheard\n", await SupervisorFixture.ReadTextAsync(run));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("go\n", true)]
    [InlineData("gone\n", false)]
    [InlineData("no\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    [InlineData("go", false)]
    public async Task One_whole_word_opens_the_gate_and_nothing_else(string word, bool opens)
    {
        await using var fixture = new SupervisorFixture();
        var folder = Directory.CreateDirectory(Path.Combine(fixture.Root, "run")).FullName;
        foreach (var file in (string[])["stdin", "stdout", "stderr", "supervisor.log", "gate", "jobs", "exit.json"])
            await File.WriteAllTextAsync(Path.Combine(folder, file), "", TestContext.Current.CancellationToken);
        string[] words = [folder, "30", "1", "", fixture.Workspace, "--", "--", "/bin/echo", "ran"];
        using var supervisor = Process.Start(new ProcessStartInfo("/bin/sh",
            [Path.Combine(fixture.Root, "data", "supervisor.sh"), "", "/bin/sleep", "/bin/sync", "/bin/rmdir"])
            { RedirectStandardInput = true })!;
        await supervisor.StandardInput.WriteAsync($"{string.Concat(words.Select(text => $"1\n{text}\n"))}0\n{word}");
        supervisor.StandardInput.Close();
        await supervisor.WaitForExitAsync(TestContext.Current.CancellationToken);
        var output = await File.ReadAllTextAsync(Path.Combine(folder, "stdout"), TestContext.Current.CancellationToken);
        Assert.Equal(opens ? (0, "ran\n") : (75, ""), (supervisor.ExitCode, output));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1 (sh) S 7 1 3 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 99 0", 'S', 7, 3, 99)]
    [InlineData("1 (a) Z) b (\n) R 7 1 3 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 99 0", 'R', 7, 3, 99)]
    [InlineData("1 () Z 0 1 3 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 18446744073 0", 'Z', 0, 3, 18446744073)]
    public Task The_name_of_a_process_cannot_forge_its_fields(string text, char state, int parent, int session, long start)
    {
        Assert.Equal(new ProcStat(1, state, parent, session, start), ProcStat.Parse(1, Encoding.ASCII.GetBytes(text)));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 120_000)]
    [InlineData("")]
    [InlineData("1 (sh")]
    [InlineData("1 (sh) S 7 1 3")]
    public Task A_torn_stat_is_no_process(string text)
    {
        Assert.Null(ProcStat.Parse(1, Encoding.ASCII.GetBytes(text)));
        return Task.CompletedTask;
    }
}
