using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Deletes state of groups without tasks, a slice at a time: the virtual finish time once the class has caught up with it, and the expected
/// run time. A class without ready tasks catches up with all its groups, since no share matters there.
/// </summary>
internal sealed class IdleGroups(RedisLink link, QueueKeys keys, OptimisticRetry attempts)
{
    private readonly Dictionary<RedisKey, string> _cursors = [];

    public async Task ForgetAsync(int limit, CancellationToken cancellationToken)
    {
        await ForgetSharesAsync(limit, cancellationToken);
        await ForgetExpectationsAsync(limit, cancellationToken);
    }

    private async Task ForgetSharesAsync(int limit, CancellationToken cancellationToken)
    {
        var shares = (await SliceAsync(keys.Finish, limit, cancellationToken)).Select(Share.Read).ToList();
        if (shares.Count == 0)
            return;
        List<Priority> priorityClasses = [.. shares.Select(share => share.PriorityClass).Distinct()];
        await OnceAsync(
            async batch =>
            {
                var ready = await NumbersAsync(keys.Depth, [.. priorityClasses.Select(DepthNames.OfReady)], cancellationToken);
                var depths = await NumbersAsync(keys.Depth, [.. shares.Select(share => DepthNames.OfGroup(share.Group))],
                    cancellationToken);
                var meta = await NumbersAsync(keys.Meta,
                    ["claims", .. priorityClasses.Select(priorityClass => "time " + EnumNames<Priority>.Of(priorityClass))],
                    cancellationToken);
                batch.Same(keys.Meta, "claims", (long)meta[0]);
                var times = priorityClasses.Zip(meta.Skip(1)).ToDictionary(pair => pair.First, pair => pair.Second);
                foreach (var priorityClass in priorityClasses.Where((_, place) => ready[place] == 0))
                    CatchUp(batch, priorityClass, times,
                        shares.Where(share => share.PriorityClass == priorityClass).Max(share => share.Finish));
                foreach (var share in shares.Where((share, place) => depths[place] == 0 && share.Finish <= times[share.PriorityClass]))
                {
                    batch.AtMost(keys.Depth, 0, [DepthNames.OfGroup(share.Group)]);
                    batch.Drop(keys.Finish, share.Field);
                }
            },
            cancellationToken);
    }

    private void CatchUp(GuardedBatch batch, Priority priorityClass, Dictionary<Priority, double> times, double last)
    {
        var time = Fairness.CatchUp(times[priorityClass], last);
        if (time <= times[priorityClass])
            return;
        times[priorityClass] = time;
        batch.AtMost(keys.Depth, 0, [DepthNames.OfReady(priorityClass)]);
        batch.Put(keys.Meta, "time " + EnumNames<Priority>.Of(priorityClass), ((BatchArgument)time).Value);
    }

    private async Task ForgetExpectationsAsync(int limit, CancellationToken cancellationToken)
    {
        var groups = (await SliceAsync(keys.Expected, limit, cancellationToken)).Select(entry => (string)entry.Name!).ToList();
        if (groups.Count == 0)
            return;
        await OnceAsync(
            async batch =>
            {
                var depths = await NumbersAsync(keys.Depth, [.. groups.Select(DepthNames.OfGroup)], cancellationToken);
                foreach (var group in groups.Where((_, place) => depths[place] == 0))
                {
                    batch.AtMost(keys.Depth, 0, [DepthNames.OfGroup(group)]);
                    batch.Drop(keys.Expected, group);
                }
            },
            cancellationToken);
    }

    /// <summary>A conflict is left to the next sweep.</summary>
    private Task<bool> OnceAsync(Func<GuardedBatch, Task> decide, CancellationToken cancellationToken) => attempts.RunAsync(
        async refused =>
        {
            var batch = new GuardedBatch();
            if (refused.AreNone)
                await decide(batch);
            return batch.IsEmpty ? StepAttempt.Nothing(false) : StepAttempt.Of(batch, true);
        },
        null,
        cancellationToken);

    private async Task<IReadOnlyList<HashEntry>> SliceAsync(RedisKey hash, int limit, CancellationToken cancellationToken)
    {
        var found = (RedisResult[])(await link.ReadAsync(
            db => db.ExecuteAsync("HSCAN", hash, _cursors.GetValueOrDefault(hash, "0"), "COUNT", limit), cancellationToken))!;
        _cursors[hash] = (string)found[0]!;
        return [.. ((RedisValue[])found[1]!).Chunk(2).Select(pair => new HashEntry(pair[0], pair[1]))];
    }

    private async Task<double[]> NumbersAsync(RedisKey hash, IReadOnlyList<string> fields, CancellationToken cancellationToken) =>
        [.. (await link.ReadAsync(db => db.HashGetAsync(hash, [.. fields.Select(field => (RedisValue)field)]), cancellationToken)).Select(
            Number)];

    private static double Number(RedisValue value) => value.IsNull ? 0 : double.Parse((string)value!, CultureInfo.InvariantCulture);

    private sealed record Share(string Field, Priority PriorityClass, string Group, double Finish)
    {
        public static Share Read(HashEntry entry)
        {
            var field = (string)entry.Name!;
            var space = field.IndexOf(' ', StringComparison.Ordinal);
            return space > 0 && EnumNames<Priority>.TryParse(field[..space], out var priorityClass)
                ? new Share(field, priorityClass, field[(space + 1)..], Number(entry.Value))
                : throw new InvalidDataException($"The share '{field}' names no class and group.");
        }
    }
}
