using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>
/// Callers written for the first CCSP go on working against the published gateway with the real CLI: answered on the list each waits on.
/// </summary>
public sealed class LegacyRedisApiTests
{
    private const string LimitAnswer = """
        { "status": 429, "errorType": "rate_limit_error", "message": "limit reached", "headers": {
          "anthropic-ratelimit-unified-status": "rejected", "anthropic-ratelimit-unified-reset": "+15",
          "anthropic-ratelimit-unified-representative-claim": "five_hour", "anthropic-ratelimit-unified-5h-status": "rejected",
          "anthropic-ratelimit-unified-5h-utilization": "1", "anthropic-ratelimit-unified-5h-reset": "+15" } }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience.OfTest)]
    public async Task Each_form_of_client_gets_its_answer_on_the_list_it_waits_on()
    {
        await using var stub = await StubProcess.StartAsync(Stop);
        await using var group = await StartAsync(stub, gateways: 2);
        await stub.PlayAsync(
            """{ "rules": [ { "when": { "prompt": "review" }, "answers": [ { "text": "Here:\n```json\n{ \"grade\": 1 }\n```\nDone." } """
            + """] } ] }""",
            Stop);
        var clients = new OlderClients(group.Redis);
        var byHand = clients.ByHandAsync("ccla", "req-1", "hello", Stop);
        var library = clients.LibraryAsync("poppo-builder", "pm-1", "hello again", timeout: null, Stop);
        var persistent = clients.PersistentAsync("advanced", "adv-1", "hello once more", timeout: 120_000, Stop);
        var agent = clients.OfAgentAsync("CCRA", "rlh-1", "review this", Stop);

        var answer = await byHand;
        Assert.Equal(
            ("You said: hello", "You said: hello", true),
            (
                answer.GetProperty("result").GetString(), answer.GetProperty("output").GetString(),
                answer.GetProperty("success").GetBoolean()));
        Assert.Equal("[1,2]", answer.GetProperty("metadata").GetProperty("鍵").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.True(answer.GetProperty("executionTime").GetInt64() > 0);
        Assert.Equal(("You said: hello again", "", 0), ((await library).Stdout, (await library).Stderr, (await library).Code));
        Assert.Equal(1, (await persistent).Tries);
        Assert.Equal(1, (await agent).GetProperty("grade").GetInt32());
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task First_in_is_first_out_for_all_gateways_together()
    {
        await using var stub = await StubProcess.StartAsync(Stop);
        await using var group = await StartAsync(stub, gateways: 1);
        using (var paused = await group.All[0].Rest.Http.PostAsync(new Uri("/api/v1/queue/pause", UriKind.Relative), null, Stop))
            paused.EnsureSuccessStatusCode();
        for (var i = 0; i < 30; i++)
            await group.Redis.CommandAsync(
                "LPUSH", "ccsp:requests", $$"""{ "requestId": "r-{{i}}", "fromAgent": "ccla", "type": "t", "prompt": "number {{i}}" }""");
        await Poll.UntilAsync(async () => await group.Redis.CommandAsync("LLEN", "ccsp:requests") == "0", "the messages to be taken", Stop);
        await Poll.UntilAsync(async () => (await group.All[0].Rest.ListAsync(Stop)).Count == 30, "thirty tasks", Stop);
        Assert.Equal(
            Enumerable.Range(0, 30).Select(i => $"number {i}"),
            (await group.All[0].Rest.ListAsync(Stop)).OrderBy(task => task.Id, StringComparer.Ordinal).Select(task => task.Prompt));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task Whoever_waits_in_vain_for_a_limit_is_told_when_it_ends_and_succeeds_after_it()
    {
        await using var stub = await StubProcess.StartAsync(Stop);
        await using var group = await StartAsync(stub, gateways: 1);
        await stub.PlayAsync($$"""
            { "rules": [ { "when": { "prompt": "limit me" }, "times": 2, "answers": [
                { "text": "Running.", "tool": { "name": "Bash", "input": { "command": "echo half", "description": "half" } } },
                {{LimitAnswer}} ] } ] }
            """, Stop);
        var clients = new OlderClients(group.Redis);
        var hit = await group.All[0].Rest.SubmitAsync(new TaskSubmission { Prompt = "limit me", AllowedTools = ["Bash(echo half)"] }, Stop);
        await group.All[0].Rest.SeeAsync(hit.Id, EventTypes.TaskRequeued, Stop);

        var refused = (await clients.LibraryAsync("poppo-builder", "pm-1", "hello", timeout: 2_000, Stop)).Answer;
        Assert.True(refused.GetProperty("rateLimited").GetBoolean());
        Assert.InRange(
            refused.GetProperty("rateLimitInfo").GetProperty("unlockTime").GetInt64(),
            TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 60_000,
            TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds());
        Assert.Equal(refused.GetProperty("retryAfter").GetInt64(), refused.GetProperty("rateLimitInfo").GetProperty("waitTime").GetInt64());

        var (answer, _) = await clients.PersistentAsync("advanced", "adv-1", "hello", timeout: 120_000, Stop);
        Assert.True(answer.GetProperty("success").GetBoolean(), answer.GetRawText());
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task Whoever_waits_in_vain_for_a_sign_in_is_told_that_the_session_is_gone()
    {
        await using var stub = await StubProcess.StartAsync(Stop);
        await using var group = await StartAsync(stub, gateways: 1);
        await stub.PlayAsync(
            """{ "rules": [ { "when": { "prompt": "sign me out" }, "answers": [ { "status": 401, "errorType": "authentication_error","""
            + """ "message": "invalid x-api-key" } ] } ] }""",
            Stop);
        var clients = new OlderClients(group.Redis);
        var lost = await group.All[0].Rest.SubmitAsync(new TaskSubmission { Prompt = "sign me out" }, Stop);
        await group.All[0].Rest.SeeAsync(lost.Id, EventTypes.TaskRequeued, Stop);

        var (answer, tries) = await clients.PersistentAsync("advanced", "adv-1", "hello", timeout: 2_000, Stop);
        Assert.Equal(
            (true, "SESSION_TIMEOUT", 1),
            (answer.GetProperty("sessionTimeout").GetBoolean(), answer.GetProperty("error").GetString(), tries));
    }

    private static Task<Gateways> StartAsync(StubProcess stub, int gateways) =>
        Gateways.StartAsync(gateways, folder => new GatewaySetup { DataFolder = folder, StubUrl = stub.Url, More = Subscription }, Stop);

    /// <summary>Only a subscription has limits that end at a time.</summary>
    private static Dictionary<string, string> Subscription =>
        new() { ["ANTHROPIC_API_KEY"] = "", ["CLAUDE_CODE_OAUTH_TOKEN"] = "sk-ant-oat-a" };
}
