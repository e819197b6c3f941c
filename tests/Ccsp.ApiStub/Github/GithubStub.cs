using System.Globalization;

namespace Ccsp.ApiStub.Github;

/// <summary>The part of GitHub's issues that CCSP uses, in memory. One lock guards all of it.</summary>
internal sealed class GithubStub(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<StubIssue>> _issues = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _requests = [];
    private GithubMode _mode = new();
    private int _left;
    private long _lastComment;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>“METHOD path status” of each request, in order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public void Set(GithubMode next)
    {
        lock (_gate)
            (_mode, _left) = (next, next.Times);
    }

    /// <summary>The behaviour for one request.</summary>
    public GithubMode Next()
    {
        lock (_gate)
        {
            var now = _mode;
            if (_mode.Times > 0 && --_left <= 0)
                _mode = new();
            return now;
        }
    }

    public void Note(string method, string path, int status)
    {
        lock (_gate)
            _requests.Add(string.Create(CultureInfo.InvariantCulture, $"{method} {path} {status}"));
    }

    public StubIssue Create(string repository, string title, string body, IReadOnlyList<string> labels)
    {
        lock (_gate)
        {
            var all = All_NeedsLock(repository);
            var issue = new StubIssue { Number = all.Count + 1, Title = title, Body = body, Labels = labels };
            all.Add(issue);
            return issue;
        }
    }

    public StubIssue? Find(string repository, int number)
    {
        lock (_gate)
            return All_NeedsLock(repository).FirstOrDefault(issue => issue.Number == number);
    }

    public IReadOnlyList<StubIssue> All(string repository)
    {
        lock (_gate)
            return [.. All_NeedsLock(repository)];
    }

    public void Comment(StubIssue issue, string body)
    {
        lock (_gate)
        {
            issue.Comments.Add(new StubComment(++_lastComment, body, Now));
            issue.Version++;
        }
    }

    public void SetState(StubIssue issue, string state)
    {
        lock (_gate)
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
        if (!_issues.TryGetValue(repository, out var all))
            _issues[repository] = all = [];
        return all;
    }
}
