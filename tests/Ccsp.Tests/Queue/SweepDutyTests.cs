using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue;

public sealed class SweepDutyTests
{
    [Fact(Timeout = 30_000)]
    public async Task Files_that_cannot_be_removed_keep_no_others_on_the_disk()
    {
        var (store, stop) = (new ModelTaskStore(new QueueOptions()), TestContext.Current.CancellationToken);
        string[] ids = [TestIds.Of(1), TestIds.Of(2), TestIds.Of(3)];
        await store.SubmitAsync(new SubmitBatch([.. ids.Select(id => Submissions.Submit(id, Submissions.Simple()))], Atomic: true, A.Noon), stop);
        foreach (var id in ids)
            Assert.IsType<ChangeOutcome.Applied>(await store.ChangeAsync(new TaskChange.Cancel(id, "anna", A.Noon), stop));
        List<string> tried = [];
        var sweep = new SweepDuty(store, "one", new RetentionOptions(), Remove, NullLogger<SweepDuty>.Instance);
        await sweep.RunOnceAsync(A.Noon.AddDays(91), stop);
        Assert.Equal(ids, tried.Order(StringComparer.Ordinal));

        void Remove(string id)
        {
            tried.Add(id);
            if (tried.Count == 1)
                throw new UnauthorizedAccessException("a directory nobody may write in");
        }
    }
}
