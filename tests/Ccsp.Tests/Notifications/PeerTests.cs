using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Channels;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Tests.Cli;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>Webhooks over real connections: what arrives, and what bad peers come to.</summary>
public sealed class PeerTests : IDisposable
{
    private readonly NotificationBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_webhook_is_signed_over_its_exact_bytes_and_keeps_its_key_over_tries()
    {
        await using var peer = await StubGateway.StartAsync(_ => Task.CompletedTask);
        var channel = new WebhookChannel(new Uri(peer.Url, "/hook?x=1"), "s3cret", Http());
        await channel.SendAsync(NotificationBench.Entry(), _bench.Now, Stop);
        await channel.SendAsync(NotificationBench.Entry(tries: 2), _bench.Now.AddSeconds(9), Stop);
        var (body, headers) = (peer.Bodies.First(), peer.Headers.First());
        Assert.Equal(_bench.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            headers["CCSP-Timestamp"].ToString());
        Assert.Equal(WebhookChannel.Sign("s3cret", headers["CCSP-Timestamp"]!, Encoding.UTF8.GetBytes(body)),
            headers["CCSP-Signature"].ToString());
        Assert.Equal(["k1", "k1"], peer.Headers.Select(dictionary => dictionary["Idempotency-Key"].ToString()));
        Assert.Equal(peer.Bodies.First(), peer.Bodies.Last());
        Assert.NotEqual(peer.Headers.First()["CCSP-Signature"], peer.Headers.Last()["CCSP-Signature"]);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(("gate.closed", "warning", "profile:default"),
            (json.RootElement.GetProperty("kind").GetString(), json.RootElement.GetProperty("severity").GetString(),
            json.RootElement.GetProperty("fields").GetProperty("name").GetString()));
    }

    [Fact(Timeout = 60_000)]
    public Task The_signature_is_that_of_HMAC_SHA256() => Task.Run(() =>
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key
        Assert.Equal("v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03",
            WebhookChannel.Sign("key", "1700000000", "{\"a\":1}"u8)), TestContext.Current.CancellationToken);

    [Fact(Timeout = 60_000)]
    public async Task Slack_gets_one_text_in_which_nobody_can_call_everyone()
    {
        await using var peer = await StubGateway.StartAsync(_ => Task.CompletedTask);
        var notice = NotificationBench.Notice(severity: Severity.Critical) with { Title = "A & B", Body = "<!channel> hello" };
        await new SlackChannel(peer.Url, Http()).SendAsync(NotificationBench.Entry(notice), _bench.Now, Stop);
        using var json = JsonDocument.Parse(Assert.Single(peer.Bodies));
        Assert.Equal("🚨 *A &amp; B*\n&lt;!channel&gt; hello", json.RootElement.GetProperty("text").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task PagerDuty_gets_trouble_and_end_under_one_key()
    {
        await using var peer = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, """{"status":"success"}""", 202));
        var channel = new PagerDutyChannel(peer.Url, "R0UT1NG", "host", Http());
        await channel.SendAsync(NotificationBench.Entry(NotificationBench.Notice(severity: Severity.Critical)), _bench.Now, Stop);
        await channel.SendAsync(NotificationBench.Entry(NotificationBench.Notice(resolves: true)), _bench.Now, Stop);
        using var trigger = JsonDocument.Parse(peer.Bodies.First());
        using var resolve = JsonDocument.Parse(peer.Bodies.Last());
        Assert.Equal(("trigger", "R0UT1NG", "critical"),
            (Text(trigger, "event_action"), Text(trigger, "routing_key"),
            trigger.RootElement.GetProperty("payload").GetProperty("severity").GetString()));
        Assert.Equal(("resolve", Text(trigger, "dedup_key")), (Text(resolve, "event_action"), Text(resolve, "dedup_key")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("http://localhost:PORT/")]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://0.0.0.0:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1/")]
    public async Task A_target_that_is_not_public_is_refused_before_anything_is_sent(string url)
    {
        await using var peer = await StubGateway.StartAsync(_ => Task.CompletedTask);
        var target = new Uri(
            url.Replace("PORT", peer.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        using var http = new PeerHttp(["other.example"], PeerLimits.Default);
        var failure = await Assert.ThrowsAsync<PeerFailure>(
            () => new WebhookChannel(target, null, http).SendAsync(NotificationBench.Entry(), _bench.Now, Stop));
        Assert.Contains("is not a public address; add it to notify.allowTargets", failure.Message, StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_host_is_allowed_by_its_name_and_not_by_another_of_the_same_address()
    {
        await using var peer = await StubGateway.StartAsync(_ => Task.CompletedTask);
        using var http = new PeerHttp(["LOCALHOST"], PeerLimits.Default);
        var channel = new WebhookChannel(new UriBuilder(peer.Url) { Host = "localhost" }.Uri, null, http);
        Assert.Equal("localhost answered 200", (await channel.SendAsync(NotificationBench.Entry(), _bench.Now, Stop)).Detail);
        await Assert.ThrowsAsync<PeerFailure>(
            () => new WebhookChannel(peer.Url, null, http).SendAsync(NotificationBench.Entry(), _bench.Now, Stop));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    public Task Only_the_public_internet_is_public(string address, bool isPublic) =>
        Task.Run(() => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address))), TestContext.Current.CancellationToken);

    [Theory(Timeout = 60_000)]
    [InlineData("redirect", "127.0.0.1 redirects to internal.example; redirects are not followed")]
    [InlineData("hang", "127.0.0.1 gave no complete answer within 0.4 s")]
    [InlineData("hang in the body", "127.0.0.1 gave no complete answer within 0.4 s")]
    [InlineData("500", "127.0.0.1 answered 500")]
    [InlineData("cut", "127.0.0.1: ")]
    public async Task A_bad_peer_is_tried_again_later_and_told_without_the_secret_in_its_path(string kind, string error)
    {
        await using var peer = await StubGateway.StartAsync(context => MisbehaveAsync(context, kind));
        var http = Http(kind.StartsWith("hang", StringComparison.Ordinal) ? 0.4 : 30);
        var channel = new SlackChannel(new Uri(peer.Url, "/services/T0/B0/very-secret"), http);
        _bench.Options = new() { Routes = [new(ChannelNames.Slack, Severity.Info)], MaxTries = 2 };
        await _bench.RouteAsync(NotificationBench.Notice());
        await _bench.Delivery(channel).RunOnceAsync(_bench.Now, Stop);
        var failed = await _bench.OnlyAsync();
        Assert.Equal((NotificationState.Waiting, 1), (failed.State, failed.Tries));
        Assert.Contains(error, failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", failed.Error, StringComparison.Ordinal);
        await _bench.Delivery(channel).RunOnceAsync(_bench.Now, Stop);
        Assert.Equal(1, (await _bench.OnlyAsync()).Tries);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await _bench.Delivery(channel).RunOnceAsync(_bench.Now, Stop);
        Assert.Equal(NotificationState.Dead, (await _bench.OnlyAsync()).State);
        Assert.Equal((0, 1),
            (await _bench.Outbox.HealthAsync(Stop))[ChannelNames.Slack] is var health ? (health.Waiting, health.Dead) : default);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_peer_refuses_is_given_up_after_one_try_and_the_others_go_out()
    {
        await using var peer = await StubGateway.StartAsync(context => MisbehaveAsync(
            context, context.Request.Headers["Idempotency-Key"] == "bad" ? "422" : "200"));
        _bench.Options = new() { Routes = [new(ChannelNames.Webhook, Severity.Info)] };
        await _bench.RouteAsync(NotificationBench.Notice("bad"), NotificationBench.Notice("good", topic: "gate:x"));
        var delivery = _bench.Delivery(new WebhookChannel(peer.Url, null, Http()));
        for (var round = 0; round < 3; round++)
        {
            await delivery.RunOnceAsync(_bench.Now, Stop);
            _bench.Clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal([(NotificationState.Dead, 1), (NotificationState.Sent, 1)],
            (await _bench.AllAsync()).Select(entry => (entry.State, entry.Tries)));
        Assert.Equal(2, peer.Requests.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("401")]
    [InlineData("404")]
    [InlineData("410")]
    public async Task A_peer_that_refuses_all_our_options_send_is_asked_again_after_an_hour_or_a_restart(string status)
    {
        var now = status;
        await using var peer = await StubGateway.StartAsync(context => MisbehaveAsync(context, now));
        var channel = new WebhookChannel(peer.Url, null, Http());
        _bench.Options = new() { Routes = [new(ChannelNames.Webhook, Severity.Info)] };
        await _bench.RouteAsync(NotificationBench.Notice("a"));
        await _bench.Delivery(channel).RunOnceAsync(_bench.Now, Stop);
        await _bench.RouteAsync(NotificationBench.Notice("b", topic: "gate:x"));
        var delivery = _bench.Delivery(channel);
        await delivery.RunOnceAsync(_bench.Now, Stop);
        _bench.Clock.Advance(TimeSpan.FromMinutes(59));
        await delivery.RunOnceAsync(_bench.Now, Stop);
        Assert.Equal(3, peer.Requests.Count);
        Assert.Equal($"127.0.0.1 answered {status}; check notify.webhook.url",
            (await _bench.Outbox.HealthAsync(Stop))[ChannelNames.Webhook].Error);
        now = "200";
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await delivery.RunOnceAsync(_bench.Now, Stop);
        Assert.All(await _bench.AllAsync(), entry => Assert.Equal(NotificationState.Sent, entry.State));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_without_an_end_is_left_unread()
    {
        var left = new TaskCompletionSource();
        await using var peer = await StubGateway.StartAsync(async context =>
        {
            try
            {
                while (true)
                    await context.Response.Body.WriteAsync(new byte[65536], context.RequestAborted);
            }
            catch (Exception ex) when (ex is OperationCanceledException or IOException)
            {
                left.SetResult();
            }
        });
        Assert.Equal("127.0.0.1 answered 200",
            (await new SlackChannel(peer.Url, Http()).SendAsync(NotificationBench.Entry(), _bench.Now, Stop)).Detail);
        await left.Task.WaitAsync(Stop);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_an_answer_of_ten_megabytes_64_KiB_are_read()
    {
        await using var peer =
            await StubGateway.StartAsync(context => context.Response.WriteAsync(new string('x', 10 << 20), context.RequestAborted));
        using var request = new HttpRequestMessage(HttpMethod.Get, peer.Url);
        var answer = await Http().SendAsync(request, Stop);
        Assert.Equal((65536, true), (answer.Body.Length, answer.IsCut));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_peer_that_refuses_the_connection_is_named_with_its_port()
    {
        // Nobody listens at it, and nobody else is given it.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)silent.LocalEndPoint!).Port;
        var failure = await Assert.ThrowsAsync<PeerFailure>(
            () => new SlackChannel(new Uri($"http://127.0.0.1:{port}/"), Http()).SendAsync(NotificationBench.Entry(), _bench.Now, Stop));
        Assert.Equal($"127.0.0.1:{port} cannot be reached: ConnectionRefused", failure.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_429_with_a_time_rests_the_channel_until_then()
    {
        await using var peer = await StubGateway.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "30";
            context.Response.StatusCode = 429;
            return Task.CompletedTask;
        });
        _bench.Options = new() { Routes = [new(ChannelNames.Slack, Severity.Info)] };
        await _bench.RouteAsync(NotificationBench.Notice("a"), NotificationBench.Notice("b", topic: "gate:x"));
        await _bench.Delivery(new SlackChannel(peer.Url, Http())).RunOnceAsync(_bench.Now, Stop);
        Assert.Single(peer.Requests);
        Assert.Equal(_bench.Now.AddSeconds(30), (await _bench.Outbox.HealthAsync(Stop))[ChannelNames.Slack].PausedUntil);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_notification_that_was_taken_stays_sent_when_the_gateway_stops_that_moment()
    {
        using var stopping = new CancellationTokenSource();
        await using var peer = await StubGateway.StartAsync(_ => Task.CompletedTask);
        _bench.Options = new() { Routes = [new(ChannelNames.Slack, Severity.Info)] };
        await _bench.RouteAsync(NotificationBench.Notice());
        var delivery = _bench.Delivery(new StopsAfterwards(new SlackChannel(peer.Url, Http()), stopping));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.RunOnceAsync(_bench.Now, stopping.Token));
        _bench.Restart();
        Assert.Equal(NotificationState.Sent, (await _bench.OnlyAsync()).State);
    }

    private PeerHttp Http(double totalSeconds = 30) => _bench.Http(totalSeconds, "127.0.0.1");

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();

    private static async Task MisbehaveAsync(HttpContext context, string kind)
    {
        switch (kind)
        {
            case "redirect":
                context.Response.Redirect("http://internal.example/admin");
                break;
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            case "hang in the body":
                await context.Response.WriteAsync("a", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            case "cut":
                context.Abort();
                break;
            default:
                context.Response.StatusCode = int.Parse(kind, System.Globalization.CultureInfo.InvariantCulture);
                break;
        }
    }

    private sealed class StopsAfterwards(IChannel inner, CancellationTokenSource stopping) : IChannel
    {
        public string Name => inner.Name;

        public int Concurrency => 1;

        public async Task<DeliveryOutcome.Sent> SendAsync(Gateway.Notifications.Store.OutboxEntry entry, DateTimeOffset now,
            CancellationToken cancellationToken)
        {
            var done = await inner.SendAsync(entry, now, cancellationToken);
            await stopping.CancelAsync();
            return done;
        }
    }
}
