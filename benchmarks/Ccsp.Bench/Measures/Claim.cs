using Ccsp.Bench.Support;

namespace Ccsp.Bench.Measures;

/// <summary>
/// What a claim costs in three stores, asked in turn: 1 k queued, 1 M queued, and 1 k queued with 1 M finished. Fifty tasks are claimed at
/// a time, or the flush to disk, which is the same everywhere, would hide what grows.
/// </summary>
internal sealed class Claim : IMeasure
{
    private const int Few = 1_000, Many = 1_000_000, AtATime = 50, WarmUp = 10, Rounds = 100;

    public string Name => "claim";

    public string About => $"{Rounds} claims of {AtATime} with 1 k and 1 M queued, 0 and 1 M finished (filling takes a while)";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder();
        await using var few = BenchStore.Open(folder.File("few.db"));
        await using var queued = BenchStore.Open(folder.File("queued.db"));
        await using var finished = BenchStore.Open(folder.File("finished.db"));
        await few.FillAsync(Few, cancellationToken);
        await queued.FillAsync(Many, cancellationToken);
        for (var i = 0; i < Many; i += 1_000)
        {
            await finished.SubmitAsync(1_000, cancellationToken);
            await finished.FinishAsync(await finished.ClaimAsync(1_000, cancellationToken), cancellationToken);
        }

        await finished.FillAsync(Few, cancellationToken);
        List<(double Few, double Queued, double Finished)> rounds = [];
        for (var i = 0; i < WarmUp + Rounds; i++)
            rounds.Add((await few.ClaimRoundAsync(AtATime, cancellationToken), await queued.ClaimRoundAsync(AtATime, cancellationToken),
                await finished.ClaimRoundAsync(AtATime, cancellationToken)));
        rounds.RemoveRange(0, WarmUp);
        var one = rounds.Select(round => round.Few).Median();
        return
        [
            new Figure(Name, "cost of a claim, 1 M queued against 1 k", rounds.Select(round => round.Queued).Median() / one, "×", 1.3),
            new Figure(Name, "cost of a claim, 1 M finished against none", rounds.Select(round => round.Finished).Median() / one, "×", 1.3),
            new Figure(Name, "cost of a claim, 1 k queued, per task", one / AtATime, "µs"),
        ];
    }
}
