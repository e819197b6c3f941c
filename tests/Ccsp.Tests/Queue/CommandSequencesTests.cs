using Ccsp.Gateway.Queue;
using Xunit;
using Xunit.Sdk;

namespace Ccsp.Tests.Queue;

/// <summary>A check that cannot fail proves nothing: stores that are wrong in one small way are found, with a seed and a short
/// sequence.</summary>
public sealed class CommandSequencesTests
{
    private static readonly Dictionary<string, Func<QueueOptions, QueueOptions>> Wrong = new()
    {
        ["serves urgent tasks more often"] = options => options with { NonUrgentEvery = 4 },
        ["charges groups differently"] = options => options with { ExpectedRunSeconds = 11 },
        ["remembers keys for longer"] = options => options with { IdempotencyHours = 2 },
        ["has room for one more"] = options => options with { Size = options.Size + 1 },
        ["promotes later"] = options => options with { Rules = options.Rules with { AgeingStepSeconds = 61 } },
        ["gives up after the first loss"] =
            options => options with { Rules = options.Rules with { Retries = options.Rules.Retries with { Lost = 0 } } },
    };

    public static TheoryData<string> Faults => [.. Wrong.Keys];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Faults))]
    public async Task A_store_that_differs_is_found(string fault)
    {
        var sequences = new Faulty(Wrong[fault]);
        var failure = await Assert.ThrowsAsync<XunitException>(() => sequences.PlayAsync(1, 2000));
        Assert.Contains("CCSP_TEST_SEED=", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Faulty(Func<QueueOptions, QueueOptions> wrong) : CommandSequences
    {
        private protected override Task<ITaskStore> CreateAsync(QueueOptions options) =>
            Task.FromResult<ITaskStore>(new ModelTaskStore(wrong(options)));
    }
}
