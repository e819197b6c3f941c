using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class SilenceWatchTests
{
    private static readonly Silence Quiet = new(At(100), TimeSpan.FromSeconds(60), StopReason.Silence);
    private TreeActivity _tree = new(Children: 0, TimeSpan.FromSeconds(3), Output: 500);

    [Fact]
    public void A_tree_that_does_nothing_has_stalled_when_the_limit_has_passed()
    {
        var watch = new SilenceWatch(() => _tree);
        Assert.Equal(At(130), watch.Next(Quiet));
        Assert.Equal(SilenceVerdict.TooEarly, watch.Judge(Quiet, At(129)));
        Assert.Equal(SilenceVerdict.TooEarly, watch.Judge(Quiet, At(130)));
        Assert.Equal(At(160), watch.Next(Quiet));
        Assert.Equal(SilenceVerdict.TooEarly, watch.Judge(Quiet, At(159)));
        Assert.Equal(SilenceVerdict.Stalled, watch.Judge(Quiet, At(160)));
    }

    [Fact]
    public void One_that_uses_processor_time_is_busy() =>
        Assert.Equal(SilenceVerdict.Busy, After(_tree with { Processor = TimeSpan.FromSeconds(3.5) }));

    [Fact]
    public void One_that_only_turns_its_timers_over_is_not() =>
        Assert.Equal(SilenceVerdict.Stalled, After(_tree with { Processor = TimeSpan.FromSeconds(3.05) }));

    [Fact]
    public void One_with_living_children_is_busy() => Assert.Equal(SilenceVerdict.Busy, After(_tree with { Children = 1 }));

    [Fact]
    public void One_that_writes_without_ending_a_line_is_busy() => Assert.Equal(SilenceVerdict.Busy, After(_tree with { Output = 501 }));

    [Fact]
    public void A_byte_without_an_end_of_line_is_a_first_byte() =>
        Assert.Equal(SilenceVerdict.Wrote, After(_tree, Quiet with { Reason = StopReason.FirstByte }));

    [Fact]
    public void A_look_that_comes_late_gives_the_tree_its_time_all_the_same()
    {
        var watch = new SilenceWatch(() => _tree);
        Assert.Equal(SilenceVerdict.TooEarly, watch.Judge(Quiet, At(9000)));
        Assert.Equal(At(9030), watch.Next(Quiet));
        Assert.Equal(SilenceVerdict.TooEarly, watch.Judge(Quiet, At(9001)));
        Assert.Equal(SilenceVerdict.Stalled, watch.Judge(Quiet, At(9030)));
    }

    [Fact]
    public void What_was_seen_in_an_earlier_silence_does_not_count_in_the_next()
    {
        var watch = new SilenceWatch(() => _tree);
        watch.Judge(Quiet, At(130));
        var next = Quiet with { Since = At(140) };
        Assert.Equal(At(170), watch.Next(next));
        Assert.Equal(SilenceVerdict.TooEarly, watch.Judge(next, At(160)));
    }

    private SilenceVerdict After(TreeActivity end, Silence? silence = null)
    {
        var watch = new SilenceWatch(() => _tree);
        watch.Judge(silence ?? Quiet, At(130));
        _tree = end;
        return watch.Judge(silence ?? Quiet, At(160));
    }

    private static TimeSpan At(int second) => TimeSpan.FromSeconds(second);
}
