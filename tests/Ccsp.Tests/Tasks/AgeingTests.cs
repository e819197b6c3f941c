using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class AgeingTests
{
    [Theory(Timeout = 30_000)]
    [InlineData(Priority.Low, true, Priority.Normal)]
    [InlineData(Priority.Normal, true, Priority.High)]
    [InlineData(Priority.High, false, Priority.High)]
    [InlineData(Priority.Urgent, false, Priority.Urgent)]
    public Task Ageing_goes_up_one_class_at_a_time_and_ends_at_high(Priority from, bool ages, Priority to)
    {
        Assert.Equal(ages ? SampleTasks.Noon.AddMinutes(7) : null, Ageing.NextPromotion(from, SampleTasks.Noon, TimeSpan.FromMinutes(7)));
        Assert.Equal(to, Ageing.Promoted(from));
        return Task.CompletedTask;
    }
}
