using System.Net.Http.Json;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Ccsp.Tests.Notifications;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>The published gateway and a stand-in for GitHub: one issue for one trouble, whenever the gateway is killed.</summary>
public sealed class NotificationTests
{
    [Theory(Timeout = Patience.OfTest)]
    [InlineData("notify.event", true)]
    [InlineData("notify.sending", true)]
    [InlineData("notify.taken", true)]
    [InlineData("notify.event", false)]
    [InlineData("notify.taken", false)]
    public async Task An_issue_is_opened_once_and_closed_once_whenever_the_gateway_is_killed(string failpoint, bool atTheBeginning)
    {
        var stop = TestContext.Current.CancellationToken;
        var armed = new Dictionary<string, string> { ["CCSP_FAILPOINT"] = failpoint + ":1" };
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await using var gateway = await GatewayProcess.StartAsync(Setup(data, stub), stop, andKill: true);

        await gateway.StartAgainAsync(stop, atTheBeginning ? armed : null);
        await GateAsync(gateway, "close", """{"reason":"credit too low"}""", stop, mayDie: atTheBeginning);
        if (atTheBeginning)
            await StartAfterDeathAsync(gateway, failpoint, stop);
        await Poll.UntilAsync(() => AllSentAsync(gateway, 1, stop), "the notification to be sent", stop);
        var issue = Assert.Single(await IssuesAsync(stub, stop));
        Assert.Equal(("open", 0), (issue.GetProperty("state").GetString(), issue.GetProperty("comments").GetInt32()));

        if (!atTheBeginning)
        {
            await gateway.KillAsync();
            await gateway.StartAgainAsync(stop, armed);
        }

        await GateAsync(gateway, "open", "", stop, mayDie: !atTheBeginning);
        if (!atTheBeginning)
            await StartAfterDeathAsync(gateway, failpoint, stop);
        await Poll.UntilAsync(() => AllSentAsync(gateway, 2, stop), "the end to be told", stop);
        issue = Assert.Single(await IssuesAsync(stub, stop));
        Assert.Equal(("closed", 1), (issue.GetProperty("state").GetString(), issue.GetProperty("comments").GetInt32()));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_GitHub_that_hangs_or_says_no_delays_no_task_and_is_told_by_the_command_line()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(stop);
        await using var gateway = await GatewayProcess.StartAsync(Setup(data, stub), stop);
        await ModeAsync(stub, "hang", stop);
        await GateAsync(gateway, "close", "", stop);
        var task = await gateway.Rest.SubmitAsync(new TaskSubmission { Prompt = "{}", Engine = "fake", Profile = "other" }, stop);
        Assert.Equal(TaskState.Succeeded, (await gateway.Rest.EndedAsync(task.Id, stop)).State);

        await ModeAsync(stub, "forbidden", stop);
        var program = ChildProgram.Start(
            Repository.Ccsp, ["--url", gateway.Url, "notify", "test", "github"],
            new Dictionary<string, string> { ["CCSP_DATA_DIR"] = data.Path });
        Assert.Contains("GITHUB_TOKEN may not do this in owner/name", await program.LineAsync("github: ", stop), StringComparison.Ordinal);
        await program.Exited.WaitAsync(stop);
        Assert.Equal(ExitCodes.Failed, program.ExitCode);
        await program.DisposeAsync();
    }

    /// <summary>The library for mails was written for compiling at run time; here it is native code.</summary>
    [Fact(Timeout = Patience.OfTest)]
    public async Task A_mail_goes_out_of_the_published_program()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        using var mails = new MailServer();
        var setup = new GatewaySetup
        {
            DataFolder = data.Path,
            MoreSections =
                $$"""
                "notify": { "allowTargets": [ "127.0.0.1" ],
                            "email": { "host": "127.0.0.1", "port": {{mails.Port}}, "tls": "none",
                                       "from": "ccsp@example.org", "to": [ "a@example.org" ] } }
                """,
        };
        await using var gateway = await GatewayProcess.StartAsync(setup, stop);
        await using var program = ChildProgram.Start(
            Repository.Ccsp, ["--url", gateway.Url, "notify", "test", "email"],
            new Dictionary<string, string> { ["CCSP_DATA_DIR"] = data.Path });
        await program.Exited.WaitAsync(stop);
        Assert.Equal(ExitCodes.Done, program.ExitCode);
        Assert.Contains("To: a@example.org", Assert.Single(mails.Mails), StringComparison.Ordinal);
    }

    private static GatewaySetup Setup(DataFolder data, StubProcess stub) => new()
    {
        DataFolder = data.Path,
        MoreSections =
            $$"""
            "profiles": { "other": { "engine": "fake" } },
            "notify": { "allowTargets": [ "127.0.0.1" ],
                        "github": { "repository": "owner/name", "apiUrl": "{{stub.Url}}/github",
                                    "minimumSeverity": "warning", "pollSeconds": 1 },
                        "log": { "minimumSeverity": "critical" } }
            """,
        More = new Dictionary<string, string> { ["GITHUB_TOKEN"] = "ghp_stand_in" },
    };

    private static async Task StartAfterDeathAsync(GatewayProcess gateway, string failpoint, CancellationToken cancellationToken)
    {
        await Poll.UntilAsync(() => gateway.IsDead, $"the gateway to die at {failpoint}", cancellationToken);
        await gateway.KillAsync();
        await gateway.StartAgainAsync(cancellationToken);
    }

    /// <param name="mayDie">Whether the gateway may die after the change was stored and before it can answer.</param>
    private static async Task GateAsync(GatewayProcess gateway, string what, string body, CancellationToken cancellationToken,
        bool mayDie = false)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        try
        {
            using var answer = await gateway.Rest.Http.PostAsync(
                new Uri($"/api/v1/gates/profile:default/{what}", UriKind.Relative), content, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception ex) when (mayDie && ex is (HttpRequestException or IOException))
        {
            // Its end is seen a moment later than that of its connection; the caller waits for it.
        }
    }

    private static async Task<bool> AllSentAsync(GatewayProcess gateway, int count, CancellationToken cancellationToken)
    {
        var list = await gateway.Rest.Http.GetFromJsonAsync("/api/v1/notifications", CcspJson.Wire.NotificationList, cancellationToken);
        return list!.Items.Count(view => view.State == NotificationState.Sent) == count && list.Items.Count == count;
    }

    private static async Task<IReadOnlyList<JsonElement>> IssuesAsync(StubProcess stub, CancellationToken cancellationToken)
    {
        using var json =
            JsonDocument.Parse(await stub.Http.GetStringAsync(new Uri("/stub/github/owner/name/issues", UriKind.Relative),
                cancellationToken));
        return [.. json.RootElement.Clone().EnumerateArray()];
    }

    private static async Task ModeAsync(StubProcess stub, string mode, CancellationToken cancellationToken)
    {
        using var body = new StringContent($$"""{"mode":"{{mode}}"}""");
        using var answer = await stub.Http.PutAsync(new Uri("/stub/github/mode", UriKind.Relative), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
