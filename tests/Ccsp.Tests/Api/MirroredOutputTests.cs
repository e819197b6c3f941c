using Ccsp.Gateway.Api.Peers;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Cli;
using Ccsp.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Api;

/// <summary>A copy of another instance's output is whole only when there is no more; trouble on the way is waited out.</summary>
public sealed class MirroredOutputTests : IDisposable
{
    private const string Output = "one\ntwo\n";

    private readonly TempFolder _data = new();
    private readonly PeerRequests _peers;

    public MirroredOutputTests()
    {
        File.WriteAllText(LocalKey.PathIn(_data.Path), "key");
        _peers = Peers(TimeProvider.System);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _peers.Dispose();
        _data.Dispose();
    }

    [Theory(Timeout = 30_000)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_owner_that_refuses_for_now_is_asked_again(int status)
    {
        var asked = 0;
        await using var owner = await StubGateway.StartAsync(
            context => ++asked == 1 ? StubGateway.JsonAsync(context, "{}", status) : context.Response.WriteAsync(
                Output, context.RequestAborted));
        Assert.Equal(Output, await CopyAsync(_ => Task.FromResult<Uri?>(owner.Url)));
        Assert.Equal(2, owner.Requests.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_refusal_after_a_break_loses_nothing_and_repeats_nothing()
    {
        var asked = 0;
        await using var owner = await StubGateway.StartAsync(async context =>
        {
            switch (++asked)
            {
                case 1:
                    await context.Response.WriteAsync(Output[..4], context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    context.Abort();
                    break;
                case 2:
                    await StubGateway.JsonAsync(context, "{}", 503);
                    break;
                default:
                    var from = context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
                    await context.Response.WriteAsync(Output[(int)from..], context.RequestAborted);
                    break;
            }
        });
        Assert.Equal(Output, await CopyAsync(_ => Task.FromResult<Uri?>(owner.Url)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_store_that_does_not_answer_is_asked_again_where_the_owner_is()
    {
        var asked = 0;
        await using var owner = await StubGateway.StartAsync(context => context.Response.WriteAsync(Output, context.RequestAborted));
        Assert.Equal(
            Output,
            await CopyAsync(_ => ++asked == 1 ? throw new StoreUnavailable("no answer in time") : Task.FromResult<Uri?>(owner.Url)));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(400, "refuses it (400)")]
    [InlineData(404, "does not have it any more")]
    [InlineData(410, "does not have it any more")]
    [InlineData(416, null)]
    public async Task An_owner_whose_answer_will_not_change_is_not_asked_again(int status, string? missing)
    {
        await using var owner = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, "{}", status));
        using var view = View(_ => Task.FromResult<Uri?>(owner.Url), TimeProvider.System);
        AssertSays(missing, await view.WholeAsync(Stop));
        Assert.Single(owner.Requests);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(401, "refuses the key of this instance (401)")]
    [InlineData(403, "refuses this instance (403)")]
    public async Task An_owner_that_goes_on_refusing_is_told_as_that_after_some_tries(int status, string missing)
    {
        var clock = new TestClock();
        await using var owner = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, "{}", status));
        using var peers = Peers(clock);
        using var view = View(_ => Task.FromResult<Uri?>(owner.Url), clock, peers);
        var copying = view.WholeAsync(Stop);
        while (await Task.WhenAny(clock.ArmedForAsync(TimeSpan.FromSeconds(1)), copying) != copying)
            clock.Advance(TimeSpan.FromSeconds(1));
        AssertSays(missing, await copying);
        Assert.Equal(10, owner.Requests.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_reads_a_run_that_ended_does_not_wait_for_ever_for_an_owner_that_says_nothing()
    {
        var clock = new TestClock();
        await using var owner = await StubGateway.StartAsync(async context =>
        {
            await context.Response.WriteAsync(Output, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var view = View(_ => Task.FromResult<Uri?>(owner.Url), clock);
        while (view.Growth() is { } grown && !(File.Exists(view.Path) && await File.ReadAllTextAsync(view.Path, Stop) == Output))
            await grown.WaitAsync(Stop);
        var rest = view.WholeAsync(Stop);
        // The last piece may be told of only now, which begins the wait anew.
        while (await Task.WhenAny(clock.ArmedForAsync(TimeSpan.FromSeconds(20)), rest) != rest)
            clock.Advance(TimeSpan.FromSeconds(20));
        AssertSays("sent nothing for 20 s", await rest);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_owner_that_is_gone_is_told()
    {
        using var view = View(_ => Task.FromResult<Uri?>(null), TimeProvider.System);
        AssertSays("is gone", await view.WholeAsync(Stop));
    }

    /// <summary>What the copy holds when it counts as whole.</summary>
    private async Task<string> CopyAsync(Func<CancellationToken, Task<Uri?>> find)
    {
        using var view = View(find, TimeProvider.System);
        Assert.Null(await view.WholeAsync(Stop));
        return await File.ReadAllTextAsync(view.Path, Stop);
    }

    private static void AssertSays(string? part, string? missing)
    {
        if (part is null)
            Assert.Null(missing);
        else
            Assert.Contains(part, missing, StringComparison.Ordinal);
    }

    private PeerRequests Peers(TimeProvider time) => new(
        new PublishingStore(new QueueOptions(), new EventHub()), new Instance("one", "host", 1), new PeerKey(_data.Path), time);

    private MirroredOutput View(Func<CancellationToken, Task<Uri?>> find, TimeProvider time, PeerRequests? peers = null) =>
        new(peers ?? _peers, find, "/output", _data["copy"], time, NullLogger.Instance);
}
