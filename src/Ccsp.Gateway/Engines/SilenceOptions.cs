namespace Ccsp.Gateway.Engines;

/// <summary>
/// How long an engine may write nothing, where the operator says so; it then counts for all its runs, whatever they write.
/// </summary>
/// <param name="FirstByteSeconds">Until the first byte; null: not said.</param>
/// <param name="SilenceSeconds">After a byte; null: not said.</param>
internal sealed record SilenceOptions(int? FirstByteSeconds = null, int? SilenceSeconds = null);
