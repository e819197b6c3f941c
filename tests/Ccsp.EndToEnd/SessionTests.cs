using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>A key the provider refuses, with the real CLI: found at once, held, and back without a lost task.</summary>
public sealed class SessionTests
{
    private const string Refuses =
        """{"rules":[{"when":{},"answers":[{"status":401,"errorType":"authentication_error","message":"invalid x-api-key"}],"loop":"""
        + """true}]}""";

    public static TheoryData<string> Failpoints => Repository.Full
        ? ["finish.before-apply", "finish.after-apply", "finish.after-commit", "gate.before-apply", "gate.after-apply", "gate.after-commit",
           "record.before-apply:2", "record.after-apply:2", "record.after-apply:4", "record.before-apply:7", "sweep.after-apply:4",
           .. Enumerable.Range(1, 8).Select(step => $"record.after-commit:{step}")]
        : ["finish.after-apply", "gate.after-commit", "record.after-commit:2", "record.after-commit:4"];

    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Failpoints))]
    public async Task A_loss_its_one_issue_and_its_recovery_survive_a_kill_at_every_step(string failpoint)
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync(Refuses, stop);
        await using var gateway = await GatewayProcess.StartAsync(
            new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url, More = Issues(stub) }, stop, andKill: true);
        var submission = new TaskSubmission { Prompt = "one" };
        if (await gateway.TryStartAgainAsync(new Dictionary<string, string> { ["CCSP_FAILPOINT"] = failpoint }, stop))
            await SubmitUntilDeathOrLossAsync(gateway, submission, stop);
        await gateway.KillAsync();

        await gateway.StartAgainAsync(stop);
        var task = await gateway.Rest.SubmitAsync(submission, stop, "the task");
        await Poll.UntilAsync(
            async () => await SessionAsync(gateway, stop) is { State: SessionState.Lost, IssueNumber: not null }, "the loss and its issue",
            stop);
        await stub.PlayAsync("""{"rules":[]}""", stop);
        await CloseIssueAsync(stub, stop);

        var ended = await gateway.Rest.EndedAsync(task.Id, stop);
        Assert.Equal((TaskState.Succeeded, 1), (ended.State, ended.Runs));
        await Poll.UntilAsync(
            async () => await SessionAsync(gateway, stop) is { State: SessionState.Valid, IssueNumber: null }, "the recovery", stop);
        Assert.Equal(1, await CountIssuesAsync(stub, stop));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_refused_key_holds_its_profile_over_a_kill_and_is_verified_by_one_run()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync(Refuses, stop);
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url }, stop);
        var first = await gateway.Rest.SubmitAsync(new TaskSubmission { Prompt = "one" }, stop);
        var watch = Stopwatch.StartNew();
        await Poll.UntilAsync(async () => (await SessionAsync(gateway, stop)).State == SessionState.Lost, "the loss", stop);
        TestContext.Current.SendDiagnosticMessage($"lost after {watch.Elapsed.TotalSeconds:0.0} s");
        var second = await gateway.Rest.SubmitAsync(new TaskSubmission { Prompt = "two" }, stop);

        await gateway.KillAsync();
        await gateway.StartAgainAsync(stop);
        Assert.Equal(SessionState.Lost, (await SessionAsync(gateway, stop)).State);
        Assert.Equal(
            (TaskState.Scheduled, WaitReason.Session),
            ((await ParkedAsync(gateway, first.Id, stop)).State, (await gateway.Rest.GetAsync(first.Id, stop)).WaitReason));

        // Still refused: one run finds out, the other task never started.
        Assert.Equal(SessionState.Verifying, (await RecoverAsync(gateway, stop)).State);
        await Poll.UntilAsync(async () => (await SessionAsync(gateway, stop)).State == SessionState.Lost, "the second loss", stop);
        Assert.Equal(2, await RunsAsync(gateway, first.Id, stop) + await RunsAsync(gateway, second.Id, stop));

        await stub.PlayAsync("""{"rules":[]}""", stop);
        await RecoverAsync(gateway, stop);
        Assert.Equal(TaskState.Succeeded, (await gateway.Rest.EndedAsync(first.Id, stop)).State);
        Assert.Equal(TaskState.Succeeded, (await gateway.Rest.EndedAsync(second.Id, stop)).State);
        await Poll.UntilAsync(async () => (await SessionAsync(gateway, stop)).State == SessionState.Valid, "the recovery", stop);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_closed_issue_is_opened_again_while_the_key_is_refused_and_ends_the_hold_when_it_is_not()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await stub.PlayAsync(Refuses, stop);
        await using var gateway = await GatewayProcess.StartAsync(
            new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url, More = Issues(stub) }, stop);
        var task = await gateway.Rest.SubmitAsync(new TaskSubmission { Prompt = "one" }, stop);
        await IssueAsync(stub, "an open issue", issue => issue.GetProperty("state").GetString() == "open", stop);
        await Poll.UntilAsync(async () => (await SessionAsync(gateway, stop)).IssueNumber is not null, "the number of the issue", stop);
        await gateway.KillAsync();
        await gateway.StartAgainAsync(stop);

        await CloseIssueAsync(stub, stop);
        var reopened = await IssueAsync(
            stub, "the issue to be open again", issue => issue.GetProperty("state").GetString() == "open" && Comments(issue) > 0, stop);
        Assert.Contains(task.Id, reopened.GetProperty("body").GetString(), StringComparison.Ordinal);
        await Poll.UntilAsync(async () => (await SessionAsync(gateway, stop)).State == SessionState.Lost, "the second loss", stop);

        await stub.PlayAsync("""{"rules":[]}""", stop);
        await CloseIssueAsync(stub, stop);
        Assert.Equal(TaskState.Succeeded, (await gateway.Rest.EndedAsync(task.Id, stop)).State);
        await Poll.UntilAsync(
            async () => await SessionAsync(gateway, stop) is { State: SessionState.Valid, IssueNumber: null }, "the recovery", stop);
        Assert.Equal(1, await CountIssuesAsync(stub, stop));
        await IssueAsync(stub, "the issue to stay closed", issue => issue.GetProperty("state").GetString() == "closed", stop);
    }

    private static Dictionary<string, string> Issues(StubProcess stub) => new()
    {
        ["CCSP__NOTIFY__GITHUB__REPOSITORY"] = "owner/name",
        ["CCSP__NOTIFY__GITHUB__APIURL"] = $"{stub.Url}/github",
        ["CCSP__NOTIFY__GITHUB__POLLSECONDS"] = "1",
        ["CCSP__NOTIFY__ALLOWTARGETS"] = "127.0.0.1",
        ["GITHUB_TOKEN"] = "stand-in",
    };

    private static async Task SubmitUntilDeathOrLossAsync(GatewayProcess gateway, TaskSubmission submission,
        CancellationToken cancellationToken)
    {
        try
        {
            await gateway.Rest.SubmitAsync(submission, cancellationToken, "the task");
            await Poll.UntilAsync(
                async () => gateway.IsDead || (await SessionAsync(gateway, cancellationToken)).State == SessionState.Lost,
                    "the death or the loss",
                cancellationToken);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            // Its connections end a moment before the system tells of its death.
            await Poll.UntilAsync(() => gateway.IsDead, "the death", cancellationToken);
        }
    }

    private static int Comments(JsonElement issue) => issue.GetProperty("comments").GetInt32();

    private static async Task<JsonElement> IssueAsync(StubProcess stub, string what, Func<JsonElement, bool> isIt,
        CancellationToken cancellationToken)
    {
        JsonElement found = default;
        await Poll.UntilAsync(
            async () =>
            {
                using var all =
                    JsonDocument.Parse(await stub.Http.GetStringAsync(new Uri("/stub/github/owner/name/issues", UriKind.Relative),
                        cancellationToken));
                return all.RootElement.GetArrayLength() > 0 && isIt(found = all.RootElement[0].Clone());
            },
            what,
            cancellationToken);
        return found;
    }

    private static async Task<int> CountIssuesAsync(StubProcess stub, CancellationToken cancellationToken)
    {
        using var all =
            JsonDocument.Parse(await stub.Http.GetStringAsync(new Uri("/stub/github/owner/name/issues", UriKind.Relative),
                cancellationToken));
        return all.RootElement.GetArrayLength();
    }

    private static async Task CloseIssueAsync(StubProcess stub, CancellationToken cancellationToken)
    {
        using var body = new StringContent("""{"state":"closed"}""", Encoding.UTF8, "application/json");
        using var answer = await stub.Http.PutAsync(new Uri("/stub/github/owner/name/issues/1", UriKind.Relative), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<TaskView> ParkedAsync(GatewayProcess gateway, string id, CancellationToken cancellationToken)
    {
        await Poll.UntilAsync(
            async () =>
                (await gateway.Rest.GetAsync(id, cancellationToken)).State is not (TaskState.Starting or TaskState.Running
                or TaskState.Stopping),
            "the end of the refused run", cancellationToken);
        return await gateway.Rest.GetAsync(id, cancellationToken);
    }

    private static async Task<int> RunsAsync(GatewayProcess gateway, string id, CancellationToken cancellationToken) =>
        (await gateway.Rest.Http.GetFromJsonAsync($"/api/v1/tasks/{id}/runs", CcspJson.Wire.RunList, cancellationToken))!.Items.Count;

    private static async Task<SessionView> SessionAsync(GatewayProcess gateway, CancellationToken cancellationToken) =>
        (await gateway.Rest.Http.GetFromJsonAsync("/api/v1/sessions", CcspJson.Wire.SessionList, cancellationToken))!.Items.Single();

    private static async Task<SessionView> RecoverAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        using var answer = await gateway.Rest.Http.PostAsync(new Uri("/api/v1/sessions/default/recovered", UriKind.Relative), null,
            cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync(CcspJson.Wire.SessionView, cancellationToken))!;
    }
}
