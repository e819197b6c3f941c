using System.Net.Http.Headers;
using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class RequestGuardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic bG9jYWw6")]
    public async Task Without_a_valid_key_nothing_is_answered(string? authorization)
    {
        await using var host = await ApiHost.StartAsync();
        using var stranger = new HttpClient { BaseAddress = host.Address };
        if (authorization is not null)
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        foreach (var path in (string[])["/api/v1/tasks", "/api/v1/queue", "/api/v1/events", "/openapi/v1.json", "/nothing"])
        {
            var response = await stranger.GetAsync(path, Stop);
            await ApiHost.ProblemAsync(response, 401, ErrorCodes.Unauthorized);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/health")]
    [InlineData("/api/health")]
    [InlineData("/version")]
    public async Task Health_and_version_need_no_key(string path)
    {
        await using var host = await ApiHost.StartAsync();
        using var stranger = new HttpClient { BaseAddress = host.Address };
        Assert.Equal(200, (int)(await stranger.GetAsync(path, Stop)).StatusCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task Ready_means_that_the_store_answers_and_the_dispatcher_claims()
    {
        await using var host = await ApiHost.StartAsync();
        using var stranger = new HttpClient { BaseAddress = host.Address };
        var starting = await ApiHost.ReadAsync<ReadyView>(await stranger.GetAsync("/ready", Stop), 503);
        Assert.Equal((false, true), (starting.Components["dispatcher"].Ok, starting.Components["store"].Ok));
        host.Readiness.Set("dispatcher", true, "claims");
        Assert.True((await ApiHost.ReadAsync<ReadyView>(await stranger.GetAsync("/ready", Stop), 200)).Ready);
        host.Services.GetRequiredService<StoreSetback>().See("the store does not know what it knew");
        var setBack = await ApiHost.ReadAsync<ReadyView>(await stranger.GetAsync("/ready", Stop), 200);
        Assert.EndsWith(", the store does not know what it knew", setBack.Components["store"].Detail, StringComparison.Ordinal);
        host.Store.Failure = new StoreUnavailable("gone");
        Assert.False((await ApiHost.ReadAsync<ReadyView>(await stranger.GetAsync("/ready", Stop), 503)).Components["store"].Ok);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_probe_of_HTTP_1_0_names_no_host()
    {
        await using var host = await ApiHost.StartAsync();
        using var probe = new System.Net.Sockets.TcpClient();
        await probe.ConnectAsync(host.Address.Host, host.Address.Port, Stop);
        await probe.GetStream().WriteAsync("GET /health HTTP/1.0\r\n\r\n"u8.ToArray(), Stop);
        using var reader = new StreamReader(probe.GetStream());
        Assert.Contains(" 200 ", (await reader.ReadLineAsync(Stop))!, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.1:3001")]
    public async Task A_foreign_host_name_is_refused_even_with_the_key(string name)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var path in (string[])["/api/v1/tasks", "/health"])
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = name;
            await ApiHost.ProblemAsync(await host.Client.SendAsync(request, Stop), 403, ErrorCodes.Forbidden);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:3001")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:3001")]
    public async Task The_names_of_this_machine_are_answered(string name)
    {
        await using var host = await ApiHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/queue");
        request.Headers.Host = name;
        Assert.Equal(200, (int)(await host.Client.SendAsync(request, Stop)).StatusCode);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true, "gateway.internal", 200)]
    [InlineData(true, "GATEWAY.internal:8080", 200)]
    [InlineData(true, "localhost", 200)]
    [InlineData(true, "evil.example", 403)]
    [InlineData(false, "gateway.internal", 403)]
    public async Task The_published_name_is_answered_where_others_are_allowed(bool allow, string name, int status)
    {
        await using var host = await ApiHost.StartAsync(
            options: new ApiOptions { AllowRemote = allow, ClusterUrl = "https://gateway.internal:8080" });
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/queue");
        request.Headers.Host = name;
        Assert.Equal(status, (int)(await host.Client.SendAsync(request, Stop)).StatusCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_routing_refuses_is_a_problem_too()
    {
        await using var host = await ApiHost.StartAsync();
        await ApiHost.ProblemAsync(await host.Client.GetAsync("/api/v1/taks", Stop), 404, ErrorCodes.NotFound);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("/api/v2/tasks", Stop), 404, ErrorCodes.NotFound);
        var response = await host.Client.DeleteAsync("/api/v1/tasks", Stop);
        await ApiHost.ProblemAsync(response, 405, ErrorCodes.MethodNotAllowed);
        Assert.Equal(["GET", "HEAD", "POST"], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public async Task Answers_cannot_be_taken_for_something_else()
    {
        await using var host = await ApiHost.StartAsync();
        var response = await host.Client.GetAsync("/health", Stop);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("127.0.0.1:3001", false, true)]
    [InlineData("[::1]:3001", false, true)]
    [InlineData("localhost:3001", false, true)]
    [InlineData("0.0.0.0:3001", false, false)]
    [InlineData("0.0.0.0:3001", true, true)]
    [InlineData("192.168.1.1:3001", false, false)]
    [InlineData("3001", false, false)]
    [InlineData("example.org:3001", true, false)]
    public Task An_address_others_can_reach_needs_permission(string listen, bool allow, bool valid)
    {
        var options = new ApiOptions { Listen = listen, AllowRemote = allow };
        if (valid)
            Assert.Equal(3001, options.EndPoint().Port);
        else
            Assert.Contains(listen, Assert.Throws<FormatException>(() => options.EndPoint()).Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task The_scheme_of_the_key_is_read_whatever_its_case()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bearer", host.Key);
        Assert.Equal(200, (int)(await client.GetAsync("/api/v1/queue", Stop)).StatusCode);
    }
}
