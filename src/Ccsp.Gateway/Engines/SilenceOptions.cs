namespace Ccsp.Gateway.Engines;

/// <summary>How long an engine may write nothing, if configured; applies to all its runs, whatever their format.</summary>
/// <param name="FirstByteSeconds">Until the first byte; null: not configured.</param>
/// <param name="SilenceSeconds">After a byte; null: not configured.</param>
internal sealed record SilenceOptions(int? FirstByteSeconds = null, int? SilenceSeconds = null);
