using System.Security.Cryptography;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>
/// Moves everything from one store to another. However it is interrupted, at most one of the two can be used by a gateway: the old one
/// until the copy is verified, the new one afterwards. A restart completes such a move or begins anew.
/// </summary>
/// <param name="from">Only read until the last step.</param>
/// <param name="to">Its content is deleted.</param>
/// <param name="report">Progress, one line per call.</param>
internal sealed class StoreMigrator(IMigrationEndpoint from, IMigrationEndpoint to, TimeProvider time, Action<string> report)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    /// <exception cref="MigrationRefused">Both count as before.</exception>
    public async Task<MigrationReport> RunAsync(CancellationToken cancellationToken)
    {
        if ((await from.MarksAsync(cancellationToken)).Moved is { } moved)
            return await EndAsync(moved, cancellationToken);
        await from.RequireStillAsync(report, cancellationToken);
        await to.RequireStillAsync(report, cancellationToken);
        var there = await to.MarksAsync(cancellationToken);
        if (there is { Moved: null, Arriving: null } && await to.HasTasksAsync(cancellationToken))
            throw new MigrationRefused(
                $"{to.Name} holds tasks that count. A store is moved into an empty one only: name another, or move that one away first.");
        var move = Guid.NewGuid().ToString("N");
        var arriving = new MigrationMark(move, from.Name, time.GetUtcNow());
        await to.BeginAsync(arriving, cancellationToken);
        Failpoints.Hit(Failpoints.MoveBegun);
        var left = await CopyAsync(cancellationToken);
        Failpoints.Hit(Failpoints.MoveCopied);
        Compare(left, await ReadBackAsync(cancellationToken));
        await to.ArrivedAsync(arriving with { Complete = true }, cancellationToken);
        Failpoints.Hit(Failpoints.MoveArrived);
        await from.LeaveAsync(new MigrationMark(move, to.Name, time.GetUtcNow()), cancellationToken);
        Failpoints.Hit(Failpoints.MoveLeft);
        await to.OpenAsync(cancellationToken);
        return new MigrationReport(from.Name, to.Name, left);
    }

    /// <summary>The old store is marked already; only the new one may have to be opened.</summary>
    private async Task<MigrationReport> EndAsync(MigrationMark moved, CancellationToken cancellationToken)
    {
        if ((await to.MarksAsync(cancellationToken)).Arriving is not { Complete: true } arrived || arrived.Move != moved.Move)
            throw new MigrationRefused(StoreMoved.Away(from.Name, moved).Message);
        report("everything had arrived before the move was interrupted; ending it");
        await to.OpenAsync(cancellationToken);
        return new MigrationReport(from.Name, to.Name, []);
    }

    private async Task<IReadOnlyList<MigratedKind>> CopyAsync(CancellationToken cancellationToken)
    {
        List<MigratedKind> kinds = [];
        foreach (var (source, target) in from.Records.Zip(to.Records))
            kinds.Add(await ReadAsync(source, $"copying {source.Name}", page => target.WriteAsync(page, cancellationToken),
                cancellationToken));
        return kinds;
    }

    private async Task<IReadOnlyList<MigratedKind>> ReadBackAsync(CancellationToken cancellationToken)
    {
        List<MigratedKind> kinds = [];
        foreach (var target in to.Records)
            kinds.Add(await ReadAsync(target, $"reading {target.Name} back", _ => Task.CompletedTask, cancellationToken));
        return kinds;
    }

    private async Task<MigratedKind> ReadAsync(IRecords records, string doing, Func<IReadOnlyList<byte[]>, Task> take,
        CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (count, reported) = (0L, time.GetTimestamp());
        string? after = null;
        do
        {
            var page = await records.ReadAsync(after, cancellationToken);
            foreach (var record in page.Records)
            {
                digest.AppendData(record);
                digest.AppendData("\n"u8);
            }

            if (page.Records.Count > 0)
                await take(page.Records);
            await from.KeepAsync(cancellationToken);
            await to.KeepAsync(cancellationToken);
            Failpoints.Hit(Failpoints.MovePage);
            (count, after) = (count + page.Records.Count, page.Next);
            if (time.GetElapsedTime(reported) < ReportEvery)
                continue;
            reported = time.GetTimestamp();
            report($"{doing}: {count}");
        }
        while (after is not null);
        return new MigratedKind(records.Name, count, Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    private void Compare(IReadOnlyList<MigratedKind> left, IReadOnlyList<MigratedKind> arrived)
    {
        foreach (var (one, other) in left.Zip(arrived))
        {
            if (one != other)
                throw new MigrationRefused($"What was read back from {to.Name} is not what left {from.Name}: {one.Count} {one.Name} "
                    + $"left, {other.Count} arrived, and they differ. Nothing was moved; please report this.");
        }
    }
}
