using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// How long a run may be silent. Silence means something only for engines that report while they work; others have no limit unless the
/// operator sets one, only the wall deadline.
/// </summary>
/// <param name="FirstByte">Until the first byte; null: no limit.</param>
/// <param name="Silence">After a byte; null: no limit.</param>
internal sealed record SilenceLimits(TimeSpan? FirstByte, TimeSpan? Silence)
{
    /// <param name="speaks">See <see cref="EngineCommand.Speaks"/>.</param>
    /// <param name="engine">What is configured for this engine.</param>
    /// <param name="timeouts">What holds for all engines that speak.</param>
    public static SilenceLimits Of(bool speaks, SilenceOptions engine, TimeoutOptions timeouts) => new(
        Seconds(engine.FirstByteSeconds ?? (speaks ? timeouts.FirstByteSeconds : null)),
        Seconds(engine.SilenceSeconds ?? (speaks ? timeouts.SilenceSeconds : null)));

    private static TimeSpan? Seconds(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
