using System.Globalization;

namespace Ccsp.ApiStub.Github;

/// <summary>The part of GitHub's issues that CCSP uses, in memory. One lock guards all of it.</summary>
internal sealed class GithubStub(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<StubIssue>> issues = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> requests = [];
    private GithubMode mode = new();
    private int left;
    private long lastComment;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>“METHOD path status” of each request, in order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (gate)
                return [.. requests];
        }
    }

    public void Set(GithubMode next)
    {
        lock (gate)
            (mode, left) = (next, next.Times);
    }

    /// <summary>The behaviour for one request.</summary>
    public GithubMode Next()
    {
        lock (gate)
        {
            var now = mode;
            if (mode.Times > 0 && --left <= 0)
                mode = new();
            return now;
        }
    }

    public void Note(string method, string path, int status)
    {
        lock (gate)
            requests.Add(string.Create(CultureInfo.InvariantCulture, $"{method} {path} {status}"));
    }

    public StubIssue Create(string repository, string title, string body, IReadOnlyList<string> labels)
    {
        lock (gate)
        {
            var all = All_NeedsLock(repository);
            var issue = new StubIssue { Number = all.Count + 1, Title = title, Body = body, Labels = labels };
            all.Add(issue);
            return issue;
        }
    }

    public StubIssue? Find(string repository, int number)
    {
        lock (gate)
            return All_NeedsLock(repository).FirstOrDefault(issue => issue.Number == number);
    }

    public IReadOnlyList<StubIssue> All(string repository)
    {
        lock (gate)
            return [.. All_NeedsLock(repository)];
    }

    public void Comment(StubIssue issue, string body)
    {
        lock (gate)
        {
            issue.Comments.Add(new StubComment(++lastComment, body, Now));
            issue.Version++;
        }
    }

    public void SetState(StubIssue issue, string state)
    {
        lock (gate)
        {
            if (issue.State == state)
                return;
            issue.State = state;
            issue.ClosedAt = state == "closed" ? Now : null;
            issue.Version++;
        }
    }

    private List<StubIssue> All_NeedsLock(string repository)
    {
        if (!issues.TryGetValue(repository, out var all))
            issues[repository] = all = [];
        return all;
    }
}
