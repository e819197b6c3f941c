using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class RunPlanTests
{
    private static readonly Guid Fresh = Guid.Parse("11111111-2222-3333-4444-555555555555");

    [Fact]
    public void A_first_run_gets_the_id_we_chose() =>
        Assert.Equal(new RunPlan(Fresh.ToString("D"), ConversationStart.New), RunPlan.For(Claimed(null), named: null, Fresh));

    [Fact]
    public void A_named_conversation_is_resumed_with_the_prompt() =>
        Assert.Equal(new RunPlan("theirs", ConversationStart.Resume), RunPlan.For(Claimed(null), "theirs", Fresh));

    [Fact]
    public void A_later_run_goes_on_with_the_tasks_own_conversation_whatever_it_named() =>
        Assert.Equal(new RunPlan("own", ConversationStart.Continue), RunPlan.For(Claimed("own"), "theirs", Fresh));

    private static ClaimedTask Claimed(string? conversation) =>
        new(SampleTasks.Task(TaskState.Starting) with { ConversationId = conversation }, new TaskSubmission { Prompt = "x" });
}
