using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Ccsp.RedisServers;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>
/// <c>ccsp migrate-store</c> with the published binary, there and back: nothing is lost, and wherever it is killed one store counts at
/// most.
/// </summary>
public sealed class MigrateStoreTests : IAsyncLifetime
{
    private const string Shell = """ "shell": { "kind": "command", "command": ["/bin/sh"], "output": "text" } """;

    private readonly DataFolder _data = new();
    private RedisServer _redis = null!;
    private GatewaySetup _setup = null!;

    /// <summary>Each of them waits until the killed move's lease has run out.</summary>
    public static TheoryData<string> Kills => Repository.Full
        ? ["move.begun:1", "move.page:1", "move.page:5", "move.copied:1", "move.page:9", "move.arrived:1", "move.left:1"]
        : ["move.page:5", "move.left:1"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Shared => new() { ["REDIS_HOST"] = "127.0.0.1", ["REDIS_PORT"] = $"{_redis.Port}" };

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        _setup = new GatewaySetup
        {
            DataFolder = _data.Path,
            MaxConcurrent = 8,
            MoreEngines = Shell,
            MoreSections = """ "retries": { "transient": 0 } """,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _data.Dispose();
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task Everything_moves_there_and_back_and_the_work_goes_on()
    {
        await using var gateway = await GatewayProcess.StartAsync(_setup, Stop);
        await FillAsync(gateway.Rest, tasks: 130);
        var before = await SeenAsync(gateway.Rest);
        Assert.Equal(ExitCodes.Refused, (await MoveAsync("sqlite", "redis")).ExitCode);
        await gateway.TerminateAsync(Stop);

        var there = await MoveAsync("sqlite", "redis");
        Assert.True(there.ExitCode == ExitCodes.Done, there.Said);
        Assert.False(await gateway.TryStartAgainAsync(new Dictionary<string, string>(), Stop));
        await gateway.StartAgainAsync(Stop, Shared);
        Assert.Equal(before, await SeenAsync(gateway.Rest));

        // The same key stands for the same task, and what waited runs: the parent, then its child, then what a pause held back.
        var ids = await IdsAsync(gateway.Rest);
        Assert.Equal(ids[Repeated.Prompt!], (await gateway.Rest.SubmitAsync(Repeated, Stop, "nightly")).Id);
        await ResumeAsync(gateway.Rest);
        foreach (var prompt in (string[])["echo pressing", "echo parent", "echo child"])
            Assert.Equal(TaskState.Succeeded, (await gateway.Rest.EndedAsync(ids[prompt], Stop)).State);
        var worked = await SeenAsync(gateway.Rest);
        await gateway.TerminateAsync(Stop);

        var back = await MoveAsync("redis", "sqlite");
        Assert.True(back.ExitCode == ExitCodes.Done, back.Said);
        Assert.False(await gateway.TryStartAgainAsync(Shared, Stop));
        await gateway.StartAgainAsync(Stop);
        Assert.Equal(worked, await SeenAsync(gateway.Rest));
        var fresh = await gateway.Rest.SubmitAsync(Script("echo fresh"), Stop);
        Assert.Equal(TaskState.Succeeded, (await gateway.Rest.EndedAsync(fresh.Id, Stop)).State);
    }

    [Theory(Timeout = Patience.OfTest)]
    [MemberData(nameof(Kills))]
    public async Task Killed_anywhere_one_store_counts_at_most_and_starting_it_again_ends_the_move(string failpoint)
    {
        await using var gateway = await GatewayProcess.StartAsync(_setup, Stop);
        await FillAsync(gateway.Rest, tasks: 10);
        var before = await SeenAsync(gateway.Rest);
        await gateway.TerminateAsync(Stop);

        Assert.Equal(137, (await MoveAsync("sqlite", "redis", failpoint)).ExitCode);
        Assert.False(await gateway.TryStartAgainAsync(Shared, Stop), "the copy was not opened yet");
        if (await gateway.TryStartAgainAsync(new Dictionary<string, string>(), Stop))
        {
            Assert.NotEqual("move.left:1", failpoint);
            Assert.Equal(before, await SeenAsync(gateway.Rest));
            await gateway.TerminateAsync(Stop);
        }
        else
        {
            Assert.Equal("move.left:1", failpoint);
        }

        var again = await MoveAsync("sqlite", "redis");
        Assert.True(again.ExitCode == ExitCodes.Done, again.Said);
        Assert.False(await gateway.TryStartAgainAsync(new Dictionary<string, string>(), Stop));
        await gateway.StartAgainAsync(Stop, Shared);
        Assert.Equal(before, await SeenAsync(gateway.Rest));
    }

    private static TaskSubmission Repeated => Script("echo nightly");

    private static TaskSubmission Script(string script) => new() { Engine = "shell", Prompt = script };

    /// <summary>Ended, failed, repeated, scheduled, dependent and held back tasks, a large prompt, a limit, a pause.</summary>
    private static async Task FillAsync(Rest rest, int tasks)
    {
        var ended = await Task.WhenAll(
            Enumerable.Range(0, tasks).Select(
                i => rest.SubmitAsync(Script(i % 10 == 9 ? "exit 3" : $"echo {i}") with { Group = $"g{i % 3}" }, Stop)));
        foreach (var task in ended)
            await rest.EndedAsync(task.Id, Stop);
        await rest.EndedAsync((await rest.SubmitAsync(Repeated, Stop, "nightly")).Id, Stop);
        await rest.EndedAsync((await rest.SubmitAsync(Script("echo large # " + new string('x', 300_000)), Stop)).Id, Stop);
        using var limit = await rest.Http.PutAsync(new Uri("/api/v1/gates/group:g1", UriKind.Relative), Json("""{"limit":2}"""), Stop);
        limit.EnsureSuccessStatusCode();
        using var pause = await rest.Http.PostAsync(
            new Uri("/api/v1/queue/pause", UriKind.Relative), Json("""{"reason":"the store moves"}"""), Stop);
        pause.EnsureSuccessStatusCode();
        var parent = await rest.SubmitAsync(Script("echo parent"), Stop);
        await rest.SubmitAsync(Script("echo child") with { DependsOn = [parent.Id] }, Stop);
        await rest.SubmitAsync(Script("echo later") with { RunAt = DateTimeOffset.UtcNow.AddDays(3) }, Stop);
        await rest.SubmitAsync(Script("echo pressing") with { Priority = Priority.High }, Stop);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static async Task ResumeAsync(Rest rest)
    {
        using var answer = await rest.Http.PostAsync(new Uri("/api/v1/queue/resume", UriKind.Relative), Json("{}"), Stop);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Everything the API tells of tasks and limits, as text: each task, its events, its runs, and the gates.</summary>
    private static async Task<string> SeenAsync(Rest rest)
    {
        List<string> lines = [];
        foreach (var id in await AllIdsAsync(rest))
        {
            lines.Add(await rest.Http.GetStringAsync(new Uri($"/api/v1/tasks/{id}", UriKind.Relative), Stop));
            lines.Add(await rest.Http.GetStringAsync(new Uri($"/api/v1/tasks/{id}/runs", UriKind.Relative), Stop));
        }

        lines.Add(await rest.Http.GetStringAsync(new Uri("/api/v1/gates", UriKind.Relative), Stop));
        return string.Join('\n', lines);
    }

    private static async Task<IReadOnlyList<string>> AllIdsAsync(Rest rest)
    {
        List<string> ids = [];
        string? cursor = null;
        do
        {
            using var page =
                JsonDocument.Parse(
                    await rest.Http.GetStringAsync(
                        new Uri(
                            $"/api/v1/tasks?limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}",
                            UriKind.Relative),
                        Stop));
            ids.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(element => element.GetProperty("id").GetString()!));
            cursor = page.RootElement.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return ids;
    }

    /// <summary>By the beginnings of their prompts.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> IdsAsync(Rest rest) =>
        (await Task.WhenAll((await AllIdsAsync(rest)).Select(id => rest.GetAsync(id, Stop)))).DistinctBy(view => view.Prompt)
            .ToDictionary(view => view.Prompt!, view => view.Id);

    private async Task<(int ExitCode, string Said)> MoveAsync(string from, string to, string? failpoint = null)
    {
        var environment = _setup.Environment(Shared);
        if (failpoint is not null)
            environment["CCSP_FAILPOINT"] = failpoint;
        await using var program = ChildProgram.Start(
            Repository.Ccsp, ["migrate-store", "--from", from, "--to", to, "--config", _setup.ConfigFile, "--data-dir", _setup.DataFolder],
            environment);
        await program.Exited.WaitAsync(Stop);
        return (program.ExitCode, program.Said);
    }
}
