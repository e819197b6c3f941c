using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Queue.Sqlite;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage.Records.Usage;

/// <summary>A feature that keeps state is one file of what it keeps and one of what it does, on either store.</summary>
public sealed class UsageLedgerTests(OneServer server) : IClassFixture<OneServer>
{
    private const int Runs = 60;

    private static readonly DateTimeOffset Noon = SampleTasks.Noon;

    private readonly TestIds _ids = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>In SQLite two ledgers of one process, which has the file alone.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Two_ledgers_over_a_file_count_each_run_once()
    {
        using var file = new SqliteStoreFixture();
        await CheckAsync(file.Store, Records(), file.Store, Records());

        RecordStore Records() => new(new SqliteRecordBackend(file.Store.Tables), TimeProvider.System);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_ledgers_of_two_instances_over_a_server_count_each_run_once()
    {
        await using var link = await server.LinkAsync("usage");
        await using var one = await RedisStores.OpenAsync(link, "usage");
        await using var otherLink = await server.LinkAsync("usage");
        await using var other = await RedisStores.OpenAsync(otherLink, "usage");
        await CheckAsync(one, new RecordStore(one.Records, TimeProvider.System), other,
            new RecordStore(other.Records, TimeProvider.System));
    }

    /// <summary>Both fold while the runs still end, and once more when all have.</summary>
    private async Task CheckAsync(ITaskStore queue, RecordStore records, ITaskStore otherQueue, RecordStore otherRecords)
    {
        UsageLedger[] ledgers = [new(queue, records), new(otherQueue, otherRecords)];
        var work = WorkAsync(queue);
        await Task.WhenAll(ledgers.Select(ledger => FoldUntilAsync(ledger, work)));
        await work;
        await Task.WhenAll(ledgers.Select(FoldAllAsync));
        foreach (var dimension in UsageRecords.Dimensions)
        {
            foreach (var bucket in UsageRecords.Buckets.Keys)
            {
                Assert.Equal((Runs, 10 * Runs, 5 * Runs), (await SumAsync("runs"), await SumAsync("output"), await SumAsync("input")));

                async Task<long> SumAsync(string measure)
                {
                    var sum = 0L;
                    foreach (var value in ValuesOf(dimension))
                    {
                        var counter = UsageRecords.Counter(measure, bucket, dimension, value, Noon);
                        var values = await records.ReadAsync(
                            reader => reader.CountersAsync(counter.Name, counter.Partition, 0, long.MaxValue), Stop);
                        sum += values.Sum(part => part.Value);
                    }

                    return sum;
                }
            }
        }

        // Two minutes of one hour, by group.
        Assert.Equal((Runs / 4, Runs / 4, Runs / 2), (await RunsAsync("minute", Noon), await RunsAsync("minute", Noon.AddMinutes(1)),
            await RunsAsync("hour", Noon)));

        Task<long> RunsAsync(string bucket, DateTimeOffset at) =>
            records.ReadAsync(reader => reader.CounterAsync(UsageRecords.Counter("runs", bucket, "group", "even", at)), Stop);
    }

    private static string[] ValuesOf(string dimension) => dimension switch
    {
        "group" => ["even", "odd"],
        "model" => ["opus"],
        "type" => ["review"],
        "priority" => ["normal"],
        "engine" => ["claude"],
        _ => ["default"],
    };

    private static async Task FoldUntilAsync(UsageLedger ledger, Task work)
    {
        while (!work.IsCompleted)
            await ledger.FoldAsync(Stop);
    }

    private static async Task FoldAllAsync(UsageLedger ledger)
    {
        while (await ledger.FoldAsync(Stop))
        {
            // There may be more.
        }
    }

    /// <summary>Runs that end, half of them a minute later.</summary>
    private async Task WorkAsync(ITaskStore queue)
    {
        for (var i = 0; i < Runs; i++)
        {
            var now = Noon.AddMinutes(i < Runs / 2 ? 0 : 1);
            var spec = Submissions.In(i % 2 == 0 ? "even" : "odd") with { Model = "opus", Type = "review" };
            await queue.SubmitAsync(new SubmitBatch([Submissions.Submit(_ids.Next(), spec)], Atomic: true, now), Stop);
            var task = Assert.Single(await queue.ClaimAsync(new ClaimRequest("one", 4, 0, 4, 1, now), Stop)).Task;
            await queue.ConfirmAsync(new RunStarted(task.Id, task.Lease!.Token, 1, 1, "boot", "c", now), Stop);
            var ended = await queue.FinishAsync(
                new RunFinished
                {
                    TaskId = task.Id, Token = task.Lease.Token, Ending = SampleTasks.Ending(EndingClass.Succeeded),
                    Usage = SampleTasks.Usage(), Result = "Done.", Jitter = 0.5, Now = now,
                },
                Stop);
            Assert.IsType<LeaseOutcome.Applied>(ended);
        }
    }
}
