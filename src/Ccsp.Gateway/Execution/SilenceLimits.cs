using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// For how long a run may write nothing. Silence says something only where the engine promises to speak while it works; elsewhere there is
/// no limit unless the operator sets one for that engine, and the wall deadline stands.
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
