using System.Net.Http.Json;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>
/// A day of ordinary life in a hurry: many short tasks, some of which fail, some wait for a limit, and a gateway that is killed and started
/// again.
/// </summary>
public sealed class OrdinaryLifeTests
{
    private const int Batch = 50;
    private const int Looks = 20;

    /// <summary>A little more than what the store leaves in its log when it is quiet.</summary>
    private const long LogAtRest = 6 << 20;

    /// <summary>After as many looks it is killed and started again; the last process then lives through three fifths of the day.</summary>
    private static readonly int[] Restarts = [2, 4, 6, 8];

    private static readonly string[] Prompts =
    [
        "echo done", "echo done", "echo done", "echo done", "cat /proc/self/stat", "echo to stderr >&2; echo done", "exit 1",
        "echo no; exit 3", "kill -9 $$", "head -c 100000 /dev/zero | tr '\\0' a",
    ];

    private static int Count => Repository.Full ? 40_000 : 1_000;

    private static int Kept => Repository.Full ? 2_000 : 100;

    [Fact(Timeout = 5_400_000)]
    public async Task What_it_holds_of_the_machine_stays_flat()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        var setup = new GatewaySetup
        {
            DataFolder = data.Path,
            MaxConcurrent = 6,
            MoreEngines = """ "sh": { "kind": "command", "command": ["/bin/sh"], "output": "text" } """,
            MoreSections = $$"""
                "profiles": { "default": {}, "rated": { "engine": "sh", "ratePerMinute": 1200, "burst": 20 } },
                "limits": { "gates": { "group:narrow": { "limit": 2 } } },
                "retries": { "transient": 1, "baseSeconds": 0.1, "capSeconds": 0.2 },
                "retention": { "maximumCount": {{Kept}} },
                "log": { "fileMegabytes": 1, "totalMegabytes": 2 }
                """,
        };
        await using var gateway = await GatewayProcess.StartAsync(setup, cancellationToken);
        List<Footprint> seen = [];
        for (var sent = 0; sent < Count; sent += Batch)
        {
            await SubmitAsync(gateway, sent, cancellationToken);
            await DrainAsync(gateway, atMost: 2 * Batch, cancellationToken);
            if ((sent + Batch) * Looks / Count == seen.Count)
                continue;
            seen.Add(await LookAsync(gateway, data, cancellationToken));
            if (Restarts.Contains(seen.Count))
            {
                // In the middle of work.
                await SubmitAsync(gateway, sent, cancellationToken);
                await gateway.KillAsync();
                await gateway.StartAgainAsync(cancellationToken);
            }
        }

        AssertFlat(seen);
    }

    private static async Task SubmitAsync(GatewayProcess gateway, int first, CancellationToken cancellationToken)
    {
        var tasks = Enumerable.Range(first, Batch).Select(number => new TaskSubmission
        {
            Prompt = Prompts[number % Prompts.Length],
            Engine = "sh",
            Profile = number % 7 == 0 ? "rated" : null,
            Group = number % 5 == 0 ? "narrow" : $"group-{number % 3}",
            Agent = $"agent-{number % 11}",
        }).ToList();
        using var answer = await gateway.Rest.Http.PostAsJsonAsync(
            "/api/v1/tasks/batch", new BatchSubmission { Tasks = tasks }, CcspJson.Wire.BatchSubmission, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static Task DrainAsync(GatewayProcess gateway, int atMost, CancellationToken cancellationToken) => Poll.UntilAsync(
        async () =>
            (await gateway.Rest.Http.GetFromJsonAsync("/api/v1/queue", CcspJson.Wire.QueueView, cancellationToken))!.Depth <= atMost,
        "the queue drains", cancellationToken);

    /// <summary>
    /// With everything ended, so that only what stays is counted; retention works in steps, and a quiet store empties its log.
    /// </summary>
    private static async Task<Footprint> LookAsync(GatewayProcess gateway, DataFolder data, CancellationToken cancellationToken)
    {
        await DrainAsync(gateway, atMost: 0, cancellationToken);
        var last = Footprint.Of(gateway.Program.Id, data.Path);
        await Poll.UntilAsync(
            () =>
            {
                var quiet = LogBytes(data) < LogAtRest;
                var next = Footprint.Of(gateway.Program.Id, data.Path);
                var settled = next.Inodes >= last.Inodes;
                last = next;
                return quiet && settled;
            },
            "retention to catch up and the store to empty its log", cancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(last.ToString());
        return last;
    }

    private static long LogBytes(DataFolder data) => new FileInfo(Path.Combine(data.Path, "ccsp.db-wal")).Length;

    /// <summary>
    /// After the first tenth everything that is kept is there; what comes later may sway, not grow. Of what belongs to the process, only
    /// the last process tells.
    /// </summary>
    private static void AssertFlat(List<Footprint> seen)
    {
        Assert.Equal(Looks, seen.Count);
        AssertFlat(seen[2..], look => look.Inodes, spare: 100, "inodes", seen);
        AssertFlat(seen[2..], look => look.Bytes, spare: LogAtRest, "bytes", seen);
        var last = seen[(Restarts[^1] + 1)..];
        AssertFlat(last, look => look.Descriptors, spare: 10, "descriptors", seen);
        AssertFlat(last, look => look.Threads, spare: 10, "threads", seen);
        AssertFlat(last, look => look.Resident, spare: 16 << 20, "memory", seen);
    }

    private static void AssertFlat(
        List<Footprint> looks, Func<Footprint, long> figure, long spare, string what, List<Footprint> seen)
    {
        var third = looks.Count / 3;
        var (early, late) = (looks.Take(third).Max(figure), looks.TakeLast(third).Max(figure));
        Assert.True(late <= early * 1.15 + spare, $"{what} grew from {early} to {late}:\n{string.Join('\n', seen)}");
    }
}
