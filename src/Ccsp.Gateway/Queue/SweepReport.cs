namespace Ccsp.Gateway.Queue;

internal sealed record SweepReport(int Due, int Expired, int Promoted, int Lost, int Unblocked, int Deleted)
{
    /// <summary>Whether another round would find more at once.</summary>
    public bool MayHaveMore(int limit) =>
        Due >= limit || Expired >= limit || Promoted >= limit || Lost >= limit || Unblocked >= limit || Deleted >= limit;

    /// <summary>Ids of tasks T21 deleted, so that their run folders can be removed.</summary>
    public IReadOnlyList<string> DeletedIds { get; init; } = [];

    /// <summary>The runs it ended because their instance is gone, as many as <see cref="Lost"/>.</summary>
    public IReadOnlyList<LostRun> LostRuns { get; init; } = [];
}
