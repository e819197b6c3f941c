using System.Diagnostics;
using System.Net.Http.Json;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>The provider's limits, met by the real CLI in the middle of its work.</summary>
public sealed class LimitTests
{
    [Theory(Timeout = Patience.OfTest)]
    [InlineData("five_hour", "5h")]
    [InlineData("seven_day", "7d")]
    public async Task A_window_used_up_in_mid_task_holds_its_profile_alone_until_the_reset_and_the_conversation_goes_on(
        string window, string header)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stop);
        await scene.Stub.PlayAsync(Scenario(LimitAnswer(window, header, await scene.LongEnoughAsync(stop))), stop);

        var mine = await scene.SubmitAsync(4, "work", "plan-a", stop);
        var hit = await scene.SubmitOneAsync("limit me", "plan-a", null, stop);
        mine = [.. mine, .. await scene.SubmitAsync(8, "work", "plan-a", stop)];
        var requeued = await scene.SeeAsync(hit, EventTypes.TaskRequeued, stop);
        var others = await scene.SubmitAsync(5, "work", "plan-b", stop);

        var events = await scene.EventsOfAsync([hit, .. mine, .. others], stop);
        var ended = await scene.Gateway.Rest.GetAsync(hit, stop);
        Assert.All(events, pair => Assert.Equal(EventTypes.TaskCompleted, pair.Value[^1].Type));
        Assert.Equal((1, "You said: limit me"), (ended.Runs, ended.Result));
        var resets = requeued.Data!.Value.GetProperty("ending").GetProperty("resetsAt").GetDateTimeOffset();
        Assert.Equal(window, requeued.Data!.Value.GetProperty("ending").GetProperty("window").GetString());

        // By their claims: what was claimed before the limit was known may have started after it.
        var starts = mine.Append(hit).SelectMany(id => events[id])
            .Where(envelope => envelope.Type == EventTypes.TaskStarting && envelope.Seq > requeued.Seq)
            .OrderBy(envelope => envelope.Seq).ToList();
        Assert.DoesNotContain(starts, envelope => envelope.At < resets);
        Assert.Equal(hit, starts[0].TaskId);
        Assert.All(others, id => Assert.True(events[id][^1].At < resets, "A task of another profile waited."));
        await AssertSameConversationAsync(scene, hit, stop);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{window}: resumed {(starts[0].At - resets)!.Value.TotalSeconds:0.0} s after the reset");
    }

    public static TheoryData<string> Failpoints => Repository.Full
        ? ["finish.before-apply", "finish.after-apply", "finish.after-commit", "gate.before-apply", "gate.after-apply", "gate.after-commit",
           "sweep.before-apply:9", "sweep.after-apply:12", "sweep.after-commit:14", "claim.after-apply:3", "claim.after-commit:3"]
        : ["finish.after-commit", "gate.after-apply"];

    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Failpoints))]
    public async Task A_hold_and_what_waits_for_it_survive_a_kill_at_every_step(string failpoint)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stop, andKill: true);
        await scene.Stub.PlayAsync(Scenario(LimitAnswer("five_hour", "5h", resetSeconds: 6)), stop);
        List<string> ids = [];
        if (await scene.Gateway.TryStartAgainAsync(new Dictionary<string, string> { ["CCSP_FAILPOINT"] = failpoint }, stop))
            await scene.SubmitUntilDeathAsync(ids, stop);
        await scene.Gateway.KillAsync();

        await scene.Gateway.StartAgainAsync(stop);
        foreach (var id in ids)
        {
            var ended = await scene.Gateway.Rest.EndedAsync(id, stop);
            Assert.Equal((TaskState.Succeeded, 1), (ended.State, ended.Runs));
        }

        Assert.DoesNotContain((await scene.GatesAsync(stop)).Items, gate => gate.Closed);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_window_of_one_model_delays_only_the_tasks_that_name_that_model()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stop);
        await scene.Stub.PlayAsync(Scenario(LimitAnswer("seven_day_opus", "7d_opus", await scene.LongEnoughAsync(stop))), stop);
        var hit = await scene.SubmitOneAsync("limit me", "plan-a", "opus", stop);
        var requeued = await scene.SeeAsync(hit, EventTypes.TaskRequeued, stop);
        var opus = await scene.SubmitOneAsync("work", "plan-a", "claude-opus-4-1", stop);
        var sonnet = await scene.SubmitOneAsync("work", "plan-a", "sonnet", stop);

        var events = await scene.EventsOfAsync([hit, opus, sonnet], stop);
        var resets = requeued.Data!.Value.GetProperty("ending").GetProperty("resetsAt").GetDateTimeOffset();
        Assert.True(events[sonnet][^1].At < resets, "A task of another model waited.");
        Assert.True(
            events[opus].First(envelope => envelope.Type == EventTypes.TaskStarted).At >= resets,
                "A task of the limited model did not wait.");
        Assert.All(events, pair => Assert.Equal(EventTypes.TaskCompleted, pair.Value[^1].Type));
    }

    [Theory(Timeout = Patience.OfTest)]
    [InlineData(429, "rate_limit_error")]
    [InlineData(529, "overloaded_error")]
    public async Task A_passing_throttle_holds_no_profile(int status, string type)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stop);
        var answer = $$"""{ "status": {{status}}, "errorType": "{{type}}", "message": "Slow down", "headers": { "retry-after": "1" } }""";
        await scene.Stub.PlayAsync(
            $$"""{ "rules": [ { "when": { "prompt": "limit me" }, "answers": [ {{answer}} ], "loop": true } ] }""", stop);
        var hit = await scene.SubmitOneAsync("limit me", "plan-a", null, stop);
        await scene.SeeAsync(hit, EventTypes.TaskRequeued, stop);
        var next = await scene.SubmitOneAsync("work", "plan-a", null, stop);
        await scene.Gateway.Rest.EndedAsync(next, stop);
        await scene.Stub.PlayAsync("""{ "rules": [] }""", stop);

        var events = await scene.EventsOfAsync([hit, next], stop);
        Assert.All(events, pair => Assert.Equal(EventTypes.TaskCompleted, pair.Value[^1].Type));
        Assert.All(
            events[hit].Where(envelope => envelope.Type == EventTypes.TaskRequeued),
            envelope => Assert.Equal("throttled", envelope.Data!.Value.GetProperty("ending").GetProperty("class").GetString()));
        Assert.Equal(1, (await scene.Gateway.Rest.GetAsync(hit, stop)).Runs);
        Assert.True(events[next][^1].Seq < events[hit][^1].Seq, "The throttled task held up another one.");
        Assert.DoesNotContain((await scene.GatesAsync(stop)).Items, gate => gate.Closed);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task An_unpaid_bill_holds_the_profile_until_a_person_opens_it()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stop);
        await scene.Stub.PlayAsync("""
            { "rules": [ { "when": { "prompt": "limit me" }, "times": 1, "answers": [ { "status": 400, "errorType": "invalid_request_error",
              "message": "Your credit balance is too low to access the Anthropic API." } ] } ] }
            """, stop);
        var hit = await scene.SubmitOneAsync("limit me", "default", null, stop);
        await scene.SeeAsync(hit, EventTypes.TaskRequeued, stop);
        var gate = Assert.Single((await scene.GatesAsync(stop)).Items, gate => gate.Closed);
        Assert.Equal(("profile:default", null, "provider"), (gate.Name, gate.ClosedUntil, gate.Actor));
        var explained = await scene.Gateway.Rest.Http.GetFromJsonAsync($"/api/v1/tasks/{hit}/explain", CcspJson.Wire.ExplanationView, stop);
        Assert.Contains("profile:default is closed by provider until someone opens it", explained!.Summary, StringComparison.Ordinal);

        (await scene.Gateway.Rest.Http.PostAsync(new Uri("/api/v1/gates/profile:default/open", UriKind.Relative), null, stop))
            .EnsureSuccessStatusCode();
        Assert.Equal(TaskState.Succeeded, (await scene.Gateway.Rest.EndedAsync(hit, stop)).State);
    }

    /// <summary>Both runs belong to one conversation, and the second was started as its continuation.</summary>
    private static async Task AssertSameConversationAsync(Scene scene, string id, CancellationToken cancellationToken)
    {
        var runs = await scene.Gateway.Rest.Http.GetFromJsonAsync($"/api/v1/tasks/{id}/runs", CcspJson.Wire.RunList, cancellationToken);
        Assert.Equal(2, runs!.Items.Count);
        Assert.Equal(runs.Items[0].ConversationId, runs.Items[1].ConversationId);
        Assert.Contains(
            "Running.", System.Text.Encoding.UTF8.GetString(await scene.Gateway.Rest.OutputAsync(id, cancellationToken, run: 1)),
            StringComparison.Ordinal);
    }

    /// <summary>Half of the work first: a tool call, whose result is refused.</summary>
    private static string Scenario(string limit) => $$"""
        { "rules": [ { "when": { "prompt": "limit me" }, "times": 2, "answers": [
            { "text": "Running.", "tool": { "name": "Bash", "input": { "command": "echo half", "description": "half" } } },
            {{limit}} ] } ] }
        """;

    private static string LimitAnswer(string window, string header, int resetSeconds) => $$"""
        { "status": 429, "errorType": "rate_limit_error", "message": "limit reached", "headers": {
          "anthropic-ratelimit-unified-status": "rejected",
          "anthropic-ratelimit-unified-reset": "+{{resetSeconds}}",
          "anthropic-ratelimit-unified-representative-claim": "{{window}}",
          "anthropic-ratelimit-unified-{{header}}-status": "rejected",
          "anthropic-ratelimit-unified-{{header}}-utilization": "1",
          "anthropic-ratelimit-unified-{{header}}-reset": "+{{resetSeconds}}" } }
        """;

    /// <summary>A gateway with two subscriptions, which never share a limit.</summary>
    private sealed class Scene(DataFolder data, StubProcess stub, GatewayProcess gateway) : IAsyncDisposable
    {
        public StubProcess Stub => stub;

        public GatewayProcess Gateway => gateway;

        public static async Task<Scene> OpenAsync(CancellationToken cancellationToken, bool andKill = false)
        {
            var data = new DataFolder();
            var stub = await StubProcess.StartAsync(cancellationToken);
            var setup = new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url, MoreSections = Profiles(data.Path, stub.Url) };
            return new Scene(data, stub, await GatewayProcess.StartAsync(setup, cancellationToken, andKill));
        }

        /// <summary>Seconds within which some tasks of another profile or model can end, however loaded this machine is.</summary>
        public async Task<int> LongEnoughAsync(CancellationToken cancellationToken)
        {
            var since = Stopwatch.GetTimestamp();
            await gateway.Rest.EndedAsync(await SubmitOneAsync("work", "plan-b", null, cancellationToken), cancellationToken);
            return 12 + (6 * (int)Stopwatch.GetElapsedTime(since).TotalSeconds);
        }

        /// <summary>One task that meets the limit and two beside it; whatever was acknowledged before the death is told.</summary>
        public async Task SubmitUntilDeathAsync(List<string> acknowledged, CancellationToken cancellationToken)
        {
            try
            {
                foreach (var prompt in (string[])["limit me", "work 1", "work 2"])
                    acknowledged.Add(await SubmitOneAsync(prompt, "plan-a", null, cancellationToken));
                foreach (var id in acknowledged)
                    await gateway.Rest.EndedAsync(id, cancellationToken);
            }
            catch (Exception ex) when (ex is HttpRequestException or IOException)
            {
                // Its connections end a moment before the system tells of its death.
                await Poll.UntilAsync(() => gateway.IsDead, "the death", cancellationToken);
            }
        }

        public async Task<string> SubmitOneAsync(string prompt, string profile, string? model, CancellationToken cancellationToken) =>
            (
                await gateway.Rest.SubmitAsync(
                    new TaskSubmission { Prompt = prompt, Profile = profile, Model = model, AllowedTools = ["Bash(echo half)"] },
                    cancellationToken)).Id;

        public async Task<IReadOnlyList<string>> SubmitAsync(int count, string prompt, string profile, CancellationToken cancellationToken)
        {
            List<string> ids = [];
            for (var i = 0; i < count; i++)
                ids.Add(await SubmitOneAsync($"{prompt} {i}", profile, null, cancellationToken));
            return ids;
        }

        /// <summary>Waits for the first event of a type.</summary>
        public Task<EventEnvelope> SeeAsync(string id, string type, CancellationToken cancellationToken) =>
            gateway.Rest.SeeAsync(id, type, cancellationToken);

        public async Task<IReadOnlyDictionary<string, IReadOnlyList<EventEnvelope>>> EventsOfAsync(
            IReadOnlyList<string> ids, CancellationToken cancellationToken)
        {
            Dictionary<string, IReadOnlyList<EventEnvelope>> events = [];
            foreach (var id in ids)
                events[id] =
                [
                    .. (await gateway.Rest.EventsAsync(id, cancellationToken)).Select(pair => pair.Event)
                    .Where(envelope => envelope.Type != EventTypes.TaskOutput),
                ];
            return events;
        }

        public async Task<GateList> GatesAsync(CancellationToken cancellationToken) =>
            (await gateway.Rest.Http.GetFromJsonAsync("/api/v1/gates", CcspJson.Wire.GateList, cancellationToken))!;

        public async ValueTask DisposeAsync()
        {
            await gateway.DisposeAsync();
            await stub.DisposeAsync();
            data.Dispose();
        }

        private static string Profiles(string folder, string url) => $$"""
            "profiles": {
              "plan-a": { "configDir": "{{folder}}/plan-a", "env": {
                "CLAUDE_CODE_OAUTH_TOKEN": "sk-ant-oat-a", "ANTHROPIC_BASE_URL": "{{url}}",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1" } },
              "plan-b": { "configDir": "{{folder}}/plan-b", "env": {
                "CLAUDE_CODE_OAUTH_TOKEN": "sk-ant-oat-b", "ANTHROPIC_BASE_URL": "{{url}}",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1" } }
            }
            """;
    }
}
