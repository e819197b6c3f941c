namespace Ccsp.Gateway.Execution;

/// <summary>What a silence is.</summary>
internal enum SilenceVerdict
{
    TooEarly,

    /// <summary>The processes worked, or have children that still run.</summary>
    Busy,

    /// <summary>There is a first byte after all, of a line that has no end yet or on standard error.</summary>
    Wrote,

    Stalled,
}
