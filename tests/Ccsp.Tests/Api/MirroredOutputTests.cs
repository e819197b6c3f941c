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
        _peers = new PeerRequests(
            new PublishingStore(new QueueOptions(), new EventHub()), new Instance("one", "host", 1), new PeerKey(_data.Path),
            TimeProvider.System);
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
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(416)]
    public async Task An_owner_that_has_no_more_is_not_asked_again(int status)
    {
        await using var owner = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, "{}", status));
        Assert.Empty(await CopyAsync(_ => Task.FromResult<Uri?>(owner.Url)));
        Assert.Single(owner.Requests);
    }

    /// <summary>What the copy holds when it counts as whole.</summary>
    private async Task<string> CopyAsync(Func<CancellationToken, Task<Uri?>> find)
    {
        using var view = new MirroredOutput(_peers, find, "/output", _data["copy"], TimeProvider.System, NullLogger.Instance);
        await view.WholeAsync(Stop);
        return await File.ReadAllTextAsync(view.Path, Stop);
    }
}
