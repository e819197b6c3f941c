using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>What is kept of GitHub issues over restarts.</summary>
internal static class GithubRecords
{
    /// <summary>Ordered by the next check.</summary>
    public static RecordIndex<TrackedIssue> NextLook { get; } =
        new("next", issue => new IndexEntry(Partition: "", issue.NextAt.ToUnixTimeMilliseconds()));

    public static RecordKind<TrackedIssue> Issues { get; } =
        new("github-issue", GithubRecordsJson.Default.TrackedIssue, issue => issue.Key, NextLook);
}
