using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.GitHub;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>The life of an issue, against the stand-in for GitHub over a real connection, with kills between all steps.</summary>
public sealed class IssueTests : IDisposable
{
    private const string Key = "session:default";

    private readonly NotificationBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task One_issue_is_opened_and_the_next_failure_comments_on_it()
    {
        await using var github = await GithubHost.StartAsync(_bench);
        await github.Tracker.OpenAsync(Wish("1"), Stop);
        await github.DeliverAsync();
        await github.Tracker.OpenAsync(Wish("2", "Again."), Stop);
        await github.DeliverAsync();
        var issue = Assert.Single(github.Issues);
        Assert.Equal("Session of default ended", issue.Title);
        Assert.Equal(["urgent", "session-timeout", "requires-manual-action"], issue.Labels);
        Assert.StartsWith("Sign in.\n\n<!-- ccsp-issue session%3Adefault -->", issue.Body, StringComparison.Ordinal);
        Assert.StartsWith("Again.", Assert.Single(issue.Comments).Body, StringComparison.Ordinal);
        Assert.Equal(1, await github.Tracker.NumberAsync(Key, Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_occurrence_told_again_after_a_kill_changes_nothing()
    {
        await using var github = await GithubHost.StartAsync(_bench);
        for (var life = 0; life < 3; life++)
        {
            await github.Tracker.OpenAsync(Wish("1"), Stop);
            _bench.Restart();
            await github.DeliverAsync();
        }

        Assert.Empty(Assert.Single(github.Issues).Comments);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_issue_whose_answer_was_lost_is_found_again_instead_of_opened_twice()
    {
        await using var github = await GithubHost.StartAsync(_bench);
        await github.Tracker.OpenAsync(Wish("1"), Stop);
        github.Stub.Set(new("lose-answer", Times: 2));
        for (var life = 0; life < 4; life++)
        {
            await github.DeliverAsync();
            _bench.Restart();
            _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Empty(Assert.Single(github.Issues).Comments);
        Assert.Equal(NotificationState.Sent, (await _bench.OnlyAsync()).State);
        Assert.Equal(1, await github.Tracker.NumberAsync(Key, Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_kill_between_GitHub_and_the_store_makes_no_second_issue_comment_or_closing()
    {
        await using var github = await GithubHost.StartAsync(_bench);
        await PlayWithKillAsync(github, () => github.Tracker.OpenAsync(Wish("1"), Stop));
        await PlayWithKillAsync(github, () => github.Tracker.OpenAsync(Wish("2", "Again."), Stop));
        await PlayWithKillAsync(github, () => github.Tracker.CommentAsync(Key, "3", "Still.", Stop));
        Assert.Equal(2, Assert.Single(github.Issues).Comments.Count);
        await PlayWithKillAsync(github, () => github.Tracker.CloseAsync(Key, "4", "It is back.", Stop));
        var issue = Assert.Single(github.Issues);
        Assert.Equal(("closed", 3), (issue.State, issue.Comments.Count));
        Assert.Null(await github.Tracker.NumberAsync(Key, Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task Closed_by_a_person_and_really_over_it_is_forgotten()
    {
        await using var github = await OpenedAsync();
        github.Stub.SetState(github.Issues[0], "closed");
        await github.WatchAsync();
        Assert.Empty(github.Asked);
        _bench.Clock.Advance(TimeSpan.FromSeconds(60));
        await github.WatchAsync();
        Assert.Equal([Key], github.Asked);
        Assert.Null(await github.Tracker.NumberAsync(Key, Stop));
        await github.DeliverAsync();
        Assert.Equal("closed", github.Issues[0].State);

        await github.Tracker.OpenAsync(Wish("2"), Stop);
        await github.DeliverAsync();
        Assert.Equal(2, github.Issues.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Closed_while_still_broken_it_is_opened_again_with_a_comment_once()
    {
        await using var github = await OpenedAsync();
        github.StillBroken = _ => Task.FromResult(true);
        for (var round = 1; round <= 2; round++)
        {
            github.Stub.SetState(github.Issues[0], "closed");
            _bench.Clock.Advance(TimeSpan.FromSeconds(60));
            await github.WatchAsync();
            _bench.Restart();
            await github.WatchAsync();
            await github.DeliverAsync();
            _bench.Restart();
            await github.DeliverAsync();
            Assert.Equal(("open", round), (github.Issues[0].State, github.Issues[0].Comments.Count));
        }

        Assert.Equal(2, github.Asked.Count);
        Assert.StartsWith("The issue was closed, but a check shows", github.Issues[0].Comments[0].Body, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_kill_while_the_trouble_is_verified_repeats_the_question()
    {
        await using var github = await OpenedAsync();
        github.Stub.SetState(github.Issues[0], "closed");
        _bench.Clock.Advance(TimeSpan.FromSeconds(60));
        github.StillBroken = _ => throw new InvalidOperationException("killed here");
        await github.WatchAsync();
        _bench.Restart();
        _bench.Clock.Advance(TimeSpan.FromSeconds(60));
        github.StillBroken = _ => Task.FromResult(true);
        await github.WatchAsync();
        await github.DeliverAsync();
        Assert.Equal(2, github.Asked.Count);
        Assert.Equal("open", github.Issues[0].State);
    }

    [Fact(Timeout = 60_000)]
    public async Task Looks_are_conditional_and_no_more_often_than_configured()
    {
        await using var github = await OpenedAsync();
        for (var second = 0; second < 300; second += 10)
        {
            _bench.Clock.Advance(TimeSpan.FromSeconds(10));
            await github.WatchAsync();
            if (second == 100)
                _bench.Restart();
        }

        var looks = github.Stub.Requests.Where(text => text.StartsWith("GET /github/repos/owner/name/issues/1 ", StringComparison.Ordinal))
            .Select(text => text[^3..]);
        Assert.Equal(["200", "304", "304", "304", "304"], looks);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("unauthorized", "it does not accept GITHUB_TOKEN (notify.github.token)", 60)]
    [InlineData("forbidden", "it needs to write issues", 60)]
    [InlineData("not-found", "there is no owner/name (notify.github.repository)", 60)]
    [InlineData("server-error", "answered 500", null)]
    [InlineData("redirect", "redirects to elsewhere.example", 60)]
    [InlineData("huge", "answers with more than can be an answer", null)]
    [InlineData("lose-answer", "127.0.0.1", null)]
    public async Task A_GitHub_that_says_no_is_told_in_the_health_and_the_issue_comes_later(string mode, string error, int? pauseMinutes)
    {
        await using var github = await GithubHost.StartAsync(_bench);
        github.Stub.Set(new(mode));
        await github.Tracker.OpenAsync(Wish("1"), Stop);
        await github.DeliverAsync();
        var health = (await _bench.Outbox.HealthAsync(Stop))[ChannelNames.Github];
        Assert.Contains(error, health.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ghp_secret", health.Error, StringComparison.Ordinal);
        Assert.Equal((1, pauseMinutes is { } pause ? _bench.Now.AddMinutes(pause) : null), (health.Waiting, health.PausedUntil));
        github.Stub.Set(new());
        _bench.Clock.Advance(TimeSpan.FromMinutes(pauseMinutes ?? 1));
        await github.DeliverAsync();
        Assert.Single(github.Issues);
        Assert.Null((await _bench.Outbox.HealthAsync(Stop))[ChannelNames.Github].Error);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_GitHub_that_hangs_is_left_after_its_time()
    {
        await using var github = await GithubHost.StartAsync(_bench, totalSeconds: 0.3);
        github.Stub.Set(new("hang"));
        await github.Tracker.OpenAsync(Wish("1"), Stop);
        await github.DeliverAsync();
        Assert.Contains("gave no complete answer within 0.3 s", (await _bench.OnlyAsync()).Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("rate-limited")]
    [InlineData("retry-after")]
    public async Task GitHubs_own_limit_is_obeyed_for_looking_and_writing_and_costs_no_try(string mode)
    {
        await using var github = await OpenedAsync();
        github.Stub.Set(new(mode, Seconds: 900));
        _bench.Clock.Advance(TimeSpan.FromSeconds(60));
        await github.WatchAsync();
        await github.Tracker.CommentAsync(Key, "2", "More.", Stop);
        var asked = github.Stub.Requests.Count;
        for (var minute = 0; minute < 14; minute++)
        {
            _bench.Restart();
            _bench.Clock.Advance(TimeSpan.FromMinutes(1));
            await github.WatchAsync();
            await github.DeliverAsync();
        }

        Assert.Equal(asked, github.Stub.Requests.Count);
        github.Stub.Set(new());
        _bench.Clock.Advance(TimeSpan.FromMinutes(2));
        await github.DeliverAsync();
        Assert.Single(github.Issues[0].Comments);
        Assert.Equal(1, (await _bench.AllAsync())[^1].Tries);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_issue_is_not_watched_any_more()
    {
        await using var github = await OpenedAsync();
        github.Stub.Set(new("gone", Times: 1));
        _bench.Clock.Advance(TimeSpan.FromSeconds(60));
        await github.WatchAsync();
        Assert.Null(await github.Tracker.NumberAsync(Key, Stop));
        Assert.Empty(github.Asked);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_routed_notice_opens_the_issue_of_its_topic_and_its_end_closes_it()
    {
        _bench.Options = _bench.Options with { Routes = [new(ChannelNames.Github, Severity.Critical)] };
        await using var github = await GithubHost.StartAsync(_bench);
        await _bench.RouteAsync(NotificationBench.Notice("stop", Severity.Critical, "emergency"));
        await github.DeliverAsync();
        await _bench.RouteAsync(NotificationBench.Notice("clear", Severity.Info, "emergency", resolves: true));
        await github.DeliverAsync();
        var issue = Assert.Single(github.Issues);
        Assert.Equal(("closed", 1), (issue.State, issue.Comments.Count));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_repository_every_wish_is_quietly_no_wish()
    {
        var tracker = new IssueTracker(_bench.Outbox, _bench.IssueStore, _bench.Clock, isConfigured: false);
        await tracker.OpenAsync(Wish("1"), Stop);
        await tracker.CloseAsync(Key, "2", "Over.", Stop);
        Assert.Empty(await _bench.AllAsync());
    }

    /// <summary>Sends, and takes back in the store what was learned, as a kill right after GitHub's answer does.</summary>
    private async Task PlayWithKillAsync(GithubHost github, Func<Task> wish)
    {
        await wish();
        var entry = Assert.Single(await _bench.Outbox.TakeAsync(ChannelNames.Github, _bench.Now, 1, Stop));
        await github.Channel.SendAsync(entry, _bench.Now, Stop);
        _bench.Restart();
        await github.DeliverAsync();
    }

    private async Task<GithubHost> OpenedAsync()
    {
        var github = await GithubHost.StartAsync(_bench);
        await github.Tracker.OpenAsync(Wish("1"), Stop);
        await github.DeliverAsync();
        Assert.Single(github.Issues);
        return github;
    }

    private static NewIssue Wish(string occurrence, string body = "Sign in.") =>
        new(Key, occurrence, "Session of default ended", body, ["urgent", "session-timeout", "requires-manual-action"]);
}
