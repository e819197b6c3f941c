using System.Text;
using Ccsp.Contracts;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class EventStreamTests
{
    private static readonly string Whole =
        "\uFEFF: hello\r\n\r\n" + StubGateway.Event("1.0.0", 1, EventTypes.TaskEnqueued).Replace("\n", "\r\n", StringComparison.Ordinal)
        + "id: 2.1.1\ndata: {\"type\":\"task.output\",\ndata: \"taskId\":\"t\",\"data\":{\"text\":\"日本\"}}\n\n: keep-alive\n\nretry: 5\n\n"
        + StubGateway.Event("3.0.0", 2, EventTypes.TaskCompleted);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task A_stream_cut_at_any_byte_reads_the_same()
    {
        var bytes = Encoding.UTF8.GetBytes(Whole);
        var cut = 0;
        await using var stub = await StubGateway.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, cut));
            await context.Response.Body.FlushAsync();
            await context.Response.Body.WriteAsync(bytes.AsMemory(cut));
        });
        using var client = stub.Client();
        for (cut = 0; cut <= bytes.Length; cut++)
        {
            var events = await AllAsync(client.EventsAsync("t", cancellationToken: Stop));
            Assert.Equal([EventTypes.TaskEnqueued, EventTypes.TaskOutput, EventTypes.TaskCompleted], events.Select(e => e.Event.Type));
            Assert.Equal("日本", events[1].Event.Data!.Value.GetProperty("text").GetString());
            Assert.Equal(["1.0.0", "2.1.1", "3.0.0"], events.Select(e => e.Id));
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task A_connection_lost_at_any_byte_is_resumed_without_gap_or_repeat()
    {
        var events = Enumerable.Range(1, 6)
            .Select(i => StubGateway.Event($"{i}.0.0", i, i == 6 ? EventTypes.TaskFailed : EventTypes.TaskRequeued)).ToArray();
        var total = events.Sum(e => e.Length);
        var lostAt = 0;
        var lost = false;
        await using var stub = await StubGateway.StartAsync(async context =>
        {
            var after = context.Request.Headers["Last-Event-ID"] is [{ } id]
                ? int.Parse(id.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture)
                : 0;
            var rest = string.Concat(events.Skip(after));
            if (lost)
            {
                await StubGateway.SseAsync(context, rest);
                return;
            }

            lost = true;
            await StubGateway.SseAsync(context, rest[..lostAt]);
            context.Abort();
        });
        using var client = stub.Client();
        for (lostAt = 0; lostAt < total; lostAt++)
        {
            lost = false;
            Assert.Equal([1, 2, 3, 4, 5, 6],
                (await AllAsync(client.EventsAsync("t", cancellationToken: Stop))).Select(e => e.Event.TaskSeq!.Value));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_repeated_event_is_shown_once()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.SseAsync(
            c, StubGateway.Event("1", 1, EventTypes.TaskEnqueued), StubGateway.Event("1", 1, EventTypes.TaskEnqueued),
            StubGateway.Event("2", 2, EventTypes.TaskCompleted)));
        using var client = stub.Client();
        Assert.Equal(2, (await AllAsync(client.EventsAsync("t", cancellationToken: Stop))).Count);
    }

    [Fact(Timeout = 120_000)]
    public async Task Nothing_more_ends_the_stream()
    {
        await using var stub = await StubGateway.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        using var client = stub.Client();
        Assert.Empty(await AllAsync(client.EventsAsync("t", "7.0.0", cancellationToken: Stop)));
        Assert.Equal("7.0.0", Assert.Single(stub.Headers)["Last-Event-ID"].ToString());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_gateway_that_stays_away_ends_in_unreachable()
    {
        await using var stub = await StubGateway.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = stub.Client(reconnectFor: TimeSpan.FromMilliseconds(50));
        Assert.Equal(
            ExitCodes.Unreachable,
            (await Assert.ThrowsAsync<GatewayException>(() => AllAsync(client.EventsAsync("t", cancellationToken: Stop)))).ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_quiet_stream_that_is_lost_now_and_then_is_no_gateway_that_is_away(bool raw)
    {
        var calls = 0;
        var clock = new HastyClock();
        await using var stub = await StubGateway.StartAsync(async context =>
        {
            if (calls++ == 12)
            {
                await (raw ? context.Response.WriteAsync("an answer")
                    : StubGateway.SseAsync(context, StubGateway.Event("1.0.0", 1, EventTypes.TaskCompleted)));
                return;
            }

            var noticed = clock.NextLook;
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            // Cut off only when the client knows that it was answered.
            await noticed;
            context.Abort();
        });
        List<string> told = [];
        using var client = new GatewayClient(new GatewayClientOptions
        {
            Url = stub.Url,
            Clock = clock,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            ReconnectFor = TimeSpan.FromMinutes(1),
            OnReconnect = told.Add,
        });
        using var copy = new MemoryStream();
        if (raw)
            Assert.True(await client.CopyOutputAsync("t", new OutputQuery { Run = 1, Follow = true }, copy, Stop) > 0);
        else
            Assert.Single(await AllAsync(client.EventsAsync("t", cancellationToken: Stop)));
        Assert.Empty(told);
        Assert.Equal(13, calls);
    }

    /// <summary>Each look at it is ten seconds later than the one before.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _looks;

        public Task NextLook => Volatile.Read(ref _next).Task;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp()
        {
            Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            return 10 * Interlocked.Increment(ref _looks);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Output_broken_off_anywhere_goes_on_at_that_byte()
    {
        var content = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31 % 251)).ToArray();
        var calls = 0;
        await using var stub = await StubGateway.StartAsync(async context =>
        {
            var offset = (int)(context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0);
            context.Response.StatusCode = offset > 0 ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
            var end = calls++ < 5 ? Math.Min(offset + 33_333, content.Length) : content.Length;
            await context.Response.Body.WriteAsync(content.AsMemory(offset, end - offset));
            await context.Response.Body.FlushAsync();
            if (end < content.Length)
                context.Abort();
        });
        using var client = stub.Client();
        using var copy = new MemoryStream();
        Assert.Equal(content.Length, await client.CopyOutputAsync("t", new OutputQuery { Run = 1, Follow = true }, copy, Stop));
        Assert.Equal(content, copy.ToArray());
        Assert.True(calls > 1);
        Assert.Equal("GET /api/v1/tasks/t/output?stream=stdout&run=1&follow=true", stub.Requests.First());
    }

    private static async Task<List<ReceivedEvent>> AllAsync(IAsyncEnumerable<ReceivedEvent> events)
    {
        var all = new List<ReceivedEvent>();
        await foreach (var received in events)
            all.Add(received);
        return all;
    }
}
