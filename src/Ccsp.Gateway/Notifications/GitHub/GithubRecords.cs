using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>The stored records of GitHub issues.</summary>
internal static class GithubRecords
{
    /// <summary>Ordered by the next check.</summary>
    public static RecordIndex<TrackedIssue> NextPoll { get; } =
        new("next", issue => new IndexEntry(Partition: "", issue.NextAt.ToUnixTimeMilliseconds()));

    public static RecordKind<TrackedIssue> Issues { get; } =
        new("github-issue", GithubRecordsJson.Default.TrackedIssue, issue => issue.Key, NextPoll) { IsTakenWhenFull = true };
}
