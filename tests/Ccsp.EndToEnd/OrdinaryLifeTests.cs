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
    private const int Restarts = 4;

    private static readonly string[] Prompts =
    [
        "echo done", "echo done", "echo done", "echo done", "cat /proc/self/stat", "echo to stderr >&2; echo done", "exit 1",
        "echo no; exit 3", "kill -9 $$", "head -c 100000 /dev/zero | tr '\\0' a",
    ];

    private static int Count => Repository.Full ? 40_000 : 600;

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
                "retention": { "maximumCount": {{Kept}} }
                """,
        };
        await using var gateway = await GatewayProcess.StartAsync(setup, cancellationToken);
        List<Footprint> seen = [];
        for (var sent = 0; sent < Count; sent += Batch)
        {
            await SubmitAsync(gateway, sent, cancellationToken);
            await DrainAsync(gateway, atMost: 2 * Batch, cancellationToken);
            if (Passes(sent, Count / (Restarts + 1)))
            {
                await gateway.KillAsync();
                await gateway.StartAgainAsync(cancellationToken);
            }

            if (Passes(sent, Count / 10))
                seen.Add(await LookAsync(gateway, data, cancellationToken));
        }

        await DrainAsync(gateway, atMost: 0, cancellationToken);
        seen.Add(await LookAsync(gateway, data, cancellationToken));
        AssertFlat(seen);
    }

    private static bool Passes(int sent, int every) => (sent + Batch) / every > sent / every;

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
    /// With everything ended, so that only what stays is counted; retention works in steps, so the least of a few looks counts.
    /// </summary>
    private static async Task<Footprint> LookAsync(GatewayProcess gateway, DataFolder data, CancellationToken cancellationToken)
    {
        await DrainAsync(gateway, atMost: 0, cancellationToken);
        var last = Footprint.Of(gateway.Program.Id, data.Path);
        await Poll.UntilAsync(
            () =>
            {
                var next = Footprint.Of(gateway.Program.Id, data.Path);
                var settled = next.Inodes >= last.Inodes;
                last = next;
                return settled;
            },
            "retention catches up", cancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(last.ToString());
        return last;
    }

    /// <summary>After the first tenths everything that is kept is there; what comes later may sway, not grow.</summary>
    private static void AssertFlat(List<Footprint> seen)
    {
        var early = seen.Skip(1).Take(3).ToList();
        var late = seen[^1];
        Assert.True(late.Inodes <= early.Max(look => look.Inodes) * 1.3 + 100, $"inodes: {string.Join("; ", seen)}");
        Assert.True(late.Bytes <= early.Max(look => look.Bytes) * 1.3 + (8 << 20), $"bytes: {string.Join("; ", seen)}");
        Assert.True(late.Descriptors <= early.Max(look => look.Descriptors) + 20, $"descriptors: {string.Join("; ", seen)}");
        Assert.True(late.Resident <= early.Max(look => look.Resident) * 1.3 + (40 << 20), $"memory: {string.Join("; ", seen)}");
    }
}
