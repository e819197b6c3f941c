using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.RedisServers;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class GatewayClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_submission_carries_key_and_content()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, StubGateway.Task_("t1", "ready"), 202));
        using var client = stub.Client(key: "secret-key");
        var task = await client.SubmitAsync(new TaskSubmission { Prompt = "-x \0 ‮ 日本", Priority = Priority.High }, "mine",
            cancellationToken: Stop);
        Assert.Equal("t1", task.Id);
        Assert.Equal(["POST /api/v1/tasks"], stub.Requests);
        var headers = Assert.Single(stub.Headers);
        Assert.Equal(("Bearer secret-key", "mine"), (headers.Authorization.ToString(), headers["Idempotency-Key"].ToString()));
        using var body = JsonDocument.Parse(Assert.Single(stub.Bodies));
        Assert.Equal("-x \0 ‮ 日本", body.RootElement.GetProperty("prompt").GetString());
        Assert.Equal("high", body.RootElement.GetProperty("priority").GetString());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_lost_answer_is_asked_for_again_under_the_same_key()
    {
        var calls = 0;
        await using var stub = await StubGateway.StartAsync(context =>
        {
            if (Interlocked.Increment(ref calls) < 3)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return StubGateway.JsonAsync(context, StubGateway.Task_("t1", "ready"), 202);
        });
        using var client = stub.Client();
        Assert.Equal("t1", (await client.SubmitAsync(new TaskSubmission { Prompt = "x" }, cancellationToken: Stop)).Id);
        Assert.Equal(3, stub.Requests.Count);
        Assert.Single(stub.Headers.Select(h => h["Idempotency-Key"].ToString()).Distinct());
        Assert.All(stub.Headers, h => Assert.NotEqual("", h["Idempotency-Key"].ToString()));
    }

    [Fact(Timeout = 120_000)]
    public async Task What_might_happen_twice_is_never_repeated()
    {
        await using var stub = await StubGateway.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = stub.Client();
        var failure = await Assert.ThrowsAsync<GatewayException>(() => client.RetryAsync("t1", Stop));
        Assert.Equal(ExitCodes.Unreachable, failure.ExitCode);
        Assert.Single(stub.Requests);
    }

    [Fact(Timeout = 120_000)]
    public async Task Nobody_there_says_how_to_start_one()
    {
        var url = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        using var client = new GatewayClient(new GatewayClientOptions { Url = url, RetryDelay = TimeSpan.FromMilliseconds(1) });
        var failure = await Assert.ThrowsAsync<GatewayException>(() => client.GetQueueAsync(Stop));
        Assert.Equal((ExitCodes.Unreachable, true), (failure.ExitCode, failure.Message.Contains("ccsp serve", StringComparison.Ordinal)));
    }

    [Theory(Timeout = 120_000)]
    [InlineData(401, ErrorCodes.Unauthorized, ExitCodes.Refused)]
    [InlineData(403, ErrorCodes.Forbidden, ExitCodes.Refused)]
    [InlineData(429, ErrorCodes.CallerLimit, ExitCodes.Refused)]
    [InlineData(503, ErrorCodes.QueueFull, ExitCodes.Refused)]
    [InlineData(507, ErrorCodes.StorageFull, ExitCodes.Refused)]
    [InlineData(400, ErrorCodes.UnknownField, ExitCodes.Usage)]
    [InlineData(422, ErrorCodes.InvalidField, ExitCodes.Usage)]
    [InlineData(404, ErrorCodes.NotFound, ExitCodes.Failed)]
    [InlineData(409, ErrorCodes.StateConflict, ExitCodes.Failed)]
    [InlineData(500, ErrorCodes.Internal, ExitCodes.Failed)]
    public async Task A_refusal_keeps_its_problem_and_has_an_exit_code(int status, string code, int exit)
    {
        await using var stub = await StubGateway.StartAsync(
            c => StubGateway.JsonAsync(c, StubGateway.Problem(status, code, "because"), status));
        using var client = stub.Client();
        var failure = await Assert.ThrowsAsync<GatewayException>(() => client.GetTaskAsync("t1", Stop));
        Assert.Equal((code, exit), (failure.Problem?.Code, failure.ExitCode));
        Assert.StartsWith("because", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_answer_of_someone_else_is_no_crash()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, "<html>hello</html>"));
        using var client = stub.Client();
        Assert.Contains(
            "does not answer like a gateway", (await Assert.ThrowsAsync<GatewayException>(() => client.GetQueueAsync(Stop))).Message,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_list_sends_its_filter()
    {
        await using var stub = await StubGateway.StartAsync(c => StubGateway.JsonAsync(c, """{"items":[]}"""));
        using var client = stub.Client();
        await client.ListTasksAsync(
            new TaskQuery
            {
                State = TaskState.Failed,
                Text = "a&b",
                Since = new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(1)),
                Limit = 3,
            },
            Stop);
        Assert.Equal("GET /api/v1/tasks?state=failed&q=a%26b&since=2026-01-01T01%3A00%3A00.000Z&limit=3", Assert.Single(stub.Requests));
    }
}
