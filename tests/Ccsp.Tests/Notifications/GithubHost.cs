using Ccsp.ApiStub.Github;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>The stand-in for GitHub on a free port, and everything of ours that talks to it, made anew after each restart of the
/// store.</summary>
internal sealed class GithubHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly NotificationBench _bench;
    private readonly PeerHttp _http;

    private GithubHost(NotificationBench bench, string[] allowed, double totalSeconds)
    {
        _bench = bench;
        Stub = new GithubStub(bench.Clock);
        _http = bench.Http(totalSeconds, allowed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddSingleton(Stub);
        _app = builder.Build();
        GithubRoutes.Map(_app);
    }

    public GithubStub Stub { get; }

    public string Url { get; private set; } = "";

    public List<string> Asked { get; } = [];

    /// <summary>What is answered to the question whether a key is still broken.</summary>
    public Func<string, Task<bool>> StillBroken { get; set; } = _ => Task.FromResult(false);

    public IReadOnlyList<StubIssue> Issues => Stub.All(NotificationBench.Repository);

    public IssueTracker Tracker => new(_bench.Outbox, _bench.IssueStore, _bench.Clock, isConfigured: true);

    private GithubOptions Options =>
        new() { Repository = NotificationBench.Repository, ApiUrl = new Uri(Url + "/github"), Token = "ghp_secret",
        Poll = TimeSpan.FromSeconds(60) };

    private GithubApi Api => new(Options, _http, _bench.Clock);

    public GithubChannel Channel => new(Api, _bench.IssueStore);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<GithubHost> StartAsync(NotificationBench bench, double totalSeconds = 30, string allowed = "127.0.0.1")
    {
        var host = new GithubHost(bench, [allowed], totalSeconds);
        await host._app.StartAsync(Stop);
        host.Url = host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return host;
    }

    /// <summary>One round of sending to GitHub, as after a start.</summary>
    public Task DeliverAsync(int times = 1) =>
        Repeat(times, () => _bench.Delivery(Channel).RunOnceAsync(_bench.Now, Stop));

    /// <summary>One round of watching.</summary>
    public Task WatchAsync() => new IssueWatch(
        Api, _bench.IssueStore, Tracker, _bench.Outbox,
        (key, _) =>
        {
            Asked.Add(key);
            return StillBroken(key);
        },
        NullLogger<IssueWatch>.Instance).RunOnceAsync(_bench.Now, Stop);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static async Task Repeat(int times, Func<Task> once)
    {
        for (var i = 0; i < times; i++)
            await once();
    }
}
