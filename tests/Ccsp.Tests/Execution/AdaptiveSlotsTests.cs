using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Contracts;
using Ccsp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class AdaptiveSlotsTests
{
    private static readonly ExecutionOptions Options =
        new() { MaxConcurrent = 10, Limits = new() { MemoryPressurePercent = 10, ProcessorPressurePercent = 80 } };

    [Fact(Timeout = 30_000)]
    public Task A_machine_short_of_memory_is_offered_fewer_runs_at_once_and_gets_them_back_one_by_one()
    {
        var pressure = new Pressure(40, 0);
        var slots = new AdaptiveSlots(Options, () => pressure);
        Assert.Equal((7, "the machine is short of memory"), slots.Offer(SampleTasks.Noon));
        Assert.Equal(7, slots.Offer(SampleTasks.Noon.AddSeconds(9)).Slots);
        Assert.Equal(4, slots.Offer(SampleTasks.Noon.AddSeconds(10)).Slots);
        pressure = new Pressure(0, 0);
        Assert.Equal((5, "the machine is short of memory"), slots.Offer(SampleTasks.Noon.AddSeconds(20)));
        var offered = Enumerable.Range(3, 10).Select(spell => slots.Offer(SampleTasks.Noon.AddSeconds(spell * 10))).ToList();
        Assert.Equal([6, 7, 8, 9, 10, 10, 10, 10, 10, 10], offered.Select(offer => offer.Slots));
        Assert.Null(offered[^1].Reason);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(null, null, 10)]
    [InlineData(10.0, 80.0, 10)]
    [InlineData(10.1, 0.0, 7)]
    [InlineData(0.0, 80.1, 7)]
    public Task Only_what_is_above_its_share_counts(double? memory, double? processor, int slots)
    {
        Assert.Equal(slots, new AdaptiveSlots(Options, () => new Pressure(memory, processor)).Offer(SampleTasks.Noon).Slots);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task However_pressure_comes_and_goes_one_slot_is_left_and_none_too_many()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true),
            Prop.ForAll(Gen.Elements(true, false).ArrayOf(200).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (presses, most) =>
        {
            var limit = new SlotLimit(most, DateTimeOffset.MinValue);
            return presses.Select((pressed, i) => limit = limit.Next(most, pressed, SampleTasks.Noon.AddSeconds(10 * i)))
                .All(next => next.Slots >= 1 && next.Slots <= most);
        }));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task The_kernels_words_are_read_and_others_are_no_answer()
    {
        Assert.Equal(1.25, Pressure.AverageIn(
            ["some avg10=3.00 avg60=1.00 avg300=0.00 total=5", "full avg10=1.25 avg60=0.50 avg300=0.10 total=1234"], "full"));
        Assert.Null(Pressure.AverageIn(["", "full", "full avg60=1"], "full"));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task The_pressure_of_this_machine_is_read()
    {
        Assert.SkipUnless(IsTold("/proc/pressure/memory") && IsTold("/proc/pressure/cpu"), "the kernel does not tell its pressure");
        var pressure = Pressure.Read();
        Assert.InRange(Assert.NotNull(pressure.Memory), 0, 100);
        Assert.InRange(Assert.NotNull(pressure.Processor), 0, 100);
        return Task.CompletedTask;

        static bool IsTold(string file)
        {
            try
            {
                return File.ReadAllText(file).Length > 0;
            }
            catch (IOException)
            {
                // Built in and switched off at boot, or not there.
                return false;
            }
        }
    }

    [Fact(Timeout = 30_000)]
    public Task Whoever_waits_for_a_slot_hears_why_there_are_fewer()
    {
        var request = new ClaimRequest("one", 3, 0, 10, 1, SampleTasks.Noon) { FewerSlotsBecause = "the machine is short of memory" };
        var answer = InstanceSlots.Ask(request, null, new InstanceLeases(3, 3), Priority.Normal);
        Assert.Equal("instance:one has 3 of 3 runs, fewer than usual because the machine is short of memory", answer.Reason);
        return Task.CompletedTask;
    }
}
