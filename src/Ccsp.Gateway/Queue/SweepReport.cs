namespace Ccsp.Gateway.Queue;

internal sealed record SweepReport(int Due, int Expired, int Promoted, int Lost, int Unblocked, int Deleted)
{
    /// <summary>Whether another round would find more at once.</summary>
    public bool MayHaveMore(int limit) =>
        Due >= limit || Expired >= limit || Promoted >= limit || Lost >= limit || Unblocked >= limit || Deleted >= limit;

    /// <summary>Tasks deleted by T21, whose run folders are to be removed.</summary>
    public IReadOnlyList<string> DeletedIds { get; init; } = [];

    /// <summary>The runs counted by <see cref="Lost"/>.</summary>
    public IReadOnlyList<LostRun> LostRuns { get; init; } = [];
}
