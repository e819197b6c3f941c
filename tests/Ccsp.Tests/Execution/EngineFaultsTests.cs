using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.ClaudeCode;
using Ccsp.Gateway.Engines.Command;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class EngineFaultsTests
{
    private static readonly ClaudeCodeEngine Claude = new("claude", new EngineOptions());
    private static readonly CommandEngine Shell = new("sh", new EngineOptions { Kind = EngineKinds.Command, Command = ["/bin/sh"] });
    private static readonly RunFacts Typed = new(OutputFormat.StreamJson, Resumed: false, OneShot: false, Speaks: true);
    private static readonly RunFacts DropIn = new(OutputFormat.Text, Resumed: false, OneShot: true);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(EndingClass.Crashed)]
    [InlineData(EndingClass.Unknown)]
    public void A_death_at_once_without_a_word_is_suspicious_where_the_engine_speaks(EndingClass kind)
    {
        Assert.Equal(EngineFault.Suspected, EngineFaults.Of(Claude, Typed, hasSpoken: false, SampleTasks.Ending(kind), Soon));
        Assert.Equal(EngineFault.None, EngineFaults.Of(Claude, Typed, hasSpoken: true, SampleTasks.Ending(kind), Soon));
        Assert.Equal(EngineFault.None, EngineFaults.Of(Claude, Typed, hasSpoken: false, SampleTasks.Ending(kind), TimeSpan.FromMinutes(2)));
        Assert.Equal(EngineFault.None, EngineFaults.Of(Claude, DropIn, hasSpoken: false, SampleTasks.Ending(kind), Soon));
        Assert.Equal(EngineFault.None,
            EngineFaults.Of(Shell, Typed with { Speaks = false }, hasSpoken: false, SampleTasks.Ending(kind), Soon));
    }

    [Fact]
    public void A_program_that_cannot_be_run_is_certain_unless_it_may_be_what_the_task_called()
    {
        Assert.Equal(EngineFault.Certain,
            EngineFaults.Of(Claude, DropIn, hasSpoken: false, SampleTasks.Ending(EndingClass.EngineMissing), Soon));
        Assert.Equal(EngineFault.Suspected,
            EngineFaults.Of(Shell, DropIn, hasSpoken: false, SampleTasks.Ending(EndingClass.EngineMissing), Soon));
    }

    [Fact]
    public void An_option_it_does_not_know_is_the_programs_own_and_a_bad_value_the_tasks()
    {
        Assert.Equal(EngineFault.Suspected, Invalid("error: unknown option '--json-schema'"));
        Assert.Equal(EngineFault.None, Invalid("error: option '--permission-mode <mode>' argument 'x' is invalid"));
    }

    [Theory]
    [InlineData(EndingClass.Failed)]
    [InlineData(EndingClass.Login)]
    [InlineData(EndingClass.Cancelled)]
    [InlineData(EndingClass.Oom)]
    public void Other_endings_blame_nobody(EndingClass kind) =>
        Assert.Equal(EngineFault.None, EngineFaults.Of(Claude, Typed, hasSpoken: false, SampleTasks.Ending(kind), Soon));

    private static EngineFault Invalid(string message) =>
        EngineFaults.Of(Claude, Typed, hasSpoken: false, SampleTasks.Ending(EndingClass.Invalid) with { Message = message }, Soon);
}
