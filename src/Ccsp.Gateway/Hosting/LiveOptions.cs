using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Telemetry;

namespace Ccsp.Gateway.Hosting;

/// <summary>
/// Applies the options that can change while the gateway runs. <see cref="OptionKey.IsLive"/> names the keys; all others are read at the
/// start.
/// </summary>
internal sealed class LiveOptions(GatewayOptions inForce, ExecutionOptions execution, LogLevelSwitch logLevel)
{
    /// <param name="fresh">Valid as a whole.</param>
    public void Take(GatewayOptions fresh)
    {
        inForce.LogLevel = fresh.LogLevel;
        logLevel.Set(fresh.LogLevel);
        inForce.MaxConcurrent = execution.MaxConcurrent = fresh.MaxConcurrent;
        inForce.UrgentSlots = execution.UrgentSlots = fresh.UrgentSlots;
        inForce.Limits = fresh.Limits;
        execution.MemoryPressurePercent = fresh.Limits.MemoryPressurePercent;
        execution.ProcessorPressurePercent = fresh.Limits.ProcessorPressurePercent;
        execution.QuietHours = fresh.Limits.Quiet;
        Take(inForce.Timeouts, fresh.Timeouts);
        Take(inForce.Retries, fresh.Retries);
        Take(inForce.Queue, fresh.Queue);
        inForce.Queue.Rules = fresh.Queue.Rules with { Retries = inForce.Retries };
        // The limits of profiles stay: a profile is taken as a whole, at the start.
        inForce.Queue.Gates = ConfiguredGates.Of(inForce);
    }

    private static void Take(TimeoutOptions to, TimeoutOptions from)
    {
        to.RunSeconds = from.RunSeconds;
        to.FirstByteSeconds = from.FirstByteSeconds;
        to.SilenceSeconds = from.SilenceSeconds;
        to.LingerSeconds = from.LingerSeconds;
        to.GraceSeconds = from.GraceSeconds;
        to.OutputBytes = from.OutputBytes;
    }

    private static void Take(Tasks.RetryOptions to, Tasks.RetryOptions from)
    {
        to.Transient = from.Transient;
        to.Lost = from.Lost;
        to.Timeout = from.Timeout;
        to.BaseSeconds = from.BaseSeconds;
        to.CapSeconds = from.CapSeconds;
        to.RecheckSeconds = from.RecheckSeconds;
    }

    private static void Take(Queue.QueueOptions to, Queue.QueueOptions from)
    {
        to.Size = from.Size;
        to.UrgentShare = from.UrgentShare;
        to.SizePerAgent = from.SizePerAgent;
        to.SizePerGroup = from.SizePerGroup;
        to.SizePerClass = from.SizePerClass;
        to.IdempotencyHours = from.IdempotencyHours;
        to.NonUrgentEvery = from.NonUrgentEvery;
        to.ExpectedRunSeconds = from.ExpectedRunSeconds;
    }
}
