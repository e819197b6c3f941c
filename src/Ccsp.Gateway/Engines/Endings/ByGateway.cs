using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>Endings caused by the gateway, the supervisor or the kernel. Who stopped a run is recorded, never inferred.</summary>
internal static class ByGateway
{
    public static Verdict? Judge(RunEvidence evidence) => evidence switch
    {
        { StartFailure: { } reason } =>
            new Verdict(EndingClass.EngineMissing, "exit", $"The engine's program could not be started: {reason}"),
        { LostReason: { } reason } => new Verdict(EndingClass.Lost, "gateway", $"The run is gone without a record of its end: {reason}"),
        { Stop: { } stop } => OfStop(stop, evidence),
        { DeadlinePassed: true } => new Verdict(EndingClass.Timeout, "gateway", "The run passed its deadline and was stopped."),
        { OutOfMemory: true, Transcript.Result: null } => new Verdict(EndingClass.Oom, "gateway", "The kernel killed the run for memory."),
        _ => null,
    };

    private static Verdict OfStop(StopReason stop, RunEvidence evidence) => stop switch
    {
        StopReason.Cancel => new Verdict(EndingClass.Cancelled, "gateway", "Stopped because the task was cancelled."),
        StopReason.Timeout => new Verdict(EndingClass.Timeout, "gateway", "The run passed its deadline and was stopped."),
        StopReason.FirstByte =>
            new Verdict(EndingClass.Stalled, "gateway", "The run wrote nothing in the time allowed for its first byte and was stopped."),
        StopReason.Silence => new Verdict(EndingClass.Stalled, "gateway", "The run fell silent for longer than allowed and was stopped."),
        StopReason.Output =>
            new Verdict(EndingClass.Output, "gateway", "The run wrote more than its output limit and was stopped; what it wrote is kept."),
        StopReason.Limit => Limits.Verdict(evidence, "The provider's window is used up; the run was stopped."),
        StopReason.Login => new Verdict(EndingClass.Login, "event", "The provider refused the sign-in twice; the run was stopped."),
        StopReason.Throttle =>
            Limits.Throttled(evidence, "event", "The provider kept throttling; the run was stopped and will go on later."),
        StopReason.Budget => new Verdict(EndingClass.Budget, "gateway", "The run reached its spending limit and was stopped."),
        StopReason.Drain => new Verdict(EndingClass.Drained, "gateway", "Stopped to empty the instance."),
        StopReason.Emergency => new Verdict(EndingClass.Drained, "gateway", "Stopped by the emergency stop."),
        _ => throw new ArgumentOutOfRangeException(nameof(stop), stop, "A stop reason without a rule."),
    };
}
