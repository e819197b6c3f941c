using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Api;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>What people read of a task that waits, over the real routes.</summary>
public sealed class ExplainTests : IAsyncLifetime
{
    private ApiHost _host = null!;
    private string _error = "";

    public async ValueTask InitializeAsync() => _host = await ApiHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory(Timeout = 240_000)]
    [InlineData("queue|pause|maint|--until|+3m", "queue is closed by local until ", ": maint, and 1 more gate refuses it as well. "
        + "To let it go on: ccsp queue resume")]
    [InlineData("queue|pause|--group|default", "group:default is closed by local until someone opens it", "To let it go on: ccsp queue "
        + "resume --group default")]
    [InlineData("gates|close|agent:default", "agent:default is closed by local until someone opens it", "To let it go on: ccsp gates open "
        + "agent:default")]
    [InlineData("gates|limit|group:default|0", "group:default lets no run in: its limit is 0", "To let it go on: ccsp gates limit "
        + "group:default 1")]
    public async Task The_first_line_names_what_holds_longest_and_its_command_works(string closing, string names, string ends)
    {
        _host.Slots = 1;
        await _host.StartRunAsync((await _host.SubmitAsync()).Id);
        await OutAsync("submit", "x");
        await OutAsync(closing.Split('|'));
        var first = (await OutAsync("tasks", "explain", "last")).Split('\n')[0];
        Assert.StartsWith(names, first, StringComparison.Ordinal);
        Assert.EndsWith(ends, first, StringComparison.Ordinal);
        await OutAsync(first[(first.IndexOf("on: ccsp ", StringComparison.Ordinal) + 9)..].Split(' '));
        Assert.StartsWith("instance:one has 1 of 1 runs", await OutAsync("tasks", "explain", "last"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_held_task_tells_its_start_time_its_parents_and_its_expiry()
    {
        var parent = (await OutAsync("submit", "x")).Trim();
        await OutAsync("submit", "--hold", "--run-at", "+5m", "--start-before", "+6m", "--after", parent, "k");
        var explained = await OutAsync("tasks", "explain", "last");
        foreach (var part in (string[])["Held until a person approves it", $"Then it waits for {parent} to end.",
            "It does not start before ", "It expires at "])
            Assert.Contains(part, explained, StringComparison.Ordinal);
        var shown = await OutAsync("tasks", "show", "last");
        foreach (var row in (string[])["\nstart time ", "\nstart before ", $"\ndepends on    {parent}"])
            Assert.Contains(row, shown, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_scheduled_task_tells_its_time_once_and_that_it_expires()
    {
        await OutAsync("submit", "--run-at", "+5m", "--start-before", "+6m", "k");
        Assert.Contains("It expires at ", await OutAsync("tasks", "explain", "last"), StringComparison.Ordinal);
        var shown = await OutAsync("tasks", "show", "last");
        Assert.Contains("\nwaits until ", shown, StringComparison.Ordinal);
        Assert.Contains("\nstart before ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\nstart time ", shown, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task An_instance_without_room_is_told_for_a_task_whose_gates_are_open()
    {
        _host.Shortage = new StartShortage("the disk of the data folder has no room left", null);
        await OutAsync("submit", "x");
        Assert.StartsWith("instance:one can start no run: the disk of the data folder has no room left",
            await OutAsync("tasks", "explain", "last"), StringComparison.Ordinal);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("close", "engine:zzz")]
    [InlineData("open", "engine:zzz")]
    [InlineData("close", "profile:zzz")]
    [InlineData("open", "profile:zzz")]
    [InlineData("open", "class:zzz")]
    public async Task A_gate_of_something_nobody_knows_is_refused_and_leaves_nothing(string verb, string gate)
    {
        Assert.NotEqual(ExitCodes.Done, await RunAsync("gates", verb, gate));
        Assert.Contains("There is no ", _error, StringComparison.Ordinal);
        Assert.DoesNotContain("zzz", await OutAsync("gates", "list"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_closed_gate_of_an_engine_that_went_out_of_the_configuration_can_be_opened()
    {
        await _host.Store.SetGateAsync(new GateChange.Close("engine:old", null, "x", "anna", _host.Now()),
            TestContext.Current.CancellationToken);
        Assert.Contains("engine:old  open", await OutAsync("gates", "open", "engine:old"), StringComparison.Ordinal);
    }

    private async Task<string> OutAsync(params string[] args)
    {
        using var shell = Shell();
        Assert.Equal((0, ""), (await shell.RunAsync(args), shell.Error));
        return shell.Out;
    }

    private async Task<int> RunAsync(params string[] args)
    {
        using var shell = Shell();
        var code = await shell.RunAsync(args);
        _error = shell.Error;
        return code;
    }

    private TestShell Shell()
    {
        var shell = new TestShell();
        shell.Environment["CCSP_URL"] = _host.Client.BaseAddress!.ToString();
        shell.Environment["CCSP_API_KEY"] = _host.Key;
        return shell;
    }
}
