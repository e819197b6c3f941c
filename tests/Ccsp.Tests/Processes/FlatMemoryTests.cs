using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

/// <summary>Measures the memory of this whole process, so nothing else may run beside it.</summary>
[Collection(nameof(FlatMemoryTests))]
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
public sealed class FlatMemoryTests
{
    [Theory(Timeout = 300_000)]
    [InlineData("flood", 400_000_000)]
    [InlineData("long-line", 400_000_000)]
    public async Task The_gateways_memory_stays_flat_whatever_is_written(string scenario, int bytes)
    {
        await using var fixture = new SupervisorFixture();
        using var run = await fixture.StartAsync(fixture.Command(SupervisorFixture.Scenario(scenario, ("bytes", bytes))));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long seen = 0, peak = 0;
        await foreach (var line in SpoolLines.ReadAsync(run.Follow(SpoolStream.Stdout), cap: 1024 * 1024,
            cancellationToken: TestContext.Current.CancellationToken))
        {
            seen = line.Next;
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
        }
        Assert.True(seen >= bytes, $"{seen} bytes of {bytes}");
        Assert.InRange(peak - before, long.MinValue, 32 * 1024 * 1024);
    }
}
