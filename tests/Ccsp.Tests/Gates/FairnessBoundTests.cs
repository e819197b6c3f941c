using Ccsp.Gateway.Gates;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ccsp.Tests.Gates;

public sealed class FairnessBoundTests
{
    private const double Longest = 100;

    /// <summary>How long each run takes, and for which of the groups' runs.</summary>
    private static readonly Gen<double[][]> Durations = Gen.Choose(2, 5).SelectMany(groups =>
        Gen.Elements(0.1, 1, 7, 60, Longest).ArrayOf(200).ArrayOf(groups));

    /// <summary>
    /// Groups that always have something waiting get the same time, up to the runs under way and what the first guess of a run's length was
    /// wrong by: however long their runs are, none falls behind by more.
    /// </summary>
    [Fact(Timeout = 60_000)]
    public Task Groups_that_always_wait_never_differ_by_more_than_the_runs_under_way()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true),
            Prop.ForAll(Durations.ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), (durations, slots) =>
        {
            var groups = durations.Select(runs => new Group(runs)).ToList();
            var running = new PriorityQueue<(Group Group, double Charged, double Takes), double>();
            var now = 0.0;
            for (var picks = 0; picks < 150; picks++)
            {
                if (running.Count == slots)
                {
                    running.TryDequeue(out var over, out now);
                    over.Group.End(over.Charged, over.Takes);
                }

                var next = groups.MinBy(group => group.Finish)!;
                var (charged, takes) = next.Start();
                running.Enqueue((next, charged, takes), now + takes);
                // Under way: each slot's run, charged at most with the longest one ever seen or guessed.
                if (groups.Max(group => group.Served) - groups.Min(group => group.Served) > (slots + 1) * Longest)
                    return false;
            }

            return true;
        }));
        return Task.CompletedTask;
    }

    private sealed class Group(double[] runs)
    {
        private int _started;
        private double _expected = 60;

        public double Finish { get; private set; }

        /// <summary>Seconds of runs that have ended.</summary>
        public double Served { get; private set; }

        public (double Charged, double Takes) Start()
        {
            Finish = Fairness.Charge(Finish, _expected);
            return (_expected, runs[_started++ % runs.Length]);
        }

        public void End(double charged, double took)
        {
            Finish = Fairness.Correct(Finish, charged, took);
            _expected = Fairness.Expect(_expected, took);
            Served += took;
        }
    }
}
