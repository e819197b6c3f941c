using System.Threading.Channels;
using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Duties;
using Ccsp.RedisServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Cluster;

/// <summary>The work of a leader over several terms, on a real redis-server.</summary>
public sealed class LeaderScopeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Each_term_makes_its_duties_anew_and_disposes_of_them()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        await using var services = new ServiceCollection()
            .AddSingleton(Channel.CreateUnbounded<string>())
            .AddScoped<Work>()
            .AddLeaderDuty(provider => new Duty("work", TimeSpan.FromHours(1), provider.GetRequiredService<Work>().RunOnceAsync))
            .BuildServiceProvider();
        var done = services.GetRequiredService<Channel<string>>().Reader;
        using var scope = new LeaderScope(a.Leader, services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System,
            failed: ex => Assert.Fail(ex.Message), NullLogger<DutyLoop>.Instance);
        await scope.StartAsync(Stop);
        await a.AskAsync();
        Assert.Equal(["made", "works"], [await done.ReadAsync(Stop), await done.ReadAsync(Stop)]);

        await b.TakeOverAsync();
        await a.AskAsync();
        Assert.Equal(["cancelled", "disposed"], [await done.ReadAsync(Stop), await done.ReadAsync(Stop)]);

        await a.AskAsync();
        Assert.False(done.TryRead(out _));
        await Contender.LoseLeaseAsync(server);
        await a.AskAsync();
        Assert.Equal(["made", "works"], [await done.ReadAsync(Stop), await done.ReadAsync(Stop)]);
        await scope.StopAsync(Stop);
        Assert.Equal(["cancelled", "disposed"], [await done.ReadAsync(Stop), await done.ReadAsync(Stop)]);
    }

    /// <summary>Says what becomes of it; a round lasts until it is cancelled.</summary>
    private sealed class Work : IDisposable
    {
        private readonly ChannelWriter<string> _told;

        public Work(Channel<string> told)
        {
            _told = told.Writer;
            _told.TryWrite("made");
        }

        public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
        {
            _told.TryWrite("works");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            finally
            {
                _told.TryWrite("cancelled");
            }
        }

        public void Dispose() => _told.TryWrite("disposed");
    }
}
